"""All papers of a batch in one archive, or in one file for the printer."""

import tempfile
from collections.abc import Iterable
from io import BytesIO
from typing import IO
from zipfile import ZIP_STORED, ZipFile

import pikepdf

from lms.certificates.models import Certificate
from lms.core import files


def archive(certificates: Iterable[Certificate]) -> IO[bytes]:
    """Return a zip of the signed files, by name; they are compressed already."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
    with ZipFile(target, "w", ZIP_STORED) as bundle:
        for one in _printed(certificates):
            bundle.writestr(f"{one.seq:04} {one.facts['name'].replace('/', '-')}.pdf", _read(one))
    target.seek(0)
    return target


def print_file(certificates: Iterable[Certificate]) -> IO[bytes]:
    """Return one PDF with the pages of all papers, for printing on both sides.

    It is a copy for the printer: the signatures stay with the single files.
    """
    target = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
    with pikepdf.new() as merged:
        for one in _printed(certificates):
            with pikepdf.open(BytesIO(_read(one))) as document:
                for page in document.pages:
                    if "/Annots" in page:
                        del page["/Annots"]  # the signature's field belongs to the single file
                merged.pages.extend(document.pages)
                if len(document.pages) % 2:
                    merged.add_blank_page(page_size=(842, 595))
        merged.save(target)
    target.seek(0)
    return target


def _printed(certificates: Iterable[Certificate]) -> Iterable[Certificate]:
    return (
        one
        for one in certificates
        if one.file is not None and one.revocation is None and one.replacement is None
    )


def _read(certificate: Certificate) -> bytes:
    assert certificate.file is not None
    return files.read(certificate.file)

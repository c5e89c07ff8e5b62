"""Papers are PDF/A-2b in every clause that other people's parsers let us check (ISO 19005-2)."""

import re
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pikepdf import Dictionary, Name, Pdf
from PIL import Image

from lms.certificates import paper, press, pressroom
from lms.certificates.models import PaperTemplate
from tests.certificates import archive
from tests.certificates.test_paper import a_certificate

#: One engine: paper knows no database.
pytestmark = pytest.mark.one_engine


def _signed(app: Flask, kind: str, monkeypatch: pytest.MonkeyPatch, **facts: Any) -> bytes:
    """Return a paper with a photograph and a visible stamp, signed, as the press hands it out."""
    monkeypatch.setitem(app.config, "SIGNING_STAMP", (1, 170, 33, 93, 13))
    certificate = a_certificate(kind, **facts)
    [(run, _members)] = paper.runs([certificate])
    target = BytesIO()
    Image.new("RGB", (60, 80), (168, 32, 44)).save(target, "JPEG")
    photo = f"data:image/jpeg;base64,{b64encode(target.getvalue()).decode()}"
    sheet = paper.sheet(certificate) | {"photo": photo}
    [signed] = pressroom.fulfil(pressroom.Order(run, (1,), (sheet,), paper.signing_key()))
    assert isinstance(signed, bytes)
    return signed


def test_joined_and_whole_papers_break_no_clause(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert archive.faults(_signed(app, "sttp", monkeypatch)) == []
    event = {"form": "webinar", "organiser": "BPSDM", "subjects": []}
    assert archive.faults(_signed(app, "kegiatan", monkeypatch, **event)) == []
    certificate = a_certificate("piagam", rank=1, passed=30)
    certificate.template = PaperTemplate(
        source=paper.built_in("piagam"), style=".name { color: #111; }", single_because="lain"
    )
    [(run, _members)] = paper.runs([certificate])
    assert archive.faults(press.printed(run, [paper.sheet(certificate)])[0]) == []


def _unembed(document: Pdf) -> None:
    for thing in document.objects:
        if isinstance(thing, Dictionary) and "/FontFile2" in thing:
            del thing["/FontFile2"]
        elif isinstance(thing, Dictionary) and "/FontFile3" in thing:
            del thing["/FontFile3"]


def _widen(document: Pdf) -> None:
    for thing in document.objects:
        if isinstance(thing, Dictionary) and "/W" in thing:
            thing.W[1][0] = 9_999


def _say_otherwise(document: Pdf) -> None:
    packet = document.Root.Metadata.read_bytes()
    document.Root.Metadata.write(re.sub(rb"(conformance[^BA]*)B", rb"\1A", packet))


def _blend(document: Pdf) -> None:
    page = document.pages[0]
    page.obj.Resources.ExtGState = Dictionary(X=Dictionary(BM=Name.Strange))


def _hide(document: Pdf) -> None:
    document.pages[0].Annots[0].F = 2


@pytest.mark.parametrize(
    ("breaks", "clause"),
    [
        (lambda document: document.Root.__delitem__("/OutputIntents"), "6.2.3"),
        (lambda document: document.Root.__setitem__("/AA", Dictionary()), "6.5.2"),
        (
            lambda document: document.Root.__setitem__(
                "/OpenAction", document.make_indirect(archive.a_script())
            ),
            "6.5.1",
        ),
        (lambda document: document.Root.__delitem__("/MarkInfo"), "6.7"),
        (
            lambda document: document.pages[0].contents_add(b"0 0 0 1 k", prepend=True),
            "6.2.4.3",
        ),
        (lambda document: document.pages[0].contents_add(b"/No Do"), "6.2.2"),
        (_unembed, "6.2.11.4.1"),
        (_widen, "6.2.11.5"),
        (_say_otherwise, "6.6.4"),
        (_blend, "6.2.10"),
        (_hide, "6.3.2"),
    ],
)
def test_a_broken_clause_is_found(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    breaks: Callable[[Pdf], None],
    clause: str,
    whole: list[bytes] = [],  # noqa: B006 - printed once for all cases
) -> None:
    if not whole:
        whole.append(_signed(app, "sttp", monkeypatch))
    found = archive.faults(archive.broken(whole[0], breaks))
    assert any(one.startswith(f"{clause} ") for one in found), found
    assert len({one.split()[0] for one in found} - {"6.1.2"}) <= 2


def test_bytes_after_the_end_are_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    data = _signed(app, "sttp", monkeypatch)
    assert archive.faults(data + b"more") == ["6.1.3 bytes after the end"]

"""The signature: PAdES by an authority or by the demo key, seen by another tool, and any change."""

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from lms.catalogue.models import Batch
from lms.certificates import paper, press, pressroom, signing
from lms.certificates.readiness import queries as readiness
from lms.certificates.run import Run, Sheet
from lms.core import files
from lms.people.models import Person
from tests import cast
from tests.certificates.pki import Authority, authority
from tests.certificates.sample import issue_all, released, text
from tests.certificates.test_paper import a_certificate


@pytest.fixture(scope="module")
def uji(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """Give the test authority."""
    with authority(tmp_path_factory.mktemp("otoritas")) as found:
        yield found


@pytest.fixture(scope="module")
def document() -> bytes:
    """Give a small PDF/A."""
    return press.pdf.archive(
        "<html lang=id><title>Uji</title><body><p>Sertifikat uji</p></body></html>"
    )


def pdfsig(data: bytes, tmp_path: Path) -> str:
    """Return what poppler says of the signatures in a PDF."""
    file = tmp_path / "diperiksa.pdf"
    file.write_bytes(data)
    done = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True)
    return done.stdout


def validated(data: bytes, anchors: str):  # type: ignore[no-untyped-def]
    """Return pyHanko's verdict on the signature, with these trust anchors."""
    context = ValidationContext(
        trust_roots=list(load_certs_from_pemder([anchors])), allow_fetching=False
    )
    [embedded] = PdfFileReader(BytesIO(data)).embedded_regular_signatures
    return validate_pdf_signature(embedded, context)


def test_the_key_alone_gives_a_sound_certified_signature(
    uji: Authority, document: bytes, tmp_path: Path
) -> None:
    signed = signing.sign(document, signing.Key(uji.key(), "rahasia", place="Bandar Lampung"))
    assert signed.startswith(document)  # appended: what was printed is not rendered again
    said = pdfsig(signed, tmp_path)
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    verdict = validated(signed, uji.anchors)
    assert verdict.intact
    assert verdict.valid
    assert verdict.trusted
    assert verdict.docmdp_ok
    assert verdict.timestamp_validity is None
    root = PdfFileReader(BytesIO(signed)).root
    assert root["/Perms"]["/DocMDP"]["/Reference"][0]["/TransformParams"]["/P"] == 1


def test_with_a_time_stamping_service_it_is_b_t(
    uji: Authority, document: bytes, tmp_path: Path
) -> None:
    key = signing.Key(uji.key(), "rahasia", timestamps=uji.timestamps)
    signed = signing.sign(document, key)
    verdict = validated(signed, uji.anchors)
    assert verdict.timestamp_validity.valid
    assert verdict.timestamp_validity.trusted
    assert "Signature is Valid" in pdfsig(signed, tmp_path)


def test_with_revocation_data_it_can_be_checked_offline_years_later(
    uji: Authority, document: bytes, tmp_path: Path
) -> None:
    key = signing.Key(uji.key(), "rahasia", timestamps=uji.timestamps, anchors=uji.anchors)
    signed = signing.sign(document, key)
    assert "Signature is Valid" in pdfsig(signed, tmp_path)
    reader = PdfFileReader(BytesIO(signed))
    assert reader.root["/DSS"]["/OCSPs"] or reader.root["/DSS"]["/CRLs"]
    context = DocumentSecurityStore.read_dss(reader).as_validation_context(
        {
            "trust_roots": list(load_certs_from_pemder([uji.anchors])), "allow_fetching": False,
            "revocation_mode": "hard-fail",
        }
    )  # fmt: skip
    verdict = validate_pdf_signature(reader.embedded_regular_signatures[0], context)
    assert verdict.valid
    assert verdict.trusted


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"passphrase": "keliru"}, "ValueError"),
        ({"path": "/tidak/ada.p12"}, "FileNotFoundError"),
        ({"timestamps": "http://127.0.0.1:9/tsa"}, "TimestampRequestError"),
    ],
)
def test_what_hinders_signing_is_said_without_the_secret(
    uji: Authority, document: bytes, change: dict[str, str], why: str
) -> None:
    values = {"path": uji.key(), "passphrase": "rahasia"} | change
    with pytest.raises(signing.SigningFailed, match=why) as refused:
        signing.sign(document, signing.Key(**values))
    assert "rahasia" not in str(refused.value) + repr(signing.Key(**values))
    assert "keliru" not in str(refused.value)


def test_a_revoked_signer_does_not_sign_for_the_long_term(uji: Authority, document: bytes) -> None:
    key = signing.Key(uji.key("former"), "rahasia", uji.timestamps, uji.anchors)
    with pytest.raises(signing.SigningFailed, match="could not be validated"):
        signing.sign(document, key)


def test_every_flipped_byte_outside_the_container_is_noticed(
    app: Flask, uji: Authority, tmp_path: Path
) -> None:
    """One byte of every 256 is flipped in a real certificate; no such file may pass."""
    key = signing.Key(uji.key(), "rahasia")
    signed = signing.sign(paper.pdf(a_certificate()), key)
    start, length = _container(signed)
    rng = Random(6)
    accepted = []
    for block in range(0, len(signed), 1024):
        at = rng.randrange(block, min(block + 1024, len(signed)))
        if start <= at < start + length:
            continue
        changed = bytearray(signed)
        changed[at] ^= 1 << rng.randrange(8)
        if _is_accepted(bytes(changed), uji):
            accepted.append(at)
    assert accepted == []
    assert _is_accepted(signed, uji)


def _container(signed: bytes) -> tuple[int, int]:
    ranges = re.search(rb"/ByteRange \[\s*(\d+) (\d+) (\d+) (\d+)", signed)
    assert ranges is not None
    first, length, second, _rest = map(int, ranges.groups())
    return first + length, second - first - length


def _is_accepted(data: bytes, uji: Authority) -> bool:
    try:
        verdict = validated(data, uji.anchors)
    except Exception:
        return False  # no longer a PDF with a signature
    return bool(verdict.intact and verdict.valid and verdict.bottom_line)


def test_an_appended_change_shows(uji: Authority, document: bytes) -> None:
    signed = signing.sign(document, signing.Key(uji.key(), "rahasia"))
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer.root["/Lang"] = TextStringObject("en")
    writer.update_root()
    target = BytesIO()
    writer.write(target)
    assert not _is_accepted(target.getvalue(), uji)


# ---- the job -----------------------------------------------------------------------------------


def test_issued_papers_are_signed_with_the_test_key_and_say_so(
    app: Flask, rina: Person, sari: Person, batch: Batch, tmp_path: Path
) -> None:
    released(batch, [sari], by=rina)
    [found] = issue_all(batch, by=rina)
    data = files.read(found.file)  # type: ignore[arg-type]
    assert (found.signature, found.problem) == ("demo", "")
    assert "SERTIFIKAT UJI" in pdfsig(data, tmp_path)
    said = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True).stdout.decode()
    assert "bukan dokumen resmi" in " ".join(said.split())


@pytest.mark.slow
def test_all_presses_print_what_one_does(app: Flask) -> None:
    people = [a_certificate(name=f"Peserta {number}", seq=number) for number in range(24)]
    [(run, members)] = paper.runs(people)
    sheets = [paper.sheet(one) for one in members]
    orders = [
        pressroom.Order(run, tuple(range(at, at + 8)), tuple(sheets[at : at + 8]), key)
        for key in [paper.signing_key()]
        for at in range(0, 24, 8)
    ]
    room = pressroom.PressRoom(2)
    try:
        answers = list(room.fulfil(orders))
        room.presses[0].stop()  # a press that died is started again
        again = list(room.fulfil(orders[:1]))
    finally:
        room.close()
    assert [order.ids for order, _found in answers] == [order.ids for order in orders]
    printed = [one for _order, found in answers for one in found]
    assert len(printed) == 24
    assert all(isinstance(one, bytes) for one in printed)
    said = text(printed[17], 1)  # type: ignore[arg-type]
    assert "Peserta 17" in said
    assert "/0017/" in said
    assert isinstance(again[0][1][0], bytes)


def test_what_hinders_one_does_not_hinder_the_others(
    app: Flask, rina: Person, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, odd, broken = (
        cast.a_person("Tono Wijaya"), cast.a_person("Ďuro Šťastný"), cast.a_person("Rusak Sekali"),
    )  # fmt: skip
    released(batch, [good, odd, broken], by=rina)
    real = press.printed

    def printed(run: Run, sheets: list[Sheet]) -> list[bytes]:
        if any(sheet["name"] == "Rusak Sekali" for sheet in sheets):
            raise ValueError("gambar rusak")
        return real(run, sheets)

    monkeypatch.setattr(press, "printed", printed)
    found = {one.person.name: one for one in issue_all(batch, by=rina)}
    assert found["Tono Wijaya"].file_id
    assert "Ďuro Šťastný" not in found  # no number for what cannot be printed
    [line] = [one for one in readiness.board(batch, "sttp") if one.name == "Ďuro Šťastný"]
    assert (line.standing, [gap.what for gap in line.gaps if gap.blocks]) == (
        "waiting",
        ["letters"],
    )
    assert "Ď" in line.gaps[0].which
    assert found["Rusak Sekali"].file_id is None
    assert "gambar rusak" in found["Rusak Sekali"].problem

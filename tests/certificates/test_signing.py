"""The signature: PAdES by an authority or by the demo key, seen by another tool, and any change."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pkcs11
import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from flask import Flask
from pkcs11 import Attribute
from pkcs11.util.x509 import decode_x509_certificate
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from lms.catalogue.models import Batch
from lms.certificates import paper, press, pressroom, signing
from lms.certificates.designs import proof
from lms.certificates.models import PaperTemplate
from lms.certificates.readiness import queries as readiness
from lms.certificates.run import Run, Sheet
from lms.core import files
from lms.people.models import Person
from tests import cast
from tests.certificates.pki import Authority, authority
from tests.certificates.sample import MM, issue_all, released, text, words
from tests.certificates.test_paper import a_certificate

#: One engine: signatures know no database.
pytestmark = pytest.mark.one_engine

SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")


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


@pytest.fixture(scope="module")
def token(uji: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[signing.Key]:
    """Give a token (SoftHSM) with the authority's signer on it; its PIN is 1234."""
    if not SOFTHSM.exists():
        pytest.skip("SoftHSM is not installed: `make test` installs it")
    folder = tmp_path_factory.mktemp("token")
    (folder / "isi").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'isi'}\n")
    data = Path(uji.key()).read_bytes()
    found = pkcs12.load_pkcs12(data, b"rahasia")
    assert found.key
    assert found.cert
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        (folder / "kunci.pem").write_bytes(
            found.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        for command in (
            ["--init-token", "--free", "--label", "instansi", "--so-pin", "4321", "--pin", "1234"],
            ["--import", str(folder / "kunci.pem"), "--token", "instansi", "--label", "kepala",
             "--id", "01", "--pin", "1234"],
        ):  # fmt: skip
            subprocess.run(["softhsm2-util", *command], check=True, capture_output=True)
        key = signing.Key("", "1234", module=str(SOFTHSM), token="instansi", label="kepala")
        library = pkcs11.lib(str(SOFTHSM))
        with library.get_token(token_label="instansi").open(user_pin="1234", rw=True) as session:
            certificate = decode_x509_certificate(found.cert.certificate.public_bytes(Encoding.DER))
            session.create_object(certificate | {Attribute.TOKEN: True, Attribute.LABEL: "kepala"})
        yield key


def test_a_key_on_a_token_signs_without_leaving_it(
    uji: Authority, token: signing.Key, document: bytes, tmp_path: Path
) -> None:
    signed = signing.sign(document, token)
    assert "Signature is Valid" in pdfsig(signed, tmp_path)
    verdict = validated(signed, uji.anchors)
    assert (verdict.intact, verdict.trusted, verdict.docmdp_ok) == (True, True, True)
    again = signing.sign(document, token)  # the session stays open
    assert validated(again, uji.anchors).intact


@pytest.mark.parametrize(
    "change", [{"module": "/tidak/ada.so"}, {"token": "lain"}, {"label": "lain"}]
)
def test_a_token_that_is_not_there_is_said(
    token: signing.Key, document: bytes, change: dict[str, str]
) -> None:
    with pytest.raises(signing.SigningFailed) as refused:
        signing.sign(document, replace(token, **change))
    assert "1234" not in str(refused.value) + repr(token)


def test_a_revoked_signer_does_not_sign_for_the_long_term(uji: Authority, document: bytes) -> None:
    key = signing.Key(uji.key("former"), "rahasia", timestamps=uji.timestamps, anchors=uji.anchors)
    with pytest.raises(signing.SigningFailed, match="could not be validated"):
        signing.sign(document, key)


def test_every_byte_outside_the_container_is_covered(
    app: Flask, uji: Authority, tmp_path: Path
) -> None:
    """Flip each byte: the digest that was signed no longer fits, whichever it was.

    The digest is taken from the signature itself, over all but the container, by our own reading of
    the file; that it was really signed, pyHanko and poppler say.
    """
    signed = signing.sign(paper.pdf(a_certificate()), signing.Key(uji.key(), "rahasia"))
    start, length = _container(signed)
    end = start + length
    container = signed[start:end]
    assert (container[:1], container[-1:]) == (b"<", b">")
    assert signed[:start].endswith(b"/Contents ")
    [attribute] = [
        one["values"][0].native
        for one in cms.ContentInfo.load(bytes.fromhex(container[1:-1].decode()), strict=False)[
            "content"
        ]["signer_infos"][0]["signed_attrs"]
        if one["type"].native == "message_digest"
    ]
    covered = signed[:start] + signed[end:]
    assert sha256(covered).digest() == attribute
    assert _is_accepted(signed, uji)
    assert "Total document signed" in pdfsig(signed, tmp_path)

    unnoticed, before = [], sha256()
    view = memoryview(covered)
    for at in range(len(covered)):
        changed = before.copy()
        changed.update(bytes([covered[at] ^ 1]))
        changed.update(view[at + 1 :])
        if changed.digest() == attribute:
            unnoticed.append(at)
        before.update(view[at : at + 1])
    assert len(covered) > 40_000
    assert unnoticed == []


@pytest.mark.slow
def test_flipped_bytes_are_refused_by_a_verifier(app: Flask, uji: Authority) -> None:
    """A whole verifier reads each changed file: every byte that says where the signature lies and
    what it covers, and one of every 1,024 elsewhere."""
    signed = signing.sign(paper.pdf(a_certificate()), signing.Key(uji.key(), "rahasia"))
    start, length = _container(signed)
    chance = Random(6)
    around = [*range(start - 120, start), *range(start + length, start + length + 260)]
    spread = [chance.randrange(block, block + 1024) for block in range(0, len(signed) - 1024, 1024)]
    tail = range(len(signed) - 60, len(signed))  # where the newest table is found
    accepted = []
    for at in {*around, *spread, *tail} - set(range(start, start + length)):
        changed = bytearray(signed)
        changed[at] ^= 1 << chance.randrange(8)
        if _is_accepted(bytes(changed), uji):
            accepted.append(at)
    assert accepted == []


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


def test_a_signed_paper_stays_archive_grade(
    app: Flask, rina: Person, sari: Person, batch: Batch
) -> None:
    """PDF/A by its own word, tagged, and opened without complaint by qpdf and poppler."""
    released(batch, [sari], by=rina)
    [found] = issue_all(batch, by=rina)
    data = files.read(found.file)  # type: ignore[arg-type]
    with pikepdf.open(BytesIO(data)) as document:
        with document.open_metadata() as metadata:
            assert metadata.pdfa_status == "2B"
        assert document.check_pdf_syntax() == []
        assert document.Root.StructTreeRoot.K
    for command in (["pdfinfo", "-struct-text"], ["pdftotext"], ["pdffonts"]):
        done = subprocess.run([*command, "-", *(["-"] if command == ["pdftotext"] else [])],
                              input=data, capture_output=True, check=True)  # fmt: skip
        assert done.stderr == b"", command
        if "-struct-text" in command:
            assert "H1 (block)" in done.stdout.decode()


def test_a_stamp_stands_in_its_place_and_nothing_else_changes(
    app: Flask, uji: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SIGNING_STAMP", (1, 170, 33, 93, 13))
    stamp = paper.signing_key().stamp  # type: ignore[union-attr]
    lines = paper.signing_key().lines  # type: ignore[union-attr]
    key = signing.Key(uji.key(), "rahasia", stamp=stamp, lines=lines)
    document = paper.pdf(a_certificate())
    signed = signing.sign(document, key)
    assert signed.startswith(document)
    assert len(signed) < 80_000
    known = words(document)
    found = [word for word in words(signed) if word not in known]
    said = " ".join(word.text for word in found)
    assert "sertifikat uji; bukan dokumen resmi" in said  # a stamp does not hide what it is
    assert app.config["SIGNER_NAME"] in said
    assert all(word.left > 170 and word.right < 263 for word in found)
    assert all(word.top >= 164 and word.bottom <= 177.5 for word in found)
    assert "Signature is Valid" in pdfsig(signed, tmp_path)
    assert validated(signed, uji.anchors).docmdp_ok
    with pikepdf.open(BytesIO(signed)) as read:
        assert read.check_pdf_syntax() == []
        [widget] = read.pages[0].Annots
        assert int(widget.F) & 4  # printed too, as PDF/A asks
    fonts = subprocess.run(["pdffonts", "-"], input=signed, capture_output=True, check=True)
    assert all(" yes yes yes" in line for line in fonts.stdout.decode().splitlines()[2:])
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer.root["/Lang"] = TextStringObject("en")
    writer.update_root()
    target = BytesIO()
    writer.write(target)
    assert not _is_accepted(target.getvalue(), uji)


def test_a_template_says_where_the_stamp_stands(app: Flask) -> None:
    """On a shared plate and on a sheet laid out alone; without its box the settings say where."""
    box = '{% block given %}diberikan kepada<div id="stempel"></div>{% endblock %}'
    style = "#stempel { position: absolute; left: 150mm; top: 30mm; width: 70mm; height: 12mm; }"
    template = PaperTemplate(
        source='{% extends "sttp.html" %}\n' + box, style=style, single_because=""
    )
    certificate = a_certificate()
    certificate.template = template
    key = paper.signing_key()
    for template.single_because in ("", "lain"):
        [(run, _members)] = paper.runs([certificate])
        [signed] = pressroom.fulfil(pressroom.Order(run, (1,), (paper.sheet(certificate),), key))
        assert isinstance(signed, bytes)
        with pikepdf.open(BytesIO(signed)) as document:
            [widget] = document.pages[0].Annots
            left, bottom, right, top = (float(at) / MM for at in widget.Rect)
        # 30 and 67 mm: where the box around it begins on the page
        assert [round(at) for at in (left, 210 - top, right, 210 - bottom)] == [180, 97, 250, 109]
    faults = proof.prove(proof.Trial(replace(run, style=""), (paper.sheet(certificate),))).faults
    assert [fault.reason for fault in faults] == ["kotak stempel paling sedikit 40 × 8 mm"]


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

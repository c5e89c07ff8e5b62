"""Pictures in questions: made anew, brought in and given back, shown to whom they are meant for."""

import base64
import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from zipfile import ZipFile

import pytest
import time_machine
from flask.testing import FlaskClient
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import func, select, update

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.files import StoredFile, folder
from lms.core.jobs import look_after, run_pending
from lms.core.pictures import made_anew, name_of
from lms.core.tables import write_xlsx
from lms.elearning import actions
from lms.elearning.exchange import table
from lms.elearning.exchange.markup import NO_ALT
from lms.elearning.exchange.pictures import Gallery, Shelf
from lms.elearning.exchange.reading import read_any
from lms.elearning.models import (
    BankImport,
    BankImportItem,
    BankImportPicture,
    BankPicture,
    BankQuestion,
)
from lms.people.models import Person
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]


def a_zip(**entries: bytes) -> bytes:
    """Return an archive; "__" in a name stands for a folder, "_" for the point."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return target.getvalue()


@pytest.mark.one_engine
def test_a_picture_is_made_anew_and_a_hostile_one_refused_in_a_sentence() -> None:
    target, said = io.BytesIO(), PngInfo()
    said.add_text("Lokasi", "rumah")
    Image.new("RGB", (30, 20), "red").save(target, "PNG", pnginfo=said)
    dirty = target.getvalue() + b"PK\x03\x04 second file"
    picture = made_anew(dirty)
    assert b"Lokasi" not in picture.data and b"second" not in picture.data
    assert (picture.kind, picture.width, picture.notes) == ("png", 30, ())
    assert made_anew(picture.data).data == picture.data
    turned = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Kamera Rahasia"
    Image.new("RGB", (40, 20), "blue").save(turned, "JPEG", exif=exif)
    upright = made_anew(turned.getvalue())
    assert (upright.kind, upright.width, upright.height) == ("jpg", 20, 40)
    assert b"Rahasia" not in upright.data
    wide = made_anew(sample.a_picture(size=(3200, 10)))
    assert wide.width == 1600 and "1600" in wide.notes[0]
    for data, words in (
        (b"<svg onload='x'/>", "SVG"), (b"GIF89a", "utuh"), (b"", "utuh"),
        (sample.a_picture()[:60], "utuh"), (b"0" * 5_000_001, "5 MB"),
        (_bomb(), "juta titik"), (b"<?xml version='1.0'?><svg/>", "SVG"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match=words):
            made_anew(data)


def _bomb() -> bytes:
    target = io.BytesIO()
    Image.new("1", (9000, 9000)).save(target, "PNG")
    return target.getvalue()


def in_moodle(text: str, *files: tuple[str, bytes]) -> bytes:
    """Return one essay of Moodle XML with files beside its text."""
    beside = "".join(
        f'<file name="{name}" path="/" encoding="base64">{base64.b64encode(data).decode()}</file>'
        for name, data in files
    )
    return (
        '<quiz><question type="essay"><name><text>Peta</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text>{beside}</questiontext>'
        "</question></quiz>"
    ).encode()


PNG = sample.a_picture("green", (40, 24))
NAME = made_anew(PNG).name


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("source", "verdict", "words"),
    [
        ("@@PLUGINFILE@@/a%20b.png", "kept", ""),
        ("@@PLUGINFILE@@/lain.png", "changed", "tidak ada"),
        ("https://contoh.go.id/a.png", "changed", "alamat luar"),
        ("//contoh/a.png", "changed", "luar"),
        ("@@PLUGINFILE@@/svg.png", "changed", "SVG"), ("", "changed", "luar"),
        ("data:image/png;base64," + base64.b64encode(PNG).decode(), "changed", "Lampiran"),
        ("data:image/png;base64,=", "changed", "tidak ada"),
    ],
)  # fmt: skip
def test_every_picture_of_a_file_comes_along_or_is_told(
    source: str, verdict: str, words: str
) -> None:
    files = [("a b.png", PNG)] + ([("svg.png", b"<svg/>")] if "svg" in source else [])
    text = f'<p>Lihat <img alt="Peta &lt;1&gt;" src="{source}"> ini?</p>'
    (item,) = read_any(in_moodle(text, *files), "xml", Gallery())[1]
    assert item.form and item.verdict == verdict and words in " ".join(item.notes), item.notes
    shown = f"![Peta \\<1\\>](media/{NAME})" in item.form.text
    assert shown == (verdict == "kept" or "Lampiran" in words), item.form.text


@pytest.mark.one_engine
def test_pictures_of_sheets_gift_and_qti_lie_beside_the_questions() -> None:
    row = [
        "esai",
        "Apa ini?",
        "",
        *[""] * 8,
        "Lihat ![kolom](g/a.png)",
        1,
        "",
        "",
        "g/a.png",
        "Peta",
    ]
    bare = [*row[:-1], ""]
    sheet = write_xlsx(table.HEADER, [row, bare])
    full, changed = read_any(a_zip(soal_xlsx=sheet, g__a_png=PNG), "zip", Gallery())[1]
    assert full.form and full.notes == [] and full.form.text == f"Apa ini?\n\n![Peta](media/{NAME})"
    assert full.form.feedback == f"Lihat ![kolom](media/{NAME})"
    assert changed.form and "teks pengganti" in changed.notes[0]
    (alone, _bare) = read_any(sheet, "xlsx", Gallery())[1]
    assert alone.form and "berkasnya tidak ada" in alone.notes[0] and "![" not in alone.form.text
    text = b'::A::[html]Ini <img src\\="@@PLUGINFILE@@/a.png" alt\\="b\\:"> apa? {~x =y}'
    gift = read_any(a_zip(x__soal_gift=text, x__a_png=PNG), "zip", Gallery())[1]
    (item,) = [*gift]
    assert item.form and item.form.text == f"Ini ![b:](media/{NAME}) apa?" and item.notes == []
    qti = (
        b'<assessmentItem identifier="a"><responseDeclaration identifier="R" cardinality="single"/>'
        b'<itemBody><p>Apa <object type="image/png" data="../b/a.png">peta</object>?</p>'
        b'<extendedTextInteraction responseIdentifier="R"/></itemBody></assessmentItem>'
    )
    manifest = b'<manifest><resource type="imsqti_item_xmlv2p1" href="soal/a.xml"/></manifest>'
    package = a_zip(imsmanifest_xml=manifest, soal__a_xml=qti, b__a_png=PNG)
    (item,) = read_any(package, "zip", Gallery())[1]
    assert item.form and item.form.text == f"Apa ![peta](media/{NAME})?" and item.verdict == "kept"


@pytest.mark.one_engine
def test_a_picture_written_in_another_way_is_dropped_with_the_question() -> None:
    text = Shelf(Gallery()).markdown("![a](<x y.png>) ![b][c]\n\n[c]: //jauh/a.png", notes := [])
    assert "x y" not in text and len(notes) == 1
    gift = b"::A::[markdown]Apa ![b][c]\\n\\n[c]\\: //jauh/a.png {}"
    (item,) = read_any(gift, "txt", Gallery())[1]
    assert item.form is None and "cara yang tidak dikenal" in item.notes[0]


def bring_in(browser: FlaskClient, data: bytes, name: str) -> str:
    """Upload a file of questions, bring in what it holds, and return its page."""
    sent = {"file": (io.BytesIO(data), name), "category": "Peta"}
    page = browser.post("/bank-soal/impor", data=sent).location
    run_pending()
    assert browser.post(f"{page}/masukkan").status_code == 302
    run_pending()
    return str(page)


def count(model: type) -> int:
    """Return how many rows there are."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_import_brings_its_pictures_gives_them_back_and_takes_them_along(
    sign_in: SignIn, rina: Person, sari: Person, dedi: Person, batch: Batch, seat: Enrolment,
    version: ProgrammeVersion,
) -> None:  # fmt: skip
    quiz = sample.a_quiz(version, pools=[{"bank": "peta", "draw": 1}], draw=1)
    db.session.commit()
    browser, taker, officer = (sign_in(person) for person in (rina, sari, dedi))
    data = in_moodle('<p>Apa <img src="@@PLUGINFILE@@/a.png" alt="Peta">?</p>', ("a.png", PNG))
    page = bring_in(browser, data, "soal.xml")
    assert count(BankPicture) == 1
    question = db.session.scalars(select(BankQuestion)).one()
    shown = browser.get(f"/bank-soal/{question.id}").text
    address = f"/bank-soal/gambar/{NAME}"
    assert f'src="{address}"' in shown and 'alt="Peta"' in shown
    answer = browser.get(address)
    assert (answer.data, answer.mimetype) == (made_anew(PNG).data, "image/png")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert name_of(answer.data, "png") == NAME
    # whoever has no paper with it does not see it
    assert {other.get(address).status_code for other in (taker, officer)} == {404}
    batch, quiz, seat, sari = map(db.session.merge, (batch, quiz, seat, sari))
    attempt = actions.start_attempt(batch, quiz, seat, by=sari)
    db.session.commit()
    assert f'src="{address}"' in taker.get(f"/percobaan/{attempt.id}").text
    assert taker.get(address).status_code == 200
    assert officer.get(address).status_code == 404
    # every export gives it back, and a second import of it brings no second picture
    for format, name in (("moodle", "a.xml"), ("qti", "a.zip"), ("gift", "a.zip")):
        out = browser.get(f"/bank-soal/ekspor/{format}?kategori=peta").data
        again = bring_in(browser, out, name)
        assert "1 utuh, 0 berubah, 0 tidak masuk" in browser.get(again).text, format
        assert (count(BankPicture), count(BankQuestion)) == (1, 2)
        browser.post(f"{again}/urungkan")
        run_pending()
        assert (count(BankPicture), count(BankQuestion)) == (1, 1)
    # the paper keeps the picture when the import is taken back
    browser.post(f"{page}/urungkan")
    run_pending()
    assert (count(BankPicture), count(BankQuestion)) == (1, 0)
    assert taker.get(address).status_code == 200
    other = in_moodle('<img src="@@PLUGINFILE@@/b.png">', ("b.png", sample.a_picture("red")))
    page = bring_in(browser, other, "lain.xml")
    assert "Gambar belum diuraikan" in browser.get(page).text and count(BankPicture) == 2
    browser.post(f"{page}/urungkan")
    run_pending()
    assert count(BankPicture) == 1


def test_a_file_that_was_only_looked_at_leaves_nothing_behind(
    sign_in: SignIn, rina: Person, sari: Person
) -> None:
    browser, taker = sign_in(rina), sign_in(sari)

    def look_at(data: bytes) -> str:
        sent = {"file": (io.BytesIO(data), "soal.xml"), "category": "Peta"}
        page = browser.post("/bank-soal/impor", data=sent).location
        run_pending()
        return str(page)

    def left() -> list[int]:
        models = (BankImport, BankImportItem, BankImportPicture, BankPicture, StoredFile)
        return [*map(count, models), sum(path.is_file() for path in folder().rglob("*"))]

    before = left()
    data = in_moodle('<p>Apa <img src="@@PLUGINFILE@@/a.png" alt="Peta">?</p>', ("a.png", PNG))
    page = look_at(data)
    assert left() == [number + 1 for number in before]
    assert taker.post(f"{page}/buang").status_code in (403, 404)
    assert "Buang impor ini" in browser.get(page).text
    assert browser.post(f"{page}/buang").status_code == 302
    assert left() == before and browser.get(page).status_code == 404
    # what is left is swept after a day, what is in the bank never
    kept = bring_in(browser, data, "soal.xml")
    assert browser.post(f"{kept}/buang").status_code == 422
    with_kept = left()
    look_at(data)
    look_at(b"<quiz></quiz>")
    with time_machine.travel(now() + timedelta(hours=23), tick=False):
        look_after()
        assert count(BankImport) == with_kept[0] + 2
    with time_machine.travel(now() + timedelta(hours=25), tick=False):
        look_after()
        assert left() == with_kept and count(BankQuestion) == 1


@pytest.mark.one_engine
def test_a_picture_is_put_shown_exchanged_and_taken_out_in_the_editor(
    sign_in: SignIn, rina: Person
) -> None:
    browser = sign_in(rina)

    def send(button: str, value: str = "1", data: bytes = b"", **more: str) -> tuple[int, str]:
        sent = typed | {button: value} | {f"gambar-{key}": said for key, said in more.items()}
        if data:
            sent["gambar-file"] = (io.BytesIO(data), "a.png")  # type: ignore[assignment]
        answer = browser.post("/bank-soal/baru/single", data=sent)
        typed.update(_typed_in(answer.text))
        return answer.status_code, answer.text

    typed = {"text": "Apa ini?", "category": "Peta", "points": "1", "options-0-text": "Satu",
             "options-0-is_correct": "y", "options-1-text": ""}  # fmt: skip
    for data, alt, words in (
        (b"", "Peta", "Pilih berkas gambarnya"), (PNG, " ", "Tulis uraian gambar"),
        (b"<svg/>", "Peta", "SVG"), (b"MZ", "Peta", "utuh"), (_bomb(), "Peta", "juta titik"),
    ):  # fmt: skip
        status, text = send("unggah", data=data, alt=alt, place="text")
        assert status == 422 and words in text and "media/" not in typed["text"], words
        assert "Apa ini?" in text
    status, text = send("unggah", data=PNG, alt="Peta [lama]", place="text")
    assert status == 200 and typed["text"] == f"Apa ini?\n\n![Peta \\[lama\\]](media/{NAME})"
    assert f'src="/bank-soal/gambar/{NAME}" alt="Peta [lama]"' in text
    other = made_anew(sample.a_picture("red")).name
    send("unggah", data=sample.a_picture("red"), alt="Merah", place="options-1-text")
    assert typed["options-1-text"] == f"![Merah](media/{other})"
    status, text = send("pratinjau")
    assert status == 200 and "Belum tersimpan" in text and text.count("Perbesar gambar") == 2
    send("unggah", data=sample.a_picture("blue"), alt="Biru", place=f"ganti:{NAME}")
    assert NAME not in typed["text"] and "![Biru](media/" in typed["text"]
    # the words of a picture have a field of their own, and go wherever it is shown
    blue = made_anew(sample.a_picture("blue")).name
    typed["feedback"] = f"Lihat ![Biru](media/{blue})."
    words = {f"{blue}-before": "Biru", f"{blue}-alt": "Peta [biru] sungai"}
    status, text = send("tambah", **words)
    assert typed["feedback"] == f"Lihat ![Peta \\[biru\\] sungai](media/{blue})."
    assert f"![Peta \\[biru\\] sungai](media/{blue})" in typed["text"]
    assert f'name="gambar-{blue}-alt" required type="text" value="Peta [biru] sungai"' in text
    status, text = send("simpan", **{f"{blue}-before": "x", f"{blue}-alt": " "})
    assert status == 422 and "Tulis uraian gambar" in text and "Peta \\[biru" in typed["text"]
    typed["text"] = f"![{NO_ALT}](media/{blue})"
    status, text = send("tambah", **{f"{blue}-before": "", f"{blue}-alt": ""})
    assert "Belum diuraikan" in text and f"media/{blue}" in typed["text"]
    send("tambah", **{f"{blue}-before": "", f"{blue}-alt": "Biru"})
    assert typed["text"] == f"![Biru](media/{blue})"
    send("hapus", other)
    assert typed["options-1-text"] == ""
    typed["options-1-text"] = "![](media/x.png)"
    assert send("simpan")[0] == 422
    typed["options-1-text"] = f"![](media/{other})"
    status, text = send("simpan")
    assert status == 422 and "uraian setiap gambar" in text
    # one that was chosen and not put in place comes along when the question is saved
    typed["options-1-text"] = "Dua"
    assert send("simpan", data=PNG, alt="", place="text")[0] == 422
    assert send("simpan", data=PNG, alt="Peta", place="feedback")[0] == 302
    found = db.session.scalars(select(BankQuestion)).one()
    assert "gambar/" in browser.get(f"/bank-soal/{found.id}").text
    assert NAME in browser.get(f"/bank-soal/{found.id}?coba=1&value=0").text
    assert count(BankPicture) == 3
    # what nobody put into a question goes after a day, when somebody uploads again
    db.session.execute(update(BankPicture).values(kept_at=now() - timedelta(days=2)))
    db.session.commit()
    assert send("unggah", data=sample.a_picture("gold"), alt="Emas", place="text")[0] == 200
    kept = db.session.scalars(select(BankPicture.name)).all()
    shown = {NAME, made_anew(sample.a_picture("blue")).name}
    assert set(kept) == shown | {made_anew(sample.a_picture("gold")).name}


def _typed_in(text: str) -> dict[str, str]:
    """Return what stands in the text fields of the editor."""
    found = dict(
        re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(?:\r?\n)?(.*?)</textarea>', text, re.S)
    )
    for tag in re.findall(r'<input[^>]*type="text"[^>]*>', text):
        said = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        found[said.get("name", "")] = said.get("value", "")
    return {
        key: unescape(one).replace("\r\n", "\n") for key, one in found.items()
        if key in ("text", "options-0-text", "options-1-text", "feedback")
    }  # fmt: skip

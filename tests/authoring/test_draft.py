"""Writing the next version in the browser: nothing overwritten, nothing lost, the same checks."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.authoring import check, publish
from lms.authoring import queries as published
from lms.authoring.drafts import actions, archive, queries
from lms.authoring.models import ProgrammeDraft
from lms.catalogue.models import ProgrammeVersion
from lms.core import source_edit
from lms.core.db import db
from lms.core.jobs import run_pending
from lms.elearning import actions as elearning
from lms.elearning.questions.written import OptionForm, QuestionForm
from lms.people.models import Person
from tests import cast
from tests.authoring.sample import write_programme

pytestmark = pytest.mark.one_engine
SignIn = Callable[..., FlaskClient]
LESSON = "contoh/01-nilai/01-pengantar.md"
QUIZ = "contoh/01-nilai/02-kuis.yaml"


@pytest.fixture
def version(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProgrammeVersion:
    """Give the sample, published from a folder of its own."""
    monkeypatch.setitem(app.config, "VAR_DIR", tmp_path / "var")
    monkeypatch.setitem(app.config, "COURSES_DIR", tmp_path / "courses")
    folder = write_programme(tmp_path / "courses")
    done = publish.publish(check.read(folder), by=None, var=tmp_path / "var")
    db.session.commit()
    return done.version


@pytest.fixture
def draft(version: ProgrammeVersion, rina: Person) -> ProgrammeDraft:
    """Give a draft of its next version."""
    found = actions.start(version, by=rina)
    db.session.commit()
    return found


def _at(draft: ProgrammeDraft, page: str = "", **query: str) -> str:
    told = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/program/rancangan/{draft.id}{page}" + (f"?{told}" if told else "")


def _lesson(draft: ProgrammeDraft, body: str, **facts: Any) -> dict[str, Any]:
    seen = queries.opened(draft, LESSON)
    assert seen is not None
    facts.setdefault("seen", seen.revision)
    return {"title": "Pengantar", "minutes": "20", "body": body, "window": "w", **facts}


def _text(draft: ProgrammeDraft, path: str) -> str:
    found = queries.opened(draft, path)
    assert found is not None
    return found.content.decode()


def test_a_lesson_is_written_refused_kept_and_never_overwritten(
    sign_in: SignIn, rina: Person, budi: Person, draft: ProgrammeDraft
) -> None:
    browser, other = sign_in(rina), sign_in(budi)
    assert "Mengapa nilai" in browser.get(_at(draft, "/berkas", jalur=LESSON)).text
    before = _text(draft, LESSON)
    good = _lesson(draft, "## Mengapa nilai\n\nMelayani warga di loket.\n")
    # a fault stays in the form, at its field, and nothing is kept
    bad = good | {"body": "# Judul besar\n\nTulisan panjang yang tidak boleh hilang."}
    refused = browser.post(_at(draft, "/berkas", jalur=LESSON), data=bad)
    assert refused.status_code == 422
    assert "Tulisan panjang yang tidak boleh hilang." in refused.text
    assert "1: judul bagian diawali" in refused.text
    assert _text(draft, LESSON) == before
    # who says that it is not finished may keep it
    kept = browser.post(_at(draft, "/berkas", jalur=LESSON), data=bad | {"belum": "1"})
    assert kept.status_code == 302
    assert "# Judul besar" in _text(draft, LESSON)
    # another window that saw the older text is refused, with both texts on the page
    late = other.post(_at(draft, "/berkas", jalur=LESSON), data=good | {"window": "x"})
    assert late.status_code == 422
    assert "Melayani warga di loket." in late.text and "Judul besar" in late.text
    assert "# Judul besar" in _text(draft, LESSON)
    # the window that wrote goes on by itself, and its sitting is one line of the history
    auto = _at(draft, "/berkas/otomatis", jalur=LESSON)
    for body in ("## Satu\n\nSatu.", "## Satu\n\nDua."):
        saved = browser.post(auto, data=good | {"body": body, "seq": "7"})
        assert saved.json is not None and saved.json["seq"] == 7
    assert other.post(auto, data=good | {"window": "x"}).status_code == 409
    assert _text(draft, LESSON).endswith("---\n## Satu\n\nDua.\n")
    assert queries.changes_of(draft, 1)[1] == 2
    # the look comes from the renderer that publishes
    shown = browser.post(
        _at(draft, "/berkas/pratinjau", jalur=LESSON), data=good | {"body": "**a**"}
    )
    assert "<strong>a</strong>" in shown.text
    # and the change can be taken back
    last = queries.changes_of(draft, 1)[0][0].number
    assert browser.post(_at(draft, f"/riwayat/{last}")).status_code == 302
    assert _text(draft, LESSON) == before
    again = browser.post(_at(draft, f"/riwayat/{last}"))
    assert again.status_code == 422 and "sudah diubah lagi" in again.text


def test_the_order_changes_with_every_mention_of_it(
    sign_in: SignIn, rina: Person, draft: ProgrammeDraft
) -> None:
    browser = sign_in(rina)

    def arrange(**sent: str) -> int:
        from lms.authoring.drafts.workspace import shape

        sent.setdefault("susunan", shape(queries.files_of(draft)))
        return browser.post(_at(draft, "/susunan"), data=sent).status_code

    assert arrange(jalur="contoh/01-nilai/03-laporan.yaml", naik="1") == 302
    assert 'assignment:01-nilai/02-laporan"' in _text(draft, "contoh/programme.yaml")
    assert arrange(jalur="contoh/01-nilai", nama="nilai-dasar") == 302
    assert 'assignment:01-nilai-dasar/02-laporan"' in _text(draft, "contoh/programme.yaml")
    assert arrange(jalur="contoh/01-nilai-dasar/01-pengantar.md", hapus="1", susunan="lama") == 422
    assert arrange(jalur="contoh/01-nilai-dasar", tambah="lesson", title="Bacaan kedua") == 302
    assert "title: Bacaan kedua" in _text(draft, "contoh/01-nilai-dasar/04-bacaan-kedua.md")
    assert arrange(jalur="contoh/01-nilai-dasar", tambah="quiz", title="") == 422
    assert arrange(jalur="contoh/01-nilai-dasar/04-bacaan-kedua.md", hapus="1") == 302
    assert browser.get(_at(draft)).status_code == 200
    assert browser.get(_at(draft, "/periksa")).text.count("salah</span>") == 0


def test_forms_touch_only_what_was_changed(
    sign_in: SignIn, rina: Person, draft: ProgrammeDraft
) -> None:
    browser, path = sign_in(rina), "contoh/01-nilai/course.yaml"
    before = _text(draft, path)
    sent = {
        "title": "Nilai Dasar ASN", "agenda": "Agenda 1", "phase": "mandiri", "jp": "12",
        "confidence": "D", "note": "JP dicocokkan dengan keputusan.",
        "competence": "Menjelaskan nilai dasar.", "outcomes": "Menyebutkan nilai dasar",
        "indicators": "Menamai tiga perilaku", "seen": "1", "window": "w",
    }  # fmt: skip
    address = _at(draft, "/berkas", jalur=path)
    assert browser.get(address).status_code == 200
    assert browser.post(address, data=sent).status_code == 302
    assert _text(draft, path) == before.replace("title: Nilai Dasar", "title: Nilai Dasar ASN")
    wrong = browser.post(address, data=sent | {"jp": "banyak", "agenda": "Lain"})
    assert wrong.status_code == 422
    assert "bukan &#34;banyak&#34;" in wrong.text and 'href="#jp"' in wrong.text
    assert browser.get(_at(draft, "/berkas", jalur="contoh/programme.yaml")).status_code == 200
    assert (
        browser.get(_at(draft, "/berkas", jalur="contoh/01-nilai/03-laporan.yaml")).status_code
        == 200
    )


def test_publishing_exporting_and_bringing_back(
    sign_in: SignIn, rina: Person, budi: Person, draft: ProgrammeDraft, version: ProgrammeVersion
) -> None:
    browser = sign_in(rina)
    body = "## Mengapa nilai\n\n![Alur layanan dari loket sampai selesai](media/alur.svg)\n"
    browser.post(_at(draft, "/berkas", jalur=LESSON), data=_lesson(draft, body))
    compared = browser.get(_at(draft, "/banding", jalur=LESSON))
    assert "<del>" in compared.text and "berubah" in compared.text
    data = browser.get(_at(draft, ".zip")).data
    assert archive.unpacked(data) == ("contoh", queries.files_of(draft))
    assert sign_in(budi).post(_at(draft, "/terbit"), data={"version": "2"}).status_code == 403
    assert browser.post(_at(draft, "/terbit"), data={"version": ""}).status_code == 422
    assert browser.post(_at(draft, "/terbit"), data={"version": "2026.2"}).status_code == 302
    refused = browser.post(_at(draft, "/berkas", jalur=LESSON), data=_lesson(draft, body + "x"))
    assert refused.status_code == 422  # it is being published
    progress, first = _at(draft, "/terbit"), version.id
    run_pending()
    current = published.current_version("contoh")
    assert current is not None and current.version == "2026.2"
    assert "Terbit sebagai versi 2026.2" in browser.get(progress).text
    listed = browser.get(f"/program/{current.programme_id}/versi").text
    assert "Bandingkan dengan sebelumnya" in listed
    both = f"/program/{current.programme_id}/banding?dari={first}&ke={current.id}"
    assert "01-pengantar.md" in browser.get(both).text
    packed = browser.get(f"/program/{current.programme_id}/versi/{current.id}.zip").data
    back = browser.post(
        "/program/rancangan/impor", data={"file": (io.BytesIO(packed), "contoh.zip")}
    )
    assert back.status_code == 302
    again = queries.open_draft("contoh")
    assert again is not None
    assert queries.files_of(again) == queries.files_of_version(current.id)


def test_archives_that_are_no_programme_are_refused_with_the_reason(
    sign_in: SignIn, rina: Person, version: ProgrammeVersion
) -> None:
    browser = sign_in(rina)

    def bring(files: dict[str, bytes]) -> str:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as target:
            for path, content in files.items():
                target.writestr(path, content)
        answer = browser.post(
            "/program/rancangan/impor", data={"file": (io.BytesIO(data.getvalue()), "a.zip")}
        )
        assert answer.status_code == 422
        return answer.text

    assert "tepat satu folder program" in bring({"a.txt": b"a"})
    assert "tidak diterima" in bring({"contoh/programme.yaml": b"", "contoh/../../x.md": b"x"})
    assert "tidak dikenal" in bring({"contoh/programme.yaml": b"", "contoh/x.exe": b"x"})
    wrong = browser.post("/program/rancangan/impor", data={"file": (io.BytesIO(b"PK"), "a.zip")})
    assert "bukan ZIP yang utuh" in wrong.text


def test_who_studies_sees_no_draft_and_a_picture_cannot_run(
    sign_in: SignIn, rina: Person, sari: Person, budi: Person, draft: ProgrammeDraft
) -> None:
    browser = sign_in(rina)
    address = _at(draft, "/media", jalur="contoh/01-nilai/x")
    picture = browser.get(_at(draft, "/media/01-nilai/alur.svg"))
    assert picture.status_code == 200
    assert "sandbox" in picture.headers["Content-Security-Policy"]

    def upload(name: str, content: bytes) -> Any:
        return browser.post(address, data={"file": (io.BytesIO(content), name)})

    assert (
        upload("Alur Baru.SVG", b"<svg viewBox='0 0 1 1'><title>a</title></svg>").status_code == 302
    )
    assert "alur-baru.svg" in browser.get(address).text
    active = upload("x.svg", b"<svg><script>1</script></svg>")
    assert active.status_code == 422 and "skrip" in active.text
    assert sign_in(sari).get(_at(draft)).status_code in (403, 404)
    batch = cast.a_batch(state="running")
    cast.an_enrolment(budi, batch)
    assert sign_in(budi).get(_at(draft)).status_code in (403, 404)


def test_the_command_line_leaves_a_version_from_the_browser_alone(
    app: Flask, rina: Person, draft: ProgrammeDraft, tmp_path: Path
) -> None:
    body = "## Mengapa nilai\n\n![Alur layanan dari loket sampai selesai](media/alur.svg)\n"
    text = _text(draft, LESSON).partition("## ")[0] + body
    actions.write(draft, {LESSON: text.encode()}, "written", by=rina)
    actions.ask_to_publish(draft, "2026.2", by=rina)
    db.session.commit()
    run_pending()
    runner = app.test_cli_runner()
    said = runner.invoke(args=["courses", "publish", "--all"])
    assert "dibiarkan" in said.output and said.exit_code == 0
    current = published.current_version("contoh")
    assert current is not None and current.version == "2026.2"
    runner.invoke(args=["courses", "export", "contoh"])
    assert (tmp_path / "courses" / LESSON).read_text() == text
    said = runner.invoke(args=["courses", "publish", "contoh"])
    assert "sudah terbit" in said.output


def test_a_quiz_is_divided_and_its_sources_and_review_are_chosen_in_the_form(
    sign_in: SignIn, rina: Person, draft: ProgrammeDraft
) -> None:
    easy = QuestionForm(
        "bank",
        "truefalse",
        "Mudah?",
        [OptionForm("Benar", True, ""), OptionForm("Salah", False, "")],
    )
    elearning.add_question(easy, category="Pengadaan / Kontrak", tags="mudah", by=rina)
    db.session.commit()
    browser, at = sign_in(rina), _at(draft, "/berkas", jalur="contoh/02-seminar/01-tes-akhir.yaml")
    page = browser.get(at).text
    assert "01-nilai/02-kuis: Kuis nilai (5 soal)" in page and "tersedia 5 soal" in page
    assert "Pengadaan / Kontrak (1 soal)" in page and "mudah (1 soal)" in page
    before = _text(draft, "contoh/02-seminar/01-tes-akhir.yaml")
    sent = {
        "title": "Tes akhir", "minutes": "30", "pass_mark": "0", "attempts": "1", "window": "w",
        "seen": 1, "review": ["open.answer", "closed.answer", "closed.key"],
        "sections-0-key": "dasar", "sections-0-title": "Dasar", "sections-0-minutes": "10",
        "sections-0-place": "1", "sections-0-pools-0-quiz": "01-nilai/02-kuis",
        "sections-0-pools-0-draw": "3", "sections-0-pools-0-place": "1",
        "sections-1-key": "bank", "sections-1-title": "Dari bank", "sections-1-place": "2",
        "sections-1-pools-0-bank": "pengadaan", "sections-1-pools-0-tag": "mudah",
        "sections-1-pools-0-draw": "2", "sections-1-pools-0-place": "1",
    }  # fmt: skip
    found = queries.opened(draft, "contoh/02-seminar/01-tes-akhir.yaml")
    assert found is not None
    sent["seen"] = found.revision
    answer = browser.post(at, data=sent)
    assert answer.status_code == 302, answer.text
    after = _text(draft, "contoh/02-seminar/01-tes-akhir.yaml")
    assert after != before and "room_code" not in after and "pools: []" not in after
    told = source_edit.value_at(after)
    assert told["review"] == {"open": ["answer"], "closed": ["answer", "key"]}
    assert [one["key"] for one in told["sections"]] == ["dasar", "bank"]
    assert told["sections"][1]["pools"] == [{"bank": "pengadaan", "tag": "mudah", "draw": "2"}]
    page = browser.get(at).text
    assert "tersedia 1 soal; kurang dari yang diambil" in page
    for folded in ("Dasar · 10 menit", "pengadaan · mudah · 2 soal", "Tambah bagian"):
        assert f"<summary>{folded}" in page
    # a question says in the form which section it belongs to
    browser.post(_at(draft, "/berkas", jalur=QUIZ, cara="teks"), data={
        "whole": _text(draft, QUIZ)
        + "sections: [{key: satu, title: Satu}, {key: dua, title: Dua}]\n",
        "seen": queries.opened(draft, QUIZ).revision, "window": "w", "belum": "1",  # type: ignore[union-attr]
    })  # fmt: skip
    place = _at(draft, "/soal", jalur=QUIZ, nomor="1")
    assert "Pilih bagiannya" in browser.get(place).text
    shown = queries.opened(draft, QUIZ)
    assert shown is not None
    sent = {"text": "Siapa yang dilayani?", "options-0-text": "Warga", "options-0-is_correct": "y",
            "options-1-text": "Atasan", "section": "dua", "seen": shown.revision, "window": "w",
            "points": "1"}  # fmt: skip
    assert browser.post(place, data=sent).status_code == 302
    first = source_edit.value_at(_text(draft, QUIZ))["questions"][0]
    assert (first["section"], first["text"]) == ("dua", "Siapa yang dilayani?")

"""The bank: written in a browser, found again, changed as versions, tried out, drawn by quizzes."""

import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.jobs import run_pending
from lms.elearning import actions
from lms.elearning.models import BankQuestion, BankVersion
from lms.elearning.questions.gap_lines import read_lines, write_lines
from lms.elearning.questions.stored import from_json, to_json
from lms.elearning.questions.written import GapForm, OptionForm, PairForm, QuestionForm
from lms.people.models import Person
from tests import cast
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]
COMMON = {"category": "Pengadaan / Kontrak", "tags": "mudah, Hitungan", "points": "2"}
#: What one types for each type, and what then earns everything in the preview.
TYPED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "single": ({"options-0-text": "Lumsum", "options-0-is_correct": "y",
                "options-1-text": "Harga satuan", "options-1-credit": "50"}, {"value": "0"}),
    "multiple": ({"options-0-text": "a", "options-0-is_correct": "y", "options-1-text": "b"},
                 {"value": "0"}),
    "truefalse": ({"options-0-text": "Benar", "options-1-text": "Salah",
                   "options-1-is_correct": "y"}, {"value": "1"}),
    "short": ({"answers": "maklumat\nmaklumat pelayanan"}, {"value": "Maklumat"}),
    "numeric": ({"answer": "1.250,5", "tolerance": "0,5"}, {"value": "1250"}),
    "matching": ({"pairs": "a => satu\nb → dua\n=> tiga"}, {"value-0": "0", "value-1": "1"}),
    "ordering": ({"items": "mula\ntengah\nakhir"},
                 {"value-0": "0", "value-1": "1", "value-2": "2"}),
    "cloze": ({"text": "Isi [[kata]] dan [[angka]].",
               "gaps": "kata = *ya | tidak\nangka (2) = 36 ± 0,5"},
              {"value-0": "0", "value-1": "36,5"}),
    "essay": ({"guide": "Lihat alasannya."}, {}),
}  # fmt: skip


@pytest.mark.one_engine
def test_every_type_is_written_previewed_and_changed_in_the_browser(
    sign_in: SignIn, rina: Person
) -> None:
    browser = sign_in(rina)
    for kind, (fields, answer) in TYPED.items():
        assert browser.get(f"/bank-soal/baru/{kind}").status_code == 200
        refused = browser.post(f"/bank-soal/baru/{kind}", data=COMMON)
        assert refused.status_code == 422 and "Tulis pertanyaannya" in refused.text
        sent = {"text": f"Soal **{kind}**?", **COMMON, **fields}
        added = browser.post(f"/bank-soal/baru/{kind}", data=sent)
        assert added.status_code == 302, kind
        shown = browser.get(added.location).text
        assert "versi 1" in shown and "mudah" in shown and "Lihat alasannya" not in shown
        tried = browser.get(added.location, query_string={"coba": "1", **answer}).text
        assert ("2 dari 2 poin" in tried) == (kind != "essay"), kind
        editor = browser.get(f"{added.location}/ubah").text
        assert all(one in editor for one in (">", "Pengadaan / Kontrak", "hitungan, mudah"))
        edited = sent | {"seen": "1", "text": f"{sent['text']} Baru"}
        assert browser.post(f"{added.location}/ubah", data=edited).status_code == 302
        assert "versi 2" in browser.get(added.location).text
        stale = browser.post(
            f"{added.location}/ubah", data=edited | {"text": f"{sent['text']} Lain"}
        )
        assert stale.status_code == 422 and "baru saja diubah" in stale.text
    assert browser.get("/bank-soal/baru/lain").status_code == 404
    more = browser.post("/bank-soal/baru/single", data={"tambah": "1", "options-0-text": "satu"})
    assert "options-3-text" in more.text and 'value="satu"' in more.text


@pytest.mark.one_engine
def test_a_change_that_cannot_be_read_or_marked_is_refused_in_a_sentence(
    sign_in: SignIn, rina: Person
) -> None:
    browser = sign_in(rina)
    for kind, fields, words in (
        ("single", {"options-0-text": "a", "options-1-text": "b"}, "Tepat satu pilihan"),
        ("single", {"options-0-text": "a", "options-0-is_correct": "y", "options-1-text": "b",
                    "options-1-credit": "100"}, "0 sampai 99"),
        ("numeric", {"answer": "tiga"}, "harus angka"),
        ("matching", {"pairs": "tanpa panah"}, "tidak terbaca"),
        ("cloze", {"gaps": "KATA"}, "tidak terbaca"),
        ("cloze", {"gaps": "kata = a"}, "menyebut [[kata]]"),
        ("ordering", {"items": "satu"}, "dua sampai"),
        ("single", {"category": "///"}, "kategori"),
        ("short", {"answers": "a", "tags": ",".join("abcdefghijklmn")}, "12 label"),
    ):  # fmt: skip
        sent = {"text": "Apa?", **COMMON, **TYPED[kind][0], **fields}
        if kind == "single" and "options-0-is_correct" not in fields and "category" not in fields:
            sent.pop("options-0-is_correct")
        if kind == "cloze":
            sent["text"] = "Apa?"
        answer = browser.post(f"/bank-soal/baru/{kind}", data=sent)
        assert answer.status_code == 422 and words in answer.text, (kind, fields)
    assert db.session.scalars(select(BankQuestion)).all() == []


def a_bank_question(by: Person, text: str = "Apa?", **facts: str) -> BankQuestion:
    """Add a short question to the bank."""
    written = QuestionForm("bank", "short", text, answers=["ya"])
    values = {"category": "Pengadaan / Kontrak", "tags": ""} | facts
    found = actions.add_question(written, **values, by=by)
    db.session.commit()
    return found


def test_the_list_finds_by_word_place_type_and_tag_and_hides_what_is_retired(
    sign_in: SignIn, count_queries: Callable[..., int], rina: Person
) -> None:
    first = a_bank_question(rina, "Apa itu maklumat?", tags="mudah")
    a_bank_question(rina, "Berapa 100% dari_nya?", category="Etika")
    browser = sign_in(rina)
    for query, both in (
        ("", (True, True)), ("?cari=MAKLUMAT", (True, False)), ("?cari=100%25", (False, True)),
        ("?cari=dari_nya", (False, True)), ("?cari=d_ri", (False, False)),
        ("?kategori=pengadaan", (True, False)), ("?kategori=peng", (False, False)),
        ("?jenis=short&label=mudah", (True, False)), ("?jenis=essay", (False, False)),
    ):  # fmt: skip
        text = browser.get(f"/bank-soal{query}").text
        assert ("Apa itu maklumat?" in text, "Berapa 100% dari_nya?" in text) == both, query
    assert count_queries(lambda: browser.get("/bank-soal")) <= 12
    browser.post(f"/bank-soal/{first.id}/pensiun")
    assert "Apa itu maklumat?" not in browser.get("/bank-soal").text
    assert "Apa itu maklumat?" in browser.get("/bank-soal?keadaan=pensiun").text
    browser.post(f"/bank-soal/{first.id}/pakai-lagi")
    assert "Apa itu maklumat?" in browser.get("/bank-soal").text


@pytest.mark.one_engine
def test_the_bank_is_closed_to_who_is_studying(
    sign_in: SignIn, sari: Person, budi: Person, dedi: Person, rina: Person, batch: Batch
) -> None:
    question = a_bank_question(rina)
    for person, status in ((sari, 403), (dedi, 403), (budi, 200)):
        assert sign_in(person).get("/bank-soal").status_code == status
    cast.an_enrolment(budi, batch)
    browser = sign_in(budi)
    assert browser.get("/bank-soal").status_code == 403
    assert browser.get(f"/bank-soal/{question.id}").status_code in (403, 404)


def test_a_quiz_draws_from_the_bank_and_a_change_leaves_the_paper_alone(
    sign_in: SignIn, rina: Person, sari: Person, batch: Batch, seat: Enrolment,
    version: ProgrammeVersion,
) -> None:  # fmt: skip
    quiz = sample.a_quiz(version, pools=[{"bank": "pengadaan", "draw": 2}], draw=2)
    first = a_bank_question(rina)
    with pytest.raises(RuleBroken, match="belum memuat cukup soal"):
        actions.start_attempt(batch, quiz, seat, by=sari)
    db.session.rollback()
    a_bank_question(rina, "Yang lain?", category="Pengadaan")
    a_bank_question(rina, "Di tempat lain?", category="Etika")
    attempt = sample.an_attempt(batch, quiz, seat, sari)
    assert {q["id"] for q in attempt.paper["questions"]} == {
        f"bank#{first.id}v1", f"bank#{first.id + 1}v1"
    }  # fmt: skip
    changed = QuestionForm("bank", "short", "Apa?", answers=["tidak"])
    actions.change_question(first, changed, category="Etika", tags="", seen=1, by=rina)
    for position in (1, 2):
        actions.save_answer(attempt, position, "ya", flagged=False, seq=1)
    actions.submit_attempt(attempt, by=sari)
    db.session.commit()
    assert attempt.points == attempt.out_of == Decimal(2)
    assert db.session.scalars(select(BankVersion.number).order_by(BankVersion.id)).all() == [
        1, 1, 1, 2
    ]  # fmt: skip


words = st.text(st.characters(categories=("L", "N", "Zs", "P", "S")), min_size=1, max_size=20)
decimals = st.decimals(0, 99, places=2, allow_nan=False)


@given(
    st.builds(
        QuestionForm, st.just("bank"), st.sampled_from(["single", "cloze", "matching"]), words,
        options=st.lists(st.builds(OptionForm, words, st.booleans(), words, decimals), max_size=3),
        answers=st.lists(words, max_size=2), tolerance=decimals, points=decimals, feedback=words,
        pairs=st.lists(st.builds(PairForm, words, words), max_size=3),
        extras=st.lists(words, max_size=2), items=st.lists(words, max_size=3),
        gaps=st.lists(st.builds(GapForm, words, words, answers=st.lists(words)), max_size=2),
    )
)  # fmt: skip
def test_what_is_stored_is_what_was_written(written: QuestionForm) -> None:
    assert from_json(to_json(written)) == written


def test_gaps_as_lines_come_back_as_they_were() -> None:
    lines = "kota = Bandar Lampung | Metro\nhari (2) = -14 ± 0,5\nsiapa = *petugas | tamu"
    gaps = read_lines(lines)
    assert gaps is not None and write_lines(gaps) == lines
    assert [gap.type for gap in gaps] == ["short", "numeric", "single"]
    assert (gaps[1].answers, gaps[1].tolerance) == (["-14"], Decimal("0.5"))
    for broken in ("tanpa tanda", "A = b", "a =", "a (0) = b", "a (x) = b"):
        assert read_lines(broken) is None


def upload(browser: FlaskClient, data: bytes, name: str) -> str:
    """Send a file, let the worker read it, and return the address of its report."""
    sent = {"file": (io.BytesIO(data), name), "category": "Pengadaan"}
    answer = browser.post("/bank-soal/impor", data=sent)
    assert answer.status_code == 302, answer.text
    run_pending()
    return str(answer.location)


MIXED = b"""// [tag:mudah]
::Satu::Apa? {=ya =boleh}

::Dua::Pilih {~%50%a =b ~%-10%c}

Keterangan saja.

$CATEGORY: Etika/Dasar

::Tiga::Benar? {T}
"""


def test_a_file_is_shown_item_by_item_brought_in_and_taken_back_as_one(
    sign_in: SignIn, rina: Person
) -> None:
    browser = sign_in(rina)
    address = upload(browser, MIXED, "soal.gift")
    for verdict, words in (
        ("kept", "Satu"), ("changed", "mengurangi poin menjadi 0"), ("dropped", "bukan soal")
    ):  # fmt: skip
        assert words in browser.get(f"{address}?hasil={verdict}").text
    assert "2 utuh, 1 berubah, 1 tidak masuk" in browser.get(address).text
    assert db.session.scalars(select(BankQuestion)).all() == []
    browser.post(f"{address}/masukkan")
    run_pending()
    found = db.session.scalars(select(BankQuestion).order_by(BankQuestion.id)).all()
    assert [(one.kind, one.category.path) for one in found] == [
        ("short", "pengadaan"), ("single", "pengadaan"), ("truefalse", "etika/dasar")
    ]  # fmt: skip
    assert "2 dari 2" not in browser.get(f"/bank-soal/{found[0].id}").text
    assert "1 soal" in browser.get("/bank-soal?label=mudah").text
    assert browser.post(f"{address}/masukkan").status_code == 422
    for format, start in (
        ("gift", b"$CATEGORY: Etika/Dasar"),
        ("moodle", b"<?xml"),
        ("qti", b"PK"),
    ):
        data = browser.get(f"/bank-soal/ekspor/{format}").data
        assert data.startswith(start), format
    first = db.session.scalar(select(func.min(BankQuestion.id)))
    edited = {"text": "Apa?", "answers": "lain", "seen": "1", "category": "Etika"}
    assert browser.post(f"/bank-soal/{first}/ubah", data=edited).status_code == 302
    browser.post(f"{address}/urungkan")
    run_pending()
    assert f"soal {first} sudah diubah" in browser.get(address).text
    assert db.session.scalar(select(func.count(BankQuestion.id))) == 3
    again = upload(browser, MIXED, "soal.gift")
    for step in ("masukkan", "urungkan"):
        browser.post(f"{again}/{step}")
        run_pending()
    assert "Diurungkan" in browser.get(again).text
    assert db.session.scalar(select(func.count(BankQuestion.id))) == 3


@pytest.mark.one_engine
def test_a_file_without_questions_is_refused_in_a_sentence(
    sign_in: SignIn, rina: Person, sari: Person
) -> None:
    browser, trainee = sign_in(rina), sign_in(sari)
    for data, name, words in (
        (b"", "a.txt", "kosong"), (b"%PDF-1.4", "a.pdf", "bukan TXT"),
        (b"PK\x03\x04", "a.zip", "rusak"), (b"   \n", "a.txt", "tidak memuat soal"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><quiz/>", "a.xml", "DTD"), (b"<html/>", "a.xml", "bukan"),
    ):  # fmt: skip
        answer = browser.post(
            "/bank-soal/impor", data={"file": (io.BytesIO(data), name), "category": "A"}
        )
        run_pending()
        text = answer.text if answer.status_code == 422 else browser.get(answer.location).text
        assert words in text, name
    assert trainee.get("/bank-soal/ekspor/gift").status_code == 403
    assert trainee.get("/bank-soal/templat.xlsx").status_code == 403

"""Works that share passages: found with their places, common words left out, side by side."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.assignments import actions
from lms.assignments.models import Submission
from lms.assignments.similarity import actions as similarity
from lms.assignments.similarity import rules
from lms.assignments.similarity.actions import (
    compare_programme,
    forget_old_texts,
    look_for_new_works,
)
from lms.assignments.similarity.models import SimilarityPair, WorkText
from lms.catalogue.models import Batch, Enrolment
from lms.core import clock, jobs, likeness, pdf, tables, texts
from lms.core.audit import JournalEntry
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.assignments.conftest import Scene

Browser = Callable[..., FlaskClient]


def _prose(seed: int, count: int) -> list[str]:
    rng = Random(seed)
    return [f"kata{rng.randrange(3000)}" for _ in range(count)]


def _compare(plain: list[str], given: list[str], most_often: int) -> list[likeness.Likeness]:
    corpus = likeness.Corpus([likeness.read(text) for text in plain], given, most_often)
    found = [corpus.align(two, one, (plain[two], plain[one]))
             for one, two in corpus.pairs(range(len(plain)))]  # fmt: skip
    return [like for like in found if like.runs]


def test_a_copied_passage_is_found_with_its_places_though_words_were_changed() -> None:
    source, other = _prose(1, 900), _prose(2, 700)
    copied = source[300:480]
    copied[50] = copied[110] = "diganti"
    text = " ".join([*other[:200], *copied, *other[200:]]).upper()
    (found,) = _compare([" ".join(source), text], [], 5)
    (run,) = found.runs
    assert text[slice(*run.left)].casefold() == " ".join(copied)
    assert found.words == 178  # all but the two changed words
    assert found.left_share == pytest.approx(178 / 880)
    assert found.right_share == pytest.approx(178 / 900)


def test_passages_of_sixty_words_are_found_though_one_word_in_twenty_was_changed() -> None:
    works = [_prose(seed, 1500) for seed in range(40)]
    for at in range(0, 40, 2):
        works[at + 1][700:760] = [
            "ganti" if word % 20 == 7 else works[at][300 + word] for word in range(60)
        ]
    plain = [" ".join(words) for words in works]
    corpus = likeness.Corpus([likeness.read(text) for text in plain], [], 8)
    pairs = [(one, two) for one, two in corpus.pairs(range(40))
             if corpus.align(two, one, (plain[two], plain[one])).runs]  # fmt: skip
    assert sorted(pairs) == [(at, at + 1) for at in range(0, 40, 2)]


def test_what_everybody_was_given_or_many_say_is_ignored_and_says_so() -> None:
    template, oath = _prose(9, 200), _prose(8, 120)
    own = [[*template, *_prose(seed, 300), *(oath if seed < 16 else [])] for seed in range(10, 18)]
    plain = [" ".join(words) for words in own]
    given_out = [" ".join(template)]
    assert _compare(plain, given_out, 5) == []
    found = _compare(plain, given_out, 6)  # the oath stands in six of eight: now it counts
    assert len(found) == 15
    (begin, end, why), *_rest = found[0].ignored[0]
    assert (plain[0][begin:end], why) == (" ".join(template), "given")
    corpus = likeness.Corpus([likeness.read(text) for text in plain], given_out, 5)
    assert {why for _a, _b, why in corpus.align(0, 1, (plain[0], plain[1])).ignored[0]} == {
        "given", "many"
    }  # fmt: skip


def test_quotations_of_rules_are_told_from_other_quotations() -> None:
    quoted = " ".join(_prose(4, 40))
    text = f"Menurut Pasal 5 ayat (2) Undang-Undang Nomor 20 Tahun 2023, “{quoted}”."
    begin, end = rules.quotations(text)[0]
    assert quoted in text[begin:end]
    assert rules.quotations(f"Kata kepala seksi, “{quoted}”.") == []
    twice = [f"{text} {' '.join(_prose(seed, 80))}" for seed in (5, 6)]
    kept = [likeness.read(one, rules.quotations(one)) for one in twice]
    like = likeness.Corpus(kept, [], 5).align(0, 1, (twice[0], twice[1]))
    assert like.ignored[0][0][2] == "quoted"
    assert like.runs == []


def test_two_works_of_one_person_and_short_or_empty_texts_are_left_out() -> None:
    words = " ".join(_prose(3, 400))
    kept = [likeness.read(text) for text in (words, words, "", "satu dua")]
    corpus = likeness.Corpus(kept, [], 5)
    assert corpus.pairs(range(4)) == [(0, 1)]
    assert corpus.pairs([2, 3]) == []
    assert corpus.pairs(range(4), lambda _one, _other: True) == []


_SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=5)


@given(_SPANS, _SPANS)
def test_marking_loses_no_letter(shared: list[list[int]], ignored: list[list[int]]) -> None:
    text = "abcdefghijklmnopqrstuvwxyz"
    pieces = rules.cut(text, [(a, b) for a, b in shared], [(a, b, "many") for a, b in ignored])
    assert "".join(piece.text for piece in pieces) == text


def _a_docx(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    document.add_table(rows=1, cols=1).cell(0, 0).text = "isi tabel" if text.strip() else ""
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _a_pptx(*paragraphs: str) -> bytes:
    """Return a presentation of one slide, its words parted into runs as programs do."""
    drawn = "http://schemas.openxmlformats.org/drawingml/2006/main"
    runs = ("".join(f"<a:r><a:t>{run}</a:t></a:r>" for run in re.split("(?<= )", one))
            for one in paragraphs)  # fmt: skip
    shapes = "".join(f"<a:p>{run}</a:p>" for run in runs)
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("ppt/slides/slide1.xml", f'<p xmlns:a="{drawn}">{shapes}</p>')
    return target.getvalue()


def test_words_of_documents_and_what_cannot_be_read() -> None:
    sheet = tables.write_xlsx(["Isu", "Jumlah"], [["Antrean loket", 47], ["", 20]])
    assert texts.text_of(sheet, "xlsx") == "Isu\tJumlah\nAntrean loket"
    assert texts.text_of(_a_pptx("Halo Lampung", "Tabik pun"), "pptx") == "Halo Lampung\nTabik pun"
    assert texts.text_of(_a_docx("Halo Lampung"), "docx") == "Halo Lampung\nisi tabel"
    assert "Halo Lampung" in texts.text_of(pdf.archive("<p>Halo Lampung</p>"), "pdf")
    for data, kind in (
        (b"%PDF-1.7 rusak", "pdf"), (b"PK rusak", "docx"), (b"x", "png"), (b" ", "txt"),
        (_a_docx(" "), "docx"), (b"PK rusak", "xlsx"), (b"PK rusak", "pptx"),
        (_a_pptx(" "), "pptx"), (_a_pptx("<a:b>"), "pptx"),
    ):  # fmt: skip
        with pytest.raises(texts.Unreadable):
            texts.text_of(data, kind)


def _hand_in(scene: Scene, batch: Batch, seat: Enrolment, text: str, **more: Any) -> int:
    person = db.session.get_one(Person, seat.person_id)
    more = {"uploads": []} | more
    work = actions.hand_in(batch, scene.brief, seat, text=text, own_work=True, by=person, **more)
    db.session.commit()
    return work.id


def _work() -> None:
    look_for_new_works()
    db.session.commit()
    jobs.run_pending()


def test_works_are_compared_in_the_worker_and_shown_side_by_side(
    scene: Scene, sign_in: Browser, budi: Person, rina: Person, sari: Person,
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    tono, tini = cast.a_person("Tono Wijaya"), cast.a_person("Tini Lestari")
    seat = cast.an_enrolment(tono, scene.batch)
    elsewhere = cast.a_batch(scene.batch.version, number=2, state="running")
    far = cast.an_enrolment(tini, elsewhere)
    shared, secret = " ".join(_prose(5, 120)), "rahasia angkatan lain"
    scanned = cast.an_upload(_a_docx(" "), "pindai.docx")
    first = _hand_in(scene, scene.batch, seat, f"{' '.join(_prose(7, 200))} {shared}")
    _hand_in(scene, elsewhere, far, f"{secret} {' '.join(_prose(8, 90))} {shared}")
    work = _hand_in(scene, scene.batch, scene.seat, f"{shared} {' '.join(_prose(6, 200))}",
                    uploads=[scanned])  # fmt: skip
    address = f"{scene.address}/kemiripan"
    instructor, organiser = sign_in(budi, "instructor"), sign_in(rina, "organiser")
    trainee, other = sign_in(sari), sign_in(tono)
    assert "Belum ada yang dibandingkan" in instructor.get(address).text
    _work()
    assert trainee.get(address).status_code == 403
    text = instructor.get(address).text
    for words in ("Sari Wulandari", "Peserta angkatan lain", "pindai.docx", "bukan putusan"):
        assert words in text, words
    assert "Tini" not in text
    assert count_queries(lambda: instructor.get(address)) <= 12
    assert "Tidak ada pasangan yang cocok" in instructor.get(f"{address}?bagian=50").text
    assert "2 naskah lain" in instructor.get(f"/penilaian/{work}").text
    pairs = db.session.scalars(select(SimilarityPair)).all()
    assert len(pairs) == 3
    beside = next(pair for pair in pairs if (pair.left_id, pair.right_id) == (work, first))
    beside_id = beside.id
    page = instructor.get(f"/kemiripan/{beside_id}").text
    assert page.count("<mark") == 2
    assert count_queries(lambda: instructor.get(f"/kemiripan/{beside_id}")) <= 12
    # of another batch's work an instructor sees the passage alone, an organiser all of it
    across = next(pair for pair in pairs if pair.left_id == work and pair != beside)
    page = instructor.get(f"/kemiripan/{across.id}").text
    assert page.count("<mark") == 2
    assert secret not in page
    assert "Tini" not in page
    assert secret in organiser.get(f"/kemiripan/{across.id}").text
    assert other.get(f"/kemiripan/{beside_id}").status_code == 404
    # a person notes what was seen: with a reason, in the journal, and no mark or state changes
    refused = instructor.post(f"/kemiripan/{beside_id}", data={"verdict": "talk"})
    assert refused.status_code == 422
    instructor.post(f"/kemiripan/{beside_id}", data={"verdict": "talk", "reason": "Tanya dulu"})
    assert "Tanya dulu" in instructor.get(f"/kemiripan/{beside_id}").text
    assert "Sari Wulandari" in instructor.get(f"{address}?keadaan=bicara").text
    noted = select(JournalEntry).where(JournalEntry.verb == "similarity.noted")
    assert "Tanya dulu" in db.session.scalars(noted).one().facts
    assert {one.state for one in db.session.scalars(select(Submission))} == {"submitted"}
    # what the organiser calls common text counts no more; what was noted stays
    assert instructor.get(f"{address}/teks-umum").status_code == 403
    assert organiser.post(f"{address}/teks-umum", data={"title": "Ikrar"}).status_code == 422
    organiser.post(f"{address}/teks-umum", data={"title": "Ikrar", "text": shared})
    _work()
    assert [pair.id for pair in db.session.scalars(select(SimilarityPair))] == [beside_id]
    organiser.post(f"{address}/teks-umum/1/hapus")
    assert organiser.post(address).status_code == 302
    jobs.run_pending()
    assert len(db.session.scalars(select(SimilarityPair)).all()) == 3


def _compare_now(scene: Scene) -> None:
    compare_programme(scene.batch.version.programme_id, lambda *_said: db.session.commit())
    db.session.commit()


@pytest.mark.one_engine
def test_a_comparison_cut_off_shows_no_half_result_and_is_done_anew(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a killed worker leaves: the beats it wrote, a job that says it runs, and no more."""
    shared = " ".join(_prose(5, 150))
    others = [cast.an_enrolment(cast.a_person(f"Peserta {at}"), scene.batch) for at in range(6)]
    for at, seat in enumerate([scene.seat, *others]):
        _hand_in(scene, scene.batch, seat, f"{' '.join(_prose(20 + at, 90))} {shared}")
    monkeypatch.setattr(similarity, "_READ", 2)
    monkeypatch.setattr(similarity, "_ALIGNED", 2)
    moments = {}
    for phase in ("Membaca", "Membandingkan", "Menyandingkan"):
        look_for_new_works()
        db.session.commit()
        job = db.session.scalars(select(jobs.Job)).one()
        job.state, job.beat_at = "running", clock.now()

        def die(done: int, _total: int, note: str, at: str = phase) -> None:
            db.session.commit()
            if note.startswith(at) and done in (0, 4):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            compare_programme(scene.batch.version.programme_id, die)
        db.session.rollback()
        assert not db.session.scalars(select(SimilarityPair)).all()
        moments[phase] = dict(
            db.session.execute(select(WorkText.submission_id, WorkText.read_at)).all()
        )
    assert len(moments["Membaca"]) == 4
    with clock.at(clock.now() + jobs.STALE + timedelta(seconds=1)):
        for job_id in jobs.overdue():  # its heart has stopped: it is handed out again
            jobs.perform(job_id)
    assert db.session.scalars(select(jobs.Job.state)).one() == "done"
    assert len(db.session.scalars(select(SimilarityPair)).all()) == 21  # each of seven with each
    read = dict(db.session.execute(select(WorkText.submission_id, WorkText.read_at)).all())
    assert moments["Membaca"].items() <= read.items()  # nothing is read twice


def test_new_versions_groups_and_time(scene: Scene, budi: Person) -> None:
    others = [cast.an_enrolment(cast.a_person(f"Peserta {at}"), scene.batch) for at in range(2)]
    actions.set_groups(scene.batch, scene.brief.unit, {scene.seat.id: "Satu", others[0].id: "Satu"},
                       by=budi)  # fmt: skip
    text = " ".join(_prose(5, 150))
    first = _hand_in(scene, scene.batch, scene.seat, text)
    _hand_in(scene, scene.batch, others[1], text + " dan seterusnya")
    _compare_now(scene)
    old = db.session.scalars(select(SimilarityPair)).one()
    assert {old.left_id, old.right_id} > {first}
    read = select(WorkText.submission_id, WorkText.read_at)
    before = dict(db.session.execute(read).all())
    # the group's next version is compared with others, never with its own first one
    actions.return_work(db.session.get(Submission, first), "Perbaiki", by=budi)
    second = _hand_in(scene, scene.batch, others[0], text + " versi dua")
    _compare_now(scene)
    new = db.session.scalars(select(SimilarityPair)).one()
    assert new.left_id == second
    assert first not in (new.left_id, new.right_id)
    assert before.items() <= dict(db.session.execute(read).all()).items()  # nothing is read twice
    with clock.at(clock.now() + timedelta(days=1096)):
        forget_old_texts()
        db.session.commit()
    assert not db.session.scalars(select(SimilarityPair)).all()
    assert not db.session.scalars(select(WorkText)).all()

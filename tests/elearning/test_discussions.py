"""Discussions: who writes, answers, changes and hides what, and what is new to whom."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.audit import JournalEntry
from lms.core.db import db
from lms.core.richtext import render_post
from lms.elearning import queries
from lms.elearning.models import DiscussionPost
from lms.people.models import Person
from tests import cast
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]


def _posts() -> list[DiscussionPost]:
    return list(db.session.scalars(select(DiscussionPost).order_by(DiscussionPost.id)))


def test_people_write_answer_and_know_what_is_new(
    sign_in: SignIn, count_queries: Callable[..., int], sari: Person, budi: Person, lena: Person,
    batch: Batch, seat: Enrolment, version: ProgrammeVersion,
) -> None:  # fmt: skip
    lesson = sample.a_lesson(version, "Dilema")
    sample.a_way(lesson, discussion=True)
    silent = sample.a_lesson(version, "Tanpa")
    trainee, instructor = sign_in(sari), sign_in(budi)
    home = f"/angkatan/{batch.id}/belajar"
    place = f"{home}/{lesson.id}/diskusi"
    assert trainee.post(place, data={"text": "Bagaimana bila **atasan** diam?"}).status_code == 302
    first = _posts()[0]
    assert (
        instructor.post(place, data={"text": "Catat dulu.", "answers": first.id}).status_code == 302
    )
    text = trainee.get(place).text
    assert "<strong>atasan</strong>" in text and "Catat dulu." in text
    assert "1 tulisan baru" in trainee.get(home).text
    assert "Diskusi (2)" in trainee.get(f"{home}/{lesson.id}").text
    assert "1 baru" in trainee.get(f"{home}/{lesson.id}").text
    last = _posts()[-1].id
    assert trainee.post(f"{place}/terbaca", data={"last": last}).status_code == 204
    assert trainee.post(f"{place}/terbaca", data={"last": 1}).status_code == 204  # never backwards
    assert trainee.post(f"{place}/terbaca", data={"last": 10**9}).status_code == 204
    assert "tulisan baru" not in trainee.get(home).text
    assert instructor.post(place, data={"text": "Satu lagi."}).status_code == 302
    assert "1 tulisan baru" in trainee.get(home).text, "what was not written yet is not read"
    for wrong in ({"text": " "}, {"text": "x" * 5001}, {}):
        assert trainee.post(place, data=wrong).status_code == 422
    assert trainee.post(place, data={"text": "x", "answers": 10**9}).status_code == 404
    assert trainee.get(f"{home}/{silent.id}/diskusi").status_code == 404
    assert sign_in(lena).get(place).status_code == 404
    for _number in range(25):
        trainee.post(place, data={"text": "Lagi."})
    assert count_queries(lambda: trainee.get(place)) <= 8
    assert count_queries(lambda: trainee.get(f"{home}/{lesson.id}")) <= 8
    assert "Halaman berikutnya" in trainee.get(place).text
    batch.state = "closed"
    db.session.commit()
    assert trainee.post(place, data={"text": "Terlambat"}).status_code == 422


@pytest.mark.one_engine
def test_own_words_are_changed_and_deleted_those_of_others_hidden_and_shown(
    sign_in: SignIn, sari: Person, budi: Person, lena: Person, batch: Batch, seat: Enrolment,
    version: ProgrammeVersion,
) -> None:  # fmt: skip
    question = sample.an_activity(version, "discussion", "Dilema", {})
    tono = cast.a_person("Tono Wijaya")
    cast.an_enrolment(tono, batch)
    trainee, other, instructor = sign_in(sari), sign_in(tono), sign_in(budi)
    page = f"/angkatan/{batch.id}/belajar/{question.id}"
    assert "Selesai setelah Anda menulis 1 kali" in trainee.get(page).text
    posted = trainee.post(f"{page}/diskusi", data={"text": "Tulisan Sari"})
    assert trainee.get(posted.location).location == page, "back to the question"
    assert queries.progress(batch, seat).done == 1
    post = f"/diskusi/{_posts()[0].id}"
    assert other.get(f"{post}/ubah").status_code == 403
    assert other.post(f"{post}/hapus").status_code == 403
    assert instructor.post(f"{post}/ubah", data={"text": "x"}).status_code == 403
    assert sign_in(lena).post(f"{post}/hapus").status_code == 404
    assert "Tulisan Sari" in trainee.get(f"{post}/ubah").text
    assert trainee.post(f"{post}/ubah", data={"text": "Tulisan baru"}).status_code == 302
    assert "diubah" in other.get(page).text and "Tulisan baru" in other.get(page).text
    assert instructor.post(f"{post}/hapus").status_code == 302
    assert "Tulisan baru" not in other.get(page).text
    assert "disembunyikan pengajar" in other.get(page).text
    assert "Tulisan baru" in instructor.get(page).text
    assert queries.progress(batch, seat).done == 0, "what is hidden does not count"
    assert other.post(f"{post}/tampilkan").status_code == 403
    assert instructor.post(f"{post}/tampilkan").status_code == 302
    assert queries.progress(batch, seat).done == 1
    other.post(f"{page}/diskusi", data={"text": "Jawab", "answers": _posts()[0].id})
    assert trainee.post(f"{post}/hapus").status_code == 302
    assert trainee.post(f"{post}/hapus").status_code == 422
    assert "dihapus penulisnya" in other.get(page).text, "the answer keeps its place"
    assert _posts()[0].text == _posts()[0].html == ""
    verbs = db.session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id)).all()
    assert [verb for verb in verbs if verb.startswith("discussion.")] == [
        "discussion.posted", "discussion.edited", "discussion.hidden", "discussion.shown",
        "discussion.posted", "discussion.deleted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "![x](https://mata.id/a.png)", "[x](javascript:alert(1))",
     "<img src=x onerror=alert(1)>", "# Judul"],
)  # fmt: skip
def test_nothing_of_a_post_runs_or_is_fetched(hostile: str) -> None:
    html = str(render_post(hostile))
    assert "<script" not in html and "<img" not in html and "<h1" not in html
    assert 'href="javascript' not in html

"""A quiz that begins with a code given out in the room."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.elearning import actions, queries, rules
from lms.people.models import Person
from tests import cast
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]
pytestmark = pytest.mark.one_engine


def test_a_code_is_compared_without_spaces_and_case() -> None:
    assert rules.room_code_of(" ab-12 cd ") == rules.tidy_code("AB12CD") == "AB12CD"
    assert len({rules.draw_room_code() for _time in range(50)}) > 45
    for wrong in ("abc", "x" * 21, "kode!", "tiga\u00e9"):
        with pytest.raises(RuleBroken, match="4 sampai 20"):
            rules.room_code_of(wrong)


def test_the_code_of_the_room_opens_the_quiz_once(
    sign_in: SignIn, sari: Person, budi: Person, batch: Batch, seat: Enrolment,
    version: ProgrammeVersion,
) -> None:  # fmt: skip
    quiz = sample.a_quiz(version, room_code=True, attempts_allowed=0)
    trainee, invigilator = sign_in(sari), sign_in(budi)
    page, start = f"/angkatan/{batch.id}/kuis/{quiz.unit_id}", "/mulai"
    assert "Ruang kuis belum dibuka" in trainee.get(page).text
    assert trainee.post(page + start).status_code == 422
    assert trainee.post(f"{page}/masuk", data={"code": "ABCD"}).status_code == 422
    assert f'href="{page}/ruang"' in invigilator.get(page).text
    assert "Ruang kuis belum dibuka" in invigilator.get(f"{page}/ruang/layar").text
    assert invigilator.post(f"{page}/ruang", data={"code": "!"}).status_code == 422
    assert invigilator.post(f"{page}/ruang", data={"code": "meja 12"}).status_code == 302
    assert "MEJA12" in invigilator.get(f"{page}/ruang").text

    shown = trainee.get(page).text
    assert "Kode ruang" in shown and "Mulai kuis" not in shown and "MEJA12" not in shown
    assert trainee.post(page + start).status_code == 422  # the start itself asks for the room
    refused = trainee.post(f"{page}/masuk", data={"code": "MEJA13"})
    assert refused.status_code == 422 and "belum sesuai" in refused.text
    assert trainee.post(f"{page}/masuk", data={"code": "meja-12"}).status_code == 302
    assert "Mulai kuis" in trainee.get(page).text
    assert trainee.post(page + start).status_code == 302
    attempt = queries.attempts_of(seat, quiz.id)[0]

    # another code, then a closed room: neither ends what runs
    assert invigilator.post(f"{page}/ruang", data={"code": ""}).status_code == 302
    drawn = queries.room_of(batch.id, quiz)
    assert drawn is not None and drawn.code != "MEJA12" and len(drawn.code) == 6
    wall = invigilator.get(f"{page}/ruang/layar").text
    assert f"{drawn.code[:3]} {drawn.code[3:]}" in wall and sari.name in wall
    assert "sedang mengerjakan" in invigilator.get(f"{page}/ruang").text
    answer = {"position": 1, "value": 0, "seq": 1}
    assert trainee.post(f"/percobaan/{attempt.id}/jawaban", json=answer).status_code == 200
    assert invigilator.post(f"{page}/ruang/tutup").status_code == 302
    answer["seq"] = 2
    assert trainee.post(f"/percobaan/{attempt.id}/jawaban", json=answer).status_code == 200
    assert trainee.post(f"/percobaan/{attempt.id}/kirim").status_code == 302
    assert trainee.post(page + start).status_code == 422  # closed: nobody begins
    invigilator.post(f"{page}/ruang", data={"code": "LAIN99"})
    assert trainee.post(page + start).status_code == 302  # accepted once: not asked again


def test_wrong_codes_are_counted_and_make_wait(
    sign_in: SignIn, sari: Person, budi: Person, batch: Batch, seat: Enrolment,
    version: ProgrammeVersion,
) -> None:  # fmt: skip
    quiz = sample.a_quiz(version, room_code=True)
    actions.open_room(batch, quiz, "BENAR1", by=budi)
    db.session.commit()
    trainee, address = sign_in(sari), f"/angkatan/{batch.id}/kuis/{quiz.unit_id}/masuk"
    for _try in range(5):
        assert "belum sesuai" in trainee.post(address, data={"code": "SALAH1"}).text
    waits = trainee.post(address, data={"code": "BENAR1"})
    assert waits.status_code == 422 and "Coba lagi dalam" in waits.text
    assert not queries.has_entered(queries.room_of(batch.id, quiz), seat)  # type: ignore[arg-type]


def test_the_room_belongs_to_who_teaches_there(
    sign_in: SignIn, sari: Person, budi: Person, dedi: Person, batch: Batch, seat: Enrolment,
    version: ProgrammeVersion,
) -> None:  # fmt: skip
    quiz, free = sample.a_quiz(version, room_code=True), sample.a_quiz(version, "Bebas")
    room = f"/angkatan/{batch.id}/kuis/{quiz.unit_id}/ruang"
    actions.open_room(batch, quiz, "BENAR1", by=budi)
    db.session.commit()
    for person, status in ((sari, 403), (dedi, 404)):
        browser = sign_in(person)
        for path in (room, f"{room}/layar"):
            assert browser.get(path).status_code == status
        assert browser.post(room, data={"code": "LAIN99"}).status_code == status
        assert browser.post(f"{room}/tutup").status_code == status
    elsewhere = cast.a_person("Ningsih Utami", roles=("instructor",))
    assert sign_in(elsewhere).get(room).status_code == 404
    teacher = sign_in(budi)
    assert teacher.get(room.replace(str(quiz.unit_id), str(free.unit_id))).status_code == 404
    assert teacher.post(f"/angkatan/{batch.id}/kuis/{quiz.unit_id}/masuk").status_code == 403

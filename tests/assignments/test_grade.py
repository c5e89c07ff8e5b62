"""Marking: levels to points, drafts, confirmation, return, release, and two graders at once."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from lms.assignments import actions, queries
from lms.assignments.models import Submission
from lms.core.clock import today
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.assignments.conftest import Scene

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def work(scene: Scene, sari: Person) -> Submission:
    """Give a handed-in work of Sari's."""
    handed = actions.hand_in(
        scene.batch, scene.brief, scene.seat, text="Isu", uploads=[], own_work=True, by=sari
    )
    db.session.commit()
    return handed


def _levels(step: str, isu: int = 0, tahap: int = 1, **more: object) -> dict[str, object]:
    return {"level_isu": isu, "level_tahap": tahap, "langkah": step, "comment": "Baik", **more}


def _fresh(work: Submission) -> Submission:
    db.session.rollback()
    db.session.expire_all()
    return queries.to_grade(work.id)


def test_levels_become_weighted_points(work: Submission, sign_in: SignIn, budi: Person) -> None:
    sign_in(budi).post(f"/penilaian/{work.id}", data=_levels("sahkan"))
    marked = _fresh(work)
    assert marked.state == "marked"
    assert marked.marking.points == Decimal("90.00")  # 60 × 4/4 + 40 × 3/4


def test_a_draft_may_be_incomplete_but_confirming_may_not(
    work: Submission, sign_in: SignIn, budi: Person
) -> None:
    client = sign_in(budi)
    half = {"level_isu": 0, "langkah": "simpan"}
    assert client.post(f"/penilaian/{work.id}", data=half).status_code == 302
    refused = client.post(f"/penilaian/{work.id}", data={"level_isu": 0, "langkah": "sahkan"})
    assert refused.status_code == 422 and "1 kriteria tanpa tingkat" in refused.text
    assert _fresh(work).state == "submitted"


def test_the_trainee_sees_marks_only_after_release(
    scene: Scene, work: Submission, sign_in: SignIn, sari: Person, budi: Person
) -> None:
    trainee, instructor = sign_in(sari), sign_in(budi)
    instructor.post(f"/penilaian/{work.id}", data=_levels("sahkan", comment="Canary-umpan"))
    assert "90,00" not in trainee.get(scene.address).text
    assert "Canary-umpan" not in trainee.get(scene.address).text
    instructor.post(f"{scene.address}/rilis")
    page = trainee.get(scene.address).text
    assert "90,00" in page and "Canary-umpan" in page


def test_released_marks_do_not_change(
    scene: Scene, work: Submission, sign_in: SignIn, budi: Person
) -> None:
    client = sign_in(budi)
    client.post(f"/penilaian/{work.id}", data=_levels("sahkan"))
    client.post(f"{scene.address}/rilis")
    again = client.post(f"/penilaian/{work.id}", data=_levels("sahkan", isu=3))
    assert again.status_code == 422
    assert _fresh(work).marking.points == Decimal("90.00")


def test_returning_needs_words(work: Submission, sign_in: SignIn, budi: Person) -> None:
    client = sign_in(budi)
    bare = client.post(f"/penilaian/{work.id}", data={"langkah": "kembalikan", "comment": " "})
    assert bare.status_code == 422 and "apa yang perlu diperbaiki" in bare.text
    client.post(f"/penilaian/{work.id}", data={"langkah": "kembalikan", "comment": "Tambah data"})
    assert _fresh(work).state == "returned"


def test_an_older_copy_never_overwrites(
    scene: Scene, work: Submission, sign_in: SignIn, budi: Person
) -> None:
    wati = cast.a_person("Wati Lesmana", roles=("instructor",))
    cast.a_staff(wati, scene.batch)
    sign_in(budi).post(f"/penilaian/{work.id}", data=_levels("simpan", isu=0))
    late = sign_in(wati).post(f"/penilaian/{work.id}", data=_levels("simpan", isu=3))
    assert late.status_code == 422 and "Budi Hartanto baru saja mengubah" in late.text
    assert "Ketepatan isu" in late.text
    assert _fresh(work).marking.levels["isu"] == 0


@pytest.mark.one_engine
def test_each_criterion_is_saved_by_itself_and_told_to_the_other_grader(
    scene: Scene, work: Submission, sign_in: SignIn, budi: Person
) -> None:
    """Two pages show the same work; one changes a criterion, the other learns of it."""
    wati = cast.a_person("Wati Lesmana", roles=("instructor",))
    cast.a_staff(wati, scene.batch)
    one, other = sign_in(budi), sign_in(wati)
    for client in (one, other):
        client.environ_base["HTTP_ACCEPT"] = "application/json"
    part = f"/penilaian/{work.id}/kriteria"
    shown = other.post(f"/penilaian/{work.id}/hadir").json
    saved = one.post(part, data={"key": "isu", "level": 1, "words": "Data dua hari"}).json
    assert saved["parts"]["isu"]["own"] and saved["points"] is None
    told = one.post(f"/penilaian/{work.id}/hadir").json
    assert told["others"] == ["Wati Lesmana"]
    mine = {"key": "tahap", "level": 2, "stamp": shown["parts"]["tahap"]["stamp"]}
    assert other.post(part, data=mine).json["points"] == "65.00"  # 60 × 3/4 + 40 × 2/4
    overtaken = {"key": "isu", "level": 3, "stamp": shown["parts"]["isu"]["stamp"]}
    refused = other.post(part, data=overtaken)
    assert refused.status_code == 409 and "Budi Hartanto" in refused.json["error"]
    assert refused.json["parts"]["isu"]["words"] == "Data dua hari"
    untouched = {"stamp_isu": shown["parts"]["isu"]["stamp"], "level_tahap": 2,
                 "stamp_tahap": told["parts"]["tahap"]["stamp"], "langkah": "simpan"}  # fmt: skip
    assert other.post(f"/penilaian/{work.id}", data=untouched).status_code == 302
    assert _fresh(work).marking.levels == {"isu": 1, "tahap": 2}
    for bad in (
        {"key": "lain", "level": 0},
        {"key": "isu", "level": 9},
        {"key": "isu", "level": "x"},
    ):
        assert one.post(part, data=bad).status_code == 409
    assert _fresh(work).marking.levels == {"isu": 1, "tahap": 2}


@pytest.mark.one_engine
def test_a_mark_is_proposed_confirmed_and_opened_again(
    scene: Scene, work: Submission, sign_in: SignIn, budi: Person
) -> None:
    wati = cast.a_person("Wati Lesmana", roles=("instructor",))
    cast.a_staff(wati, scene.batch)
    one, other, address = sign_in(budi), sign_in(wati), f"/penilaian/{work.id}"
    one.post(address, data=_levels("usulkan"))
    assert _fresh(work).state == "proposed"
    late = other.post(f"{address}/kriteria", data={"key": "isu", "level": 3},
                      headers={"Accept": "application/json"})  # fmt: skip
    assert late.status_code == 409 and "Buka lagi" in late.json["error"]
    assert "Sari Wulandari" in other.get("/penilaian?keadaan=diusulkan").text
    other.post(address, data={"langkah": "sahkan"})
    marked = _fresh(work)
    assert marked.state == "marked" and marked.marking.points == Decimal("90.00")
    assert (marked.marking.proposed_by_id, marked.marking.confirmed_by_id) == (budi.id, wati.id)
    one.post(address, data={"langkah": "buka"})
    assert _fresh(work).state == "submitted"
    assert "Sari Wulandari" in one.get("/penilaian?keadaan=saya").text
    assert "Sari Wulandari" not in other.get("/penilaian?keadaan=saya&angkatan=999").text


@pytest.mark.one_engine
def test_before_release_one_sees_who_receives_what(
    scene: Scene, work: Submission, sign_in: SignIn, budi: Person
) -> None:
    tono = cast.a_person("Tono Wijaya")
    cast.an_enrolment(tono, scene.batch)
    client = sign_in(budi)
    assert client.post(f"{scene.address}/rilis").status_code == 422
    client.post(f"/penilaian/{work.id}", data=_levels("sahkan", comment="Isu kuat"))
    page = client.get(f"{scene.address}/rilis").text
    assert "90,00" in page and "Isu kuat" in page
    assert "Tono Wijaya" in page.split("Belum mengumpulkan")[1]
    assert _fresh(work).state == "marked"


@pytest.mark.one_engine
def test_where_names_are_hidden_graders_see_a_code_until_release(
    scene: Scene, work: Submission, sign_in: SignIn, budi: Person
) -> None:
    sign_in(budi).post(f"{scene.address}/aturan", data={"blind": "y"})
    client, code = sign_in(budi), f"Karya {work.receipt[:6]}"
    client.post(f"/penilaian/{work.id}", data=_levels("sahkan"))
    for address in (f"/penilaian/{work.id}", "/penilaian?keadaan=semua", scene.address,
                    f"{scene.address}/rilis"):  # fmt: skip
        page = client.get(address).text
        assert code in page and "Sari Wulandari" not in page, address
    assert "Tidak ada karya" in client.get("/penilaian?keadaan=semua&cari=sari").text
    # nor does the queue beside a work of another batch, where names do show, tell them
    elsewhere = cast.a_batch(scene.batch.version, number=2, state="running", starts_on=today())
    cast.a_staff(budi, elsewhere)
    tono = cast.a_person("Tono Wijaya")
    seat = cast.an_enrolment(tono, elsewhere)
    other = actions.hand_in(
        elsewhere, scene.brief, seat, text="Isu", uploads=[], own_work=True, by=tono
    )
    db.session.commit()
    page = client.get(f"/penilaian/{other.id}?keadaan=semua").text
    assert "Tono Wijaya" in page and code in page and "Sari Wulandari" not in page
    client.post(f"{scene.address}/rilis")
    assert "Sari Wulandari" in client.get(scene.address).text


@pytest.mark.parametrize("level", [-1, 4, 99])
def test_a_level_the_rubric_lacks_is_refused(
    work: Submission, sign_in: SignIn, budi: Person, level: int
) -> None:
    answer = sign_in(budi).post(f"/penilaian/{work.id}", data=_levels("sahkan", isu=level))
    assert answer.status_code == 422
    assert _fresh(work).marking is None


def test_strangers_may_not_even_see_it(
    scene: Scene, work: Submission, sign_in: SignIn, sari: Person, lena: Person
) -> None:
    wati = cast.a_person("Wati Lesmana", roles=("instructor",))
    for person in (wati, lena):
        assert sign_in(person).get(f"/penilaian/{work.id}").status_code == 404
    assert sign_in(sari).get(f"/penilaian/{work.id}").status_code == 403


def test_the_queue_shows_what_waits_longest_first_and_asks_few_questions(
    scene: Scene, work: Submission, sign_in: SignIn, budi: Person, count_queries
) -> None:
    for number in range(8):
        person = cast.a_person(f"Peserta {number}")
        seat = cast.an_enrolment(person, scene.batch)
        actions.hand_in(
            scene.batch, scene.brief, seat, text="Isu", uploads=[], own_work=True, by=person
        )
        db.session.commit()
    client = sign_in(budi)
    page = client.get("/penilaian").text
    assert page.index("Sari Wulandari") < page.index("Peserta 7")
    assert count_queries(lambda: client.get("/penilaian")) <= 12
    screen = f"/penilaian/{work.id}?keadaan=belum"
    assert all(f"Peserta {number}" in client.get(screen).text for number in range(8))
    assert count_queries(lambda: client.get(screen)) <= 12


def test_confirm_and_next_opens_the_next_one(
    scene: Scene, work: Submission, sign_in: SignIn, budi: Person
) -> None:
    tono = cast.a_person("Tono Wijaya")
    seat = cast.an_enrolment(tono, scene.batch)
    other = actions.hand_in(
        scene.batch, scene.brief, seat, text="Isu", uploads=[], own_work=True, by=tono
    )
    db.session.commit()
    answer = sign_in(budi).post(f"/penilaian/{work.id}", data=_levels("lanjut"))
    assert answer.location.endswith(f"/penilaian/{other.id}")


def test_a_mass_assigned_field_changes_nothing(
    work: Submission, sign_in: SignIn, budi: Person
) -> None:
    extra = _levels("simpan", points="100", state="released", released_at="2026-01-01")
    sign_in(budi).post(f"/penilaian/{work.id}", data=extra)
    marked = _fresh(work)
    assert marked.marking.points == Decimal("90.00")
    assert marked.state == "submitted" and marked.marking.released_at is None


def test_the_queue_is_searched_by_trainee_and_task(
    work: Submission, sign_in: SignIn, budi: Person, sari: Person
) -> None:
    instructor = sign_in(budi)
    title = queries.to_grade(work.id).unit.title
    for wanted in (sari.name.split()[0].lower(), title.split()[-1]):
        assert (
            f"{sari.name}: {title}"
            in instructor.get("/penilaian", query_string={"cari": wanted}).text
        )
    assert "Tidak ada karya yang cocok" in instructor.get("/penilaian?cari=zzz").text

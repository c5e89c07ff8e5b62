"""Coach, mentor by link and examiner assess a paper; the organiser settles and moderates."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.assignments import actions as assignments
from lms.assignments import queries as works
from lms.assignments.models import Submission
from lms.assignments.panel.models import PanelSheet
from lms.core.audit import JournalEntry
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.projects import actions
from lms.projects.actions import Team
from tests import cast
from tests.projects.conftest import Scene

Browser = Callable[..., FlaskClient]
pytestmark = pytest.mark.one_engine


@pytest.fixture
def heard(scene: Scene) -> Scene:
    """Give the project in its design seminar, with a mentor who has no account."""
    scene.go_to("design_seminar")
    team = Team(coach_id=scene.coach.id, examiner_id=scene.examiner.id, mentor_name="Ibu Wati")
    actions.name_team(scene.project, team, by=scene.organiser)
    cast.a_staff(scene.organiser, scene.batch, "organiser")
    db.session.commit()
    return scene


def test_a_panel_makes_the_mark_of_a_paper(
    heard: Scene, sign_in: Browser, client: FlaskClient, count_queries: Callable[..., int]
) -> None:
    unit_id = heard.briefs["design"].unit_id
    base = f"/angkatan/{heard.batch.id}/tugas/{unit_id}/panel"
    organiser = sign_in(heard.organiser, "organiser")
    coach, examiner = sign_in(heard.coach, "instructor"), sign_in(heard.examiner, "instructor")
    own = f"/proyek/{heard.project.id}"
    # without weights one grader marks, and nobody is asked for a sheet
    assert "dinilai satu penilai" in organiser.get(base).text
    assert "Isi lembar penilaian" not in examiner.get(own).text
    assert "Sari Wulandari" in coach.get("/penilaian").text
    assert coach.get(base).status_code == 403
    weights = {"examiner": "50", "coach": "30", "mentor": "20", "spread": "10",
               "valid_from": (today() - timedelta(days=30)).isoformat(),
               "basis": "Keputusan Kepala BPSDM nomor 7"}  # fmt: skip
    refused = organiser.post(f"{base}/bobot", data={**weights, "mentor": "10"})
    assert refused.status_code == 422
    assert "berjumlah 90" in refused.text
    assert organiser.post(f"{base}/bobot", data=weights).status_code == 302
    assert organiser.post(f"{base}/bobot", data=weights).status_code == 422  # the day is taken
    # from now on it waits for its panel, not for one grader
    assert "Sari Wulandari" not in coach.get("/penilaian").text
    assert "Sari Wulandari" in coach.get("/penilaian?keadaan=tim").text
    assert "Keputusan Kepala BPSDM nomor 7" in organiser.get(f"{base}/bobot").text
    # one grader alone may not pass by the panel
    work = db.session.scalars(select(Submission).where(Submission.unit_id == unit_id)).one()
    with pytest.raises(RuleBroken, match="dinilai oleh panel"):
        assignments.save_marks(work, heard.briefs["design"], levels={"isu": 0}, comments={},
                               comment="", by=heard.coach)  # fmt: skip
    db.session.rollback()
    # each fills in the own sheet and sees no other
    sheets = {}
    for who, person, level in (("coach", coach, "2"), ("examiner", examiner, "0")):
        assert "Isi lembar penilaian" in person.get(own).text
        sheets[who] = person.post(f"{own}/nilai").location
        assert "lembar panel menunggu Anda sahkan" in person.get("/beranda/pengajar").text
        assert person.post(f"{own}/nilai").location == sheets[who]  # begun once
        assert person.post(sheets[who], data={"sahkan": "1"}).status_code == 422
        done = {"level_isu": level, "comment": f"Kata {who}", "revision": "0", "sahkan": "1"}
        assert person.post(sheets[who], data=done).status_code == 302
        assert person.post(sheets[who], data=done).status_code == 422  # an older copy
        assert "lembar panel" not in person.get("/beranda/pengajar").text
    assert coach.get(sheets["examiner"]).status_code == 404
    assert "Kata examiner" not in coach.get(sheets["coach"]).text
    assert "Sari Wulandari" in coach.get("/lembar-penilaian").text
    assert sign_in(heard.trainee).post(f"{own}/nilai").status_code == 403
    # the mentor without an account does it by a link that opens once
    shown = coach.post(f"{own}/tautan", data={"nilai": "1"})
    path = re.search(r"http[^<]*(/mentor/[\w-]+)", shown.text).group(1)  # type: ignore[union-attr]
    assert "Penilaian Anda sebagai mentor" in client.get(path).text
    assert client.post(path, data={"note": "x"}).status_code == 422
    assert client.post(path, data={"level_isu": "1", "note": "Baik"}).status_code == 200
    assert client.get(path).status_code == 410
    # 100 x 50% + 50 x 30% + 75 x 20%; the views lie 50 points apart
    page = organiser.get(base)
    assert "Selisih melewati batas" in page.text
    assert count_queries(lambda: organiser.get(base)) <= 12
    assert "Belum ada nilai panel yang siap" in organiser.post(f"{base}/tetapkan").text
    third = cast.a_person("Tono Wijaya", roles=("instructor",))
    cast.a_staff(third, heard.batch)
    ask = f"/penilaian/{work.id}/ketiga"
    assert organiser.post(ask, data={"person": str(heard.coach.id)}).status_code == 422
    assert organiser.post(ask, data={"person": str(third.id)}).status_code == 302
    reader = sign_in(third, "instructor")
    sheet = db.session.scalars(select(PanelSheet).where(PanelSheet.role == "third")).one()
    reader.post(f"/lembar-penilaian/{sheet.id}",
                data={"level_isu": "0", "revision": "0", "sahkan": "1"})  # fmt: skip
    # the coach's 50 gives way to the third reader's 100: 50 + 30 + 15
    assert "95,00" in organiser.get(base).text
    assert organiser.post(f"{base}/tetapkan").status_code == 302
    db.session.refresh(work)
    assert (work.state, works.scores(heard.batch)[0].points) == ("marked", 95)
    late = {"level_isu": "3", "revision": "1", "sahkan": "1"}
    assert coach.post(sheets["coach"], data=late).status_code == 422
    # moderation needs a reason, and stands in the journal
    rule = f"/penilaian/{work.id}/moderasi"
    assert organiser.post(rule, data={"points": "88"}).status_code == 422
    assert coach.post(rule, data={"points": "88", "reason": "x"}).status_code == 403
    assert organiser.post(rule, data={"points": "88,5", "reason": "Rapat panel"}).status_code == 302
    assert organiser.post(f"{base}/tetapkan").status_code == 302
    assert works.scores(heard.batch)[0].points == Decimal("88.50")
    line = db.session.scalars(
        select(JournalEntry).where(JournalEntry.verb == "panel.moderated")
    ).one()
    assert "Rapat panel" in line.facts
    assert "95.00" in line.facts
    # after release the trainee reads what each assessor wrote
    assert organiser.post(f"/angkatan/{heard.batch.id}/tugas/{unit_id}/rilis").status_code == 302
    told = sign_in(heard.trainee).get(f"/angkatan/{heard.batch.id}/tugas/{unit_id}").text
    assert "Penguji: Kata examiner" in told
    assert "88,50" in told
    assert organiser.post(rule, data={"points": "90", "reason": "Lagi"}).status_code == 422


def test_sheets_of_a_plain_task_are_shared_out_to_the_staff(scene: Scene, sign_in: Browser) -> None:
    unit = cast.a_unit(scene.batch.version, "assignment", "Esai")
    brief = type(scene.briefs["design"])(
        unit_id=unit.id, html="", rubric=scene.briefs["design"].rubric, due_day=3, accept=[],
        max_mb=1, takes_text=True,
    )  # fmt: skip
    db.session.add(brief)
    db.session.commit()
    assignments.hand_in(scene.batch, brief, scene.seat, text="Esai saya", uploads=[], own_work=True,
                        by=scene.trainee)  # fmt: skip
    cast.a_staff(scene.organiser, scene.batch, "organiser")
    first, second = (cast.a_person(name, roles=("instructor",)) for name in ("Wira", "Yuli"))
    for person in (first, second):
        cast.a_staff(person, scene.batch)
    organiser = sign_in(scene.organiser, "organiser")
    base = f"/angkatan/{scene.batch.id}/tugas/{unit.id}/panel"
    assert organiser.post(f"{base}/bagikan").status_code == 422
    organiser.post(f"{base}/bobot", data={
        "instructor": "60", "coach": "40", "spread": "15", "basis": "Panduan",
        "valid_from": (today() - timedelta(days=30)).isoformat()})  # fmt: skip
    assert organiser.post(f"{base}/bagikan").status_code == 302
    sheets = db.session.scalars(select(PanelSheet).order_by(PanelSheet.id)).all()
    assert sorted((one.role, one.name) for one in sheets) == [
        ("coach", scene.coach.full_name), ("instructor", "Wira"), ("instructor", "Yuli")
    ]  # fmt: skip
    organiser.post(f"{base}/bagikan")
    assert len(db.session.scalars(select(PanelSheet)).all()) == 3  # nobody twice
    assert "Esai" in sign_in(first, "instructor").get("/lembar-penilaian").text

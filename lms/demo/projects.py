"""Final projects of the batches that have them, each as far as its batch has come."""

from datetime import time, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from lms.assignments import queries as assignments
from lms.assignments.models import Brief, Submission
from lms.assignments.panel import actions as panel
from lms.assignments.panel import queries as panels
from lms.assignments.panel.models import PanelSheet
from lms.assignments.panel.rules import DISPUTED, READY
from lms.catalogue import actions as catalogue
from lms.catalogue import queries as catalogue_queries
from lms.catalogue.models import Batch, Enrolment
from lms.core import clock
from lms.core.access import forget
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.jobs import Job
from lms.demo.study import superior_of
from lms.people.models import TEACHING_ROLES, Person
from lms.projects import actions, queries, rules
from lms.projects.actions import DayPlan, Team
from lms.projects.models import Project

IDEAS = (
    ("Loket tanpa antre dengan meja pemilahan berkas", "Waktu tunggu di loket", "menit", 47, 20),
    ("Arsip surat yang ditemukan dalam satu menit", "Waktu mencari arsip", "menit", 25, 1),
    ("Jadwal kunjungan rumah bagi pasien lansia", "Kunjungan setiap bulan", "kunjungan", 8, 24),
    ("Papan pantau kerusakan jalan desa", "Laporan ditangani tepat waktu", "persen", 42, 80),
    ("Kelas singkat literasi digital bagi pelaku UMKM", "UMKM yang memasarkan daring", "usaha",
     12, 40),
)  # fmt: skip
ISSUE = (
    "Data tiga bulan terakhir menunjukkan layanan lebih lambat daripada standarnya. Penyebab yang "
    "paling sering: pekerjaan baru dipilah setelah warga datang."
)
IDEA = "Memilah pekerjaan lebih awal dengan daftar periksa satu halaman, lalu mengukur hasilnya."
WORD = "Rancangan runtut dan ukurannya dapat diperiksa."
HARD_WORD = "Data penyebab belum cukup untuk gagasan sebesar ini."
MEETINGS = ("Memilih isu dan datanya", "Akar penyebab dan gagasan", "Tahapan dan bukti")
ACTIVITIES = ("Sosialisasi kepada petugas", "Uji coba pekan pertama", "Evaluasi bersama pimpinan")
MENTORS = ("Sulastri Wahyuni", "Bambang Irawan", "Nurhayati Siregar", "Rahmat Kurniawan")


def has_any(batch: Batch) -> bool:
    """Tell whether the programme of a batch has a final project."""
    return batch.version.programme.kind in rules.KINDS


def follow(rng: Random, batch: Batch, stage: str, accounts: dict[str, Person]) -> None:
    """Open the projects of a batch and let people carry them on."""
    if not has_any(batch):
        return
    organiser = accounts["organiser"]
    _add_team(batch, organiser, accounts["instructor"])
    with clock.at(clock.from_local_date(batch.starts_on) + timedelta(hours=8)):
        actions.open_projects(batch, queries.proposed_dues(batch), by=organiser)
        db.session.flush()
        actions.share_out(batch, by=organiser)
    is_over = stage in ("grading", "closed")
    fellows = {seat.nip for seat in catalogue_queries.seats(batch)}
    for number, project in enumerate(queries.projects_in(batch)):
        _name_mentor(rng, project, accounts, fellows)
        reach = len(rules.STAGES) if is_over else number % 5
        _carry_on(rng, batch, project, number, reach)
    db.session.flush()
    forget()


def _add_team(batch: Batch, organiser: Person, instructor: Person) -> None:
    """Give the batch a second coach and two examiners: nobody examines whom they coach."""
    others = db.session.scalars(
        select(Person)
        .where(Person.position_kind == "fungsional", Person.employment == "pns",
               Person.email.is_(None), Person.id.not_in(select(Enrolment.person_id)))
        .order_by(Person.opd_id != instructor.opd_id, Person.id)
        .limit(3)
    ).unique()  # fmt: skip
    for person, role in zip(others, ("coach", "examiner", "examiner"), strict=False):
        catalogue.assign_staff(batch, person.id, role, by=organiser)
    db.session.flush()


def _name_mentor(
    rng: Random, project: Project, accounts: dict[str, Person], fellows: set[str | None]
) -> None:
    """Name the direct superior, every third one without an account.

    A superior who studies in the same batch (`fellows`, by NIP) leaves it to somebody else.
    """
    trainee = project.enrolment.person
    is_ours = trainee is accounts["trainee"]
    nip = accounts["mentor"].nip if is_ours else superior_of(trainee)
    outside = nip is None or nip in fellows or (project.id % 3 == 0 and not is_ours)
    team = Team(
        coach_id=project.coach_id, examiner_id=project.examiner_id,
        mentor_nip="" if outside else nip or "",
        mentor_name=rng.choice(MENTORS) if outside else "",
        mentor_position="Kepala Seksi Pelayanan" if outside else "",
    )  # fmt: skip
    try:
        actions.name_team(project, team, by=accounts["organiser"])
    except RuleBroken:  # the superior already coaches or examines here
        return


def _carry_on(rng: Random, batch: Batch, project: Project, number: int, reach: int) -> None:
    """Bring a project through its first `reach` stages, and put the next one before its owners."""
    trainee = project.enrolment.person
    dues = queries.dues_of(batch)
    title, name, unit, before, target = IDEAS[number % len(IDEAS)]
    for at, stage in enumerate(rules.STAGES[: reach + 1]):
        day = min(dues[stage], clock.today()) - timedelta(days=rng.randint(0, 2))
        with clock.at(clock.from_local_date(max(day, batch.starts_on)) + timedelta(hours=10)):
            if stage == "issue":
                actions.save_idea(project, title=title, issue=ISSUE, idea=IDEA, by=trainee)
                actions.add_indicator(
                    project, name=name, unit=unit, before=Decimal(before), target=Decimal(target),
                    by=trainee,
                )  # fmt: skip
                db.session.flush()
            _consult(project, trainee, at, confirmed=at < reach)
            if stage == "execution":
                _practise(rng, project, trainee, at < reach)
            if not _pass(project, stage, trainee, decide=at < reach):
                return


#: How one work after another is assessed: steps below the best level, by role. A third reading and
#: a ruling follow where assessors lie far apart; one such pair still waits for its third reader.
CASES: tuple[dict[str, int], ...] = (
    {"examiner": 2, "coach": 0, "mentor": 0, "third": 1},
    {"examiner": 3, "coach": 0, "mentor": 1},
    {"examiner": 0, "coach": 2, "mentor": 1, "ruling": 84},
    {"examiner": 0, "coach": 0, "mentor": 1},
    {"examiner": 1, "coach": 0},
)  # fmt: skip
RULING = "Penguji dan mentor melihat data yang sama; coach menilai naskah versi sebelumnya."


def papers_heard(batch: Batch) -> list[Project]:
    """Return the projects of a batch whose paper is being assessed."""
    return [
        project for project in queries.projects_in(batch)
        if queries.whole(project.id).assessed is not None
    ]  # fmt: skip


#: A seminar day: half hours in two rooms, with a pause at noon.
SEMINAR = ("Ruang Seminar A", "Ruang Seminar B")


def hear(batch: Batch, organiser: Person, *, publish: bool) -> None:
    """Plan a day of design seminars before their deadline, next week if that is over.

    A published one has its panels at once; the other is left to the worker, as when an organiser
    asks for it.
    """
    due = queries.dues_of(batch)["design_seminar"]
    day = max(due, clock.today() + timedelta(days=7))
    plan = DayPlan(
        "design_seminar", day - timedelta(days=max(0, day.weekday() - 4)), time(8), time(17), 30,
        [(time(12), time(13))], SEMINAR,
    )  # fmt: skip
    try:
        seminar = actions.plan_seminar(batch, plan, by=organiser)
    except RuleBroken:  # too few examiners for so many projects
        return
    db.session.flush()
    if publish and seminar.job_id:
        actions.search(db.session.get_one(Job, seminar.job_id), seminar.id)
        db.session.flush()
        if seminar.state == "draft":
            actions.publish_seminar(seminar, by=organiser)


def assess(batch: Batch, accounts: dict[str, Person]) -> None:
    """Let several assess the designs that were heard: near, far apart, read again, moderated."""
    organiser = accounts["organiser"]
    tasks = queries.papers_of(batch)
    brief = assignments.brief_in(batch, tasks["design"]) if "design" in tasks else None
    if brief is None:
        return
    panel.set_scheme(
        batch, brief.unit, {"examiner": 50, "coach": 30, "mentor": 20}, Decimal(15),
        batch.starts_on, basis="Contoh demo, bukan bobot resmi", by=organiser,
    )  # fmt: skip
    heard = papers_heard(batch)
    for number, project in enumerate(heard):
        _assess(project, brief, CASES[number % len(CASES)], organiser)
    scheme = panels.scheme_for(batch, brief.unit.key)
    works = panels.panel_works(batch, brief, scheme) if scheme else []
    if any(one.state == READY for one in works):
        panel.settle(batch, brief, by=organiser)
    for number, project in enumerate(heard):
        case = CASES[number % len(CASES)]
        if "ruling" in case:
            panel.moderate(_paper(project), Decimal(case["ruling"]), reason=RULING, by=organiser)


def _paper(project: Project) -> Submission:
    paper = queries.whole(project.id).assessed
    assert paper is not None
    return panels.with_place(paper.id)


def _assess(project: Project, brief: Brief, case: dict[str, int], organiser: Person) -> None:
    """Let each role fill in its sheet, and a third reader where the case has one."""
    for role in (rules.EXAMINER, rules.COACH, rules.MENTOR):
        person = getattr(project, role)
        if role not in case:
            continue
        if person is not None:
            sheet = actions.open_sheet(project, by=person)
        elif role == rules.MENTOR:
            sheet = actions.mentor_sheet(project, by=organiser)
        else:
            continue
        _fill(sheet, brief, case[role], person)
    if "third" in case:
        paper = _paper(project)
        present = {project.examiner_id, project.coach_id, project.mentor_id}
        readers = [one.person for one in catalogue_queries.staff_of(paper.enrolment.batch)
                   if one.role in TEACHING_ROLES and one.person_id not in present]  # fmt: skip
        if readers and _is_disputed(paper):
            _fill(
                panel.ask_third(paper, readers[0], by=organiser), brief, case["third"], readers[0]
            )


def _is_disputed(paper: Submission) -> bool:
    scheme = panels.scheme_for(paper.enrolment.batch, paper.unit.key)
    return scheme is not None and panels.panel_work(paper, scheme).state == DISPUTED


def _fill(sheet: PanelSheet, brief: Brief, below: int, person: Person | None) -> None:
    """Confirm a sheet, so many steps below the best level in the first criterion, then less."""
    levels = {
        part["key"]: min(max(0, below - at % 2), len(part["levels"]) - 1)
        for at, part in enumerate(brief.rubric)
    }
    panel.fill(
        sheet, brief, levels=levels, comments={}, comment=HARD_WORD if below > 1 else WORD,
        revision=sheet.revision, confirm=True, by=person,
    )  # fmt: skip
    db.session.flush()


def _consult(project: Project, trainee: Person, at: int, *, confirmed: bool) -> None:
    """Write a consultation down with the coach, and let the coach confirm it."""
    if at >= len(MEETINGS) or project.coach is None:
        return
    meeting = actions.propose_consultation(
        project, guide=rules.COACH, side="trainee", held_on=clock.today(), topic=MEETINGS[at],
        advice="Lengkapi data tiga bulan dan sebutkan sumbernya.", by=trainee,
    )  # fmt: skip
    db.session.flush()
    if confirmed:
        coach = project.coach
        actions.answer_consultation(meeting, objection="", name=coach.full_name, by=coach)


def _practise(rng: Random, project: Project, trainee: Person, is_over: bool) -> None:
    for activity in ACTIVITIES if is_over else ACTIVITIES[:2]:
        actions.add_evidence(
            project, happened_on=clock.today(), activity=activity, place="Ruang pelayanan",
            note="Daftar periksa terisi dan ditandatangani petugas.", upload=_photo(rng),
            by=trainee,
        )  # fmt: skip
    figure = queries.with_practice(project.id).indicators[0]
    if is_over:
        span = figure.target - figure.before
        after = figure.before + span * Decimal(rng.randint(85, 110)) / 100
        actions.measure(figure, project, after=after.quantize(Decimal(1)),
                        measured_on=clock.today(), by=trainee)  # fmt: skip


def _photo(rng: Random) -> FileStorage:
    """Draw a plain picture that stands for a photograph."""
    tone = tuple(rng.randint(120, 220) for _channel in range(3))
    picture = Image.new("RGB", (480, 360), tone)
    ImageDraw.Draw(picture).rectangle((60, 220, 420, 330), fill=(90, 60, 70))
    data = BytesIO()
    picture.save(data, "JPEG", quality=60)
    data.seek(0)
    return FileStorage(data, filename="bukti.jpg")


def _pass(project: Project, stage: str, trainee: Person, *, decide: bool) -> bool:
    """Put a stage before its owners and let them agree; tells whether it was passed."""
    try:
        if not rules.GATES[stage].is_seminar:
            actions.submit(project, by=trainee)
    except RuleBroken:  # the paper is not handed in yet
        return False
    if not decide:
        return False
    owners = {
        rules.COACH: project.coach, rules.MENTOR: project.mentor,
        rules.EXAMINER: project.examiner,
    }  # fmt: skip
    for role in rules.GATES[stage].owners:
        if owners[role] is not None:
            actions.decide(project, role, agrees=True, note="", by=owners[role])
        elif role == rules.MENTOR and project.coach is not None:
            token = actions.make_link(project, actions.WORD, by=project.coach)
            link = queries.link_by(token)
            assert link is not None
            actions.decide_by_link(link, project, agrees=True, note="")
        else:
            return False
    return True

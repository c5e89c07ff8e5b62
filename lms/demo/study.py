"""What trainees of a batch do: lessons, quizzes, tasks; and what others make of it."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import insert, select

from lms.assignments import actions as assignments
from lms.assignments import queries as assignment_queries
from lms.assignments.models import Brief, Marking, Submission
from lms.catalogue import actions as catalogue
from lms.catalogue import gates
from lms.catalogue import queries as catalogue_queries
from lms.catalogue.models import Batch, Enrolment, Unit
from lms.certificates import actions as certificates
from lms.certificates.readiness import queries as readiness
from lms.core import clock
from lms.core.db import db
from lms.demo import alike, grading
from lms.elearning import actions as elearning
from lms.elearning import queries as elearning_queries
from lms.elearning.kinds import ACTIVITIES
from lms.elearning.models import Answer, Attempt, Quiz
from lms.elearning.questions import kind_of
from lms.elearning.quiz import score_percent
from lms.gradebook import actions as gradebook
from lms.gradebook import queries as gradebook_queries
from lms.people.models import Person
from lms.surveys import actions as surveys
from lms.surveys import queries as surveys_queries
from lms.surveys.queries import Sheet

OPINIONS = (
    "Kasusnya dekat dengan pekerjaan saya sehari-hari.",
    "Waktu pembimbingan perlu ditambah satu sesi lagi.",
    "Jaringan di tempat saya lambat pada siang hari, tetapi bacaan tetap terbuka.",
    "Jadwal sebaiknya diumumkan paling lambat sepekan sebelumnya.",
)
#: How many of the trainees answer a survey.
ANSWERING = 0.7
#: How often demo trainees know the answer.
MOSTLY, SURELY = 0.86, 1.0
#: How far people differ, and how much harder or easier a question may be.
SPREAD, EASE = 0.07, (-0.18, 0.14)
#: How well they do before the training.
HARDLY = 0.55
#: How far trainees of a running batch are on average.
HALFWAY = 0.55
#: How many of them take quizzes that do not count; loading takes most of its time for quizzes.
EAGER = 0.4
#: The trainees of a batch, each place with its person.
Seats = list[tuple[Enrolment, Person]]

WORK = (
    "Waktu tunggu di loket rata-rata 47 menit, sedangkan standar pelayanan menetapkan 20 menit. "
    "Berkas belum dipilah sebelum warga mengambil nomor antrean.\n\n"
    "Gagasan: meja pemilahan berkas dengan daftar periksa satu halaman. Bukti: foto, daftar "
    "periksa terisi, dan grafik waktu tunggu harian selama tiga puluh hari kerja."
)
POSTS = (
    "Di unit saya dulu berkas titipan selalu didahulukan. Sekarang setiap berkas mendapat nomor, "
    "dan nomor itu ditempel di papan yang dapat dibaca warga.",
    "Yang berat bukan aturannya, melainkan menolak **senior sendiri**. Saya mulai dengan bertanya: "
    "apakah keputusan ini dapat kita jelaskan di depan warga?",
    "Atasan menitip satu nama, sedangkan antrean sudah penuh. Dahulu saya diam; kini saya meminta "
    "arahannya tertulis dan mencatatnya.",
)
ANSWERS = (
    "Terima kasih, ini mirip dengan keadaan kami. Siapa yang meninjau catatannya?",
    "Langkah itu dapat dimulai pekan ini. Mungkin pengecualiannya perlu disetujui dua orang.",
    "Setuju. Di tempat kami yang paling menolong ialah papan nomor yang terbaca dari pintu.",
)
ESSAYS = (
    "Saya mulai dari data antrean dua pekan terakhir, lalu menyepakati satu ukuran dengan petugas "
    "loket. Perubahan dicoba tiga hari di satu loket, dicatat hasilnya, baru diperluas.",
    "Langkah pertama menjelaskan standar kepada petugas. Setelah itu waktu tunggu diukur tiap hari "
    "dan ditempel di ruang layanan supaya semua melihat kemajuannya.",
)
WORDS = (
    "Isu kuat dan datanya jelas. Perjelas pembagian peran petugas pada tahap ketiga.",
    "Tahapan sudah runtut. Tambahkan ukuran keberhasilan yang dapat diperiksa.",
    "Keterkaitan dengan nilai dasar sudah tampak pada setiap kegiatan. Pertahankan.",
)


def follow(rng: Random, batch: Batch, stage: str, accounts: dict[str, Person]) -> None:
    """Let everybody study as far as the batch has come, then mark, release and certify."""
    seats = [(seat, seat.person) for seat in catalogue_queries.seated(batch)]
    is_over = stage in ("grading", "closed")
    units = _units(batch, seats)
    for unit in units.values():
        if isinstance(unit, Quiz) and unit.room_code:
            elearning.open_room(batch, unit, "", by=accounts["instructor"])
    for seat, person in seats:
        _study(rng, batch, seat, person, units, is_over)
    _hand_in(rng, batch, seats, accounts["instructor"], is_over)
    _enter_scores(rng, batch, seats, accounts["organiser"], is_over)
    if is_over:
        _say_opinions(rng, batch, seats)
        _look_back(rng, batch, seats)
        _finish(batch, stage, accounts["organiser"])


def _units(batch: Batch, seats: Seats) -> dict[int, Unit | Quiz]:
    """Return the units to read, see or hear, and the quizzes by unit: the same for everybody."""
    found: dict[int, Unit | Quiz] = {}
    for step in elearning_queries.outline(batch, seats[0][0]).steps if seats else ():
        if step.kind == "lesson" or step.kind in ACTIVITIES:
            found[step.unit_id] = db.session.get_one(Unit, step.unit_id)
        elif step.kind == "quiz" and (quiz := elearning_queries.quiz_in(batch, step.unit_id)):
            found[step.unit_id] = quiz
    return found


def _study(
    rng: Random, batch: Batch, seat: Enrolment, person: Person, units: dict[int, Unit | Quiz],
    is_over: bool,
) -> None:  # fmt: skip
    """Read lessons and take quizzes in the order of the outline, up to where the batch is."""
    steps = elearning_queries.outline(batch, seat).steps
    reach = len(steps) if is_over else int(len(steps) * HALFWAY * rng.uniform(0.5, 1.2))
    start = clock.from_local_date(batch.starts_on)
    tests = elearning_queries.tests_around(batch.version_id)
    before = tests[0].unit_id if tests else None
    is_eager = rng.random() < EAGER
    for number, step in enumerate(steps[:reach]):
        with clock.at(min(start + timedelta(hours=9 + 5 * number), clock.now())):
            unit = units.get(step.unit_id)
            if isinstance(unit, Unit) and step.complete == "posted":
                _talk(rng, batch, unit, person, step.need)
            elif isinstance(unit, Unit):
                elearning.finish_lesson(seat, unit, by=person)
            elif isinstance(unit, Quiz) and (step.counts or is_eager):
                quiz = unit
                # where the way on depends on passing, everybody tries until it is open
                tries = (MOSTLY, SURELY) if batch.version.unlock and quiz.counts else (MOSTLY,)
                tries = (HARDLY,) if step.unit_id == before else tries
                for skill in tries:
                    if _take_quiz(rng, batch, quiz, seat, person, skill) >= quiz.pass_mark:
                        break


def _talk(rng: Random, batch: Batch, unit: Unit, person: Person, count: int) -> None:
    """Say something in a discussion, then answer what others said."""
    others = [one.post for one in elearning_queries.discussion(batch, unit.id, 1).threads]
    elearning.post(batch, unit.id, rng.choice(POSTS), by=person)
    for _answer in range(count - 1):
        answers = rng.choice(others) if others else None
        elearning.post(batch, unit.id, rng.choice(ANSWERS), answers=answers, by=person)


def _take_quiz(
    rng: Random, batch: Batch, quiz: Quiz, seat: Enrolment, person: Person, skill: float
) -> Decimal:
    """Answer every question, right with the probability `skill`; return the score."""
    room = elearning_queries.room_of(batch.id, quiz) if quiz.room_code else None
    if room is not None:
        elearning.enter_room(batch, quiz, seat, room.code, by=person)
    attempt = elearning.start_attempt(batch, quiz, seat, by=person)
    questions, own = attempt.paper["questions"], _gift(person)
    chances = [_chance(question, skill, own) for question in questions]
    save_answers(
        attempt,
        [_answer(rng, one, chance) for one, chance in zip(questions, chances, strict=True)],
    )
    elearning.submit_attempt(attempt, by=person)
    db.session.expire(attempt, ["paper"])  # the journal holds on to attempts until the commit
    assert attempt.points is not None and attempt.out_of is not None
    return score_percent(attempt.points, attempt.out_of)


def _gift(person: Person) -> float:
    """Return how much better or worse than others a person does; the same at every quiz."""
    return Random(person.id).gauss(0, SPREAD)


def _chance(question: Mapping[str, Any], skill: float, own: float) -> float:
    """Return how likely a question is answered rightly: some are harder, for everybody."""
    if skill == SURELY:
        return skill
    return min(0.99, skill + own + Random(question["id"]).uniform(*EASE))


def save_answers(attempt: Attempt, values: list[object]) -> None:
    """Save all answers of an attempt at once, as rows like those of `elearning.save_answer`."""
    moment = clock.now()
    answers = [
        {"attempt_id": attempt.id, "position": position, "value": value, "flagged": False,
         "saved_at": moment, "seq": 1}
        for position, value in enumerate(values, 1)
    ]  # fmt: skip
    db.session.execute(insert(Answer), answers)


def _answer(rng: Random, question: Mapping[str, Any], skill: float) -> object:
    if kind_of(question).is_marked_by_hand:
        return rng.choice(ESSAYS)
    right = kind_of(question).right(question)
    if rng.random() < skill:
        return right
    if isinstance(right, dict):  # most of the parts, then nothing
        return dict(list(right.items())[: len(right) // 2])
    if isinstance(right, list):
        return right[:1]
    return rng.randrange(len(question["options"])) if "options" in question else "1"


def _hand_in(rng: Random, batch: Batch, seats: Seats, grader: Person, is_over: bool) -> None:
    """Hand works in, mark a part of them, and release what is over."""
    closed = {seat.id: gates.closed(batch, seat) for seat, _person in seats}
    for place, line in enumerate(assignment_queries.briefs_in(batch.version)):
        due = assignment_queries.due_at(batch, line.due_day)
        if due > clock.now() + timedelta(days=14) and not is_over:
            continue
        brief = assignment_queries.brief_in(batch, line.unit_id)
        assert brief is not None
        for number, (seat, person) in enumerate(seats):
            if (not is_over and number % 4 == 0) or line.unit_id in closed[seat.id]:
                continue
            handed = min(due - timedelta(hours=rng.randint(-20, 90)), clock.now())
            with clock.at(handed):
                work = assignments.hand_in(
                    batch, brief, seat, own_work=True, by=person,
                    text=WORK + (alike.passages(number) if place == 0 else ""),
                    uploads=grading.paper_for(brief) if number == 1 else [],
                )  # fmt: skip
            if number == 1:
                grading.write_on(work, grader)
            if is_over or number % 3 == 0:
                assignments.confirm_marks(*_give_marks(rng, work, brief, grader), by=grader)
            elif place == 0:
                _leave_under_way(rng, number, work, (batch, brief, seat, person), grader)
        if is_over:
            assignments.release_marks(batch, brief, by=grader)


def _leave_under_way(
    rng: Random, number: int, work: Submission, task: tuple[Batch, Brief, Enrolment, Person],
    grader: Person,
) -> None:  # fmt: skip
    """Let one mark wait for another grader, one work be back, and one be handed in again."""
    batch, brief, seat, person = task
    if number == 7:
        assignments.propose_marks(*_give_marks(rng, work, brief, grader), by=grader)
    elif number in (5, 10):
        whole = assignment_queries.to_grade(work.id)
        assignments.return_work(whole, "Sebutkan sumber dan lama pengamatannya.", by=grader)
    if number == 5:
        text = f"{work.text}\n\nPengamatan berlangsung sepuluh hari kerja di dua loket."
        assignments.hand_in(batch, brief, seat, text=text, uploads=[], own_work=True, by=person)


def _give_marks(
    rng: Random, work: Submission, brief: Brief, grader: Person
) -> tuple[Submission, Brief, Marking]:
    """Give mostly good levels."""
    levels = {
        part["key"]: _good_level(rng, [Decimal(str(level["points"])) for level in part["levels"]])
        for part in brief.rubric
    }
    whole = assignment_queries.to_grade(work.id)
    marking = assignments.save_marks(
        whole, brief, levels=levels, comments={}, comment=rng.choice(WORDS), by=grader
    )
    return whole, brief, marking


def _good_level(rng: Random, points: list[Decimal]) -> int:
    """Return the index of the best or the second best level, whichever way they are ordered."""
    best = sorted(range(len(points)), key=lambda at: points[at], reverse=True)
    return best[rng.choice((0, 0, 1))]


def _enter_scores(
    rng: Random, batch: Batch, seats: Seats, organiser: Person, is_over: bool
) -> None:
    """Enter the scores that come from outside; a running batch has only the first of them."""
    parts = gradebook.enterable(batch)
    for part in parts if is_over else parts[:1]:
        for number, (seat, _person) in enumerate(seats):
            if not is_over and number % 5 == 0:
                continue
            weak = number == 7
            points = Decimal(rng.randint(6200, 7000) if weak else rng.randint(7400, 9600)) / 100
            gradebook.enter_score(
                batch, seat, part["key"], points, source="manual", reason="Rekap penyelenggara",
                by=organiser,
            )  # fmt: skip


def _say_opinions(rng: Random, batch: Batch, seats: Seats) -> None:
    """Let most trainees answer the surveys that are open when the batch ends."""
    with clock.at(min(clock.from_local_date(batch.ends_on) + timedelta(hours=10), clock.now())):
        for seat, _person in seats:
            for sheet in surveys_queries.sheets_of(batch, seat):
                if sheet.is_open(clock.today()) and rng.random() < ANSWERING:
                    _answer_survey(rng, batch, seat, sheet)


def _look_back(rng: Random, batch: Batch, seats: Seats) -> None:
    """Let alumni name their superiors months later, and both answer what is asked after the end."""
    for seat, person in seats:
        superior = superior_of(person)
        for sheet in surveys_queries.sheets_of(batch, seat) + surveys_queries.sheets_of(
            batch, seat, "superior"
        ):
            opening = clock.from_local_date(sheet.first) + timedelta(days=3, hours=10)
            if sheet.answered or opening > clock.now() or rng.random() > ANSWERING:
                continue
            with clock.at(opening):
                if sheet.who == "superior":
                    if superior is None:
                        continue
                    surveys.name_superior(seat, superior, by=person)
                if sheet.is_open(clock.today()):
                    _answer_survey(rng, batch, seat, sheet)


def superior_of(person: Person) -> str | None:
    """Return the NIP of a supervisor in the same office."""
    return db.session.scalars(
        select(Person.nip)
        .where(
            Person.opd_id == person.opd_id,
            Person.position_kind.in_(("pengawas", "administrator", "jpt")),
            Person.nip.is_not(None),
            Person.id != person.id,
        )
        .order_by(Person.id)
        .limit(1)
    ).first()


def _answer_survey(rng: Random, batch: Batch, seat: Enrolment, sheet: Sheet) -> None:
    items = [item["key"] for group in sheet.form["groups"] for item in group["items"]]
    points = {key: rng.choice((3, 4, 4, 4, 5, 5)) for key in items}
    words = {
        one["key"]: rng.choice(OPINIONS) if rng.random() < 0.3 else ""
        for one in sheet.form["questions"]
    }
    surveys.answer(batch, seat, sheet, points, words)


def _meet(batch: Batch, organiser: Person) -> None:
    """Hold the final meeting as the marks propose, and lock it."""
    minutes = gradebook.Minutes(
        held_on=clock.today(), place="Ruang Krakatau", chair="Dr. Surya Mahendra Putra, M.Si.",
        present=["Dr. Surya Mahendra Putra, M.Si.", "Yulia Maharani, S.Sos.",
                 "Darmawan Saputra, M.Pd."], note="Semua nilai telah diperiksa.",
    )  # fmt: skip
    gradebook.hold_meeting(batch, minutes, {}, by=organiser)
    db.session.flush()
    gradebook.lock_meeting(batch, by=organiser)


def _finish(batch: Batch, stage: str, organiser: Person) -> None:
    """Go on to marking; a closed batch also has its result, certificates, and its end."""
    end = clock.from_local_date(batch.ends_on) + timedelta(days=5, hours=10)
    with clock.at(min(end, clock.now())):
        catalogue.move_batch(batch, "grading", by=organiser)
        if gradebook_queries.sheet(batch).is_complete:
            _meet(batch, organiser)
        if stage == "closed" and gradebook_queries.sheet(batch).is_complete:
            gradebook.release(batch, by=organiser)
            for kind in readiness.kinds_of(batch):
                if readiness.ready(batch, kind):
                    certificates.ask_to_issue(batch, kind, by=organiser)
        if stage == "closed":
            catalogue.move_batch(batch, "closed", by=organiser)
    for one in gradebook_queries.deferred_in(batch):
        task = "Ulangi MOOC LAN sampai nilainya di atas 70, lalu kirim tangkapan layarnya."
        weakest = min(one.result.trace, key=lambda step: Decimal(step["points"]))
        part = next((s for s in one.result.trace if s["key"] == "mooc"), weakest)
        due = clock.today() + timedelta(days=10)
        gradebook.set_remedial(batch, one.result.enrolment_id, part["key"], task, due, by=organiser)

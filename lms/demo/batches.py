"""Batches of every programme at different stages, through the real actions, at their real times."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from lms.catalogue import actions as catalogue
from lms.catalogue import queries as catalogue_queries
from lms.catalogue.actions import Plan
from lms.catalogue.calendar import spread
from lms.catalogue.models import Batch, ProgrammeVersion
from lms.core import clock
from lms.core.access import forget
from lms.core.db import db
from lms.demo import classes, conduct, planning, projects, study
from lms.gradebook import actions as gradebook
from lms.people.models import Person


@dataclass(frozen=True)
class Story:
    """One batch: its start (days from today), how far it has come, how many want in."""

    programme: str
    number: int
    starts: int
    stage: str
    seats: int
    asking: int = 0
    label: str = ""
    quota: int = 40
    #: Whether the demo trainee takes part.
    with_trainee: bool = False
    #: What the solver is asked about it.
    asks: Callable[[Batch, Person], None] | None = None


STORIES = (
    Story("pbj-level-1", 1, -200, "closed", 24, with_trainee=True, quota=30),
    Story("latsar-cpns", 1, -170, "closed", 30, label="Golongan III"),
    Story("latsar-cpns", 2, -32, "running", 32, label="Golongan III", with_trainee=True),
    Story("pkp", 1, -40, "running", 26, quota=30),
    Story("pbj-level-1", 2, -45, "grading", 22, quota=30),
    Story("latsar-cpns", 3, 24, "open", 12, asking=9, label="Golongan II"),
    Story("pbj-level-1", 3, 18, "open", 30, asking=8, quota=30, asks=planning.for_a_repair),
    Story("pkp", 2, 60, "planned", 0, quota=30, asks=planning.for_a_plan),
    Story("pbj-level-1", 4, 95, "planned", 0, quota=60, asks=planning.for_the_impossible),
)  # fmt: skip
#: PKP's weights are not published: these are an example, and every page says so.
EXAMPLE = "Contoh untuk demo; cocokkan dengan Keputusan Kepala LAN 2/K.1/PDP.07/2023"
PKP_EXAMPLE: list[dict[str, Any]] = [
    {"key": "akademik", "title": "Akademik", "weight": 20, "source": "quizzes",
     "confidence": "M", "example": True},
    {"key": "studi", "title": "Studi lapangan", "weight": 10, "source": "outside",
     "confidence": "M", "example": True},
    {"key": "rancangan", "title": "Rancangan aksi perubahan", "weight": 20,
     "source": "assignment:15-pembimbingan-rancangan/06-rancangan-aksi-perubahan",
     "confidence": "M", "example": True},
    {"key": "aksi", "title": "Aksi perubahan", "weight": 40,
     "source": "assignment:19-seminar-laporan/05-laporan-aksi-perubahan",
     "confidence": "M", "example": True},
    {"key": "sikap", "title": "Sikap dan perilaku", "weight": 10, "source": "attitude",
     "confidence": "M", "example": True},
]  # fmt: skip
#: So many of the demo officer's staff take part in the first batch of a programme.
OWN = 4
#: What kind of people a programme takes: (kinds of position, employments).
AUDIENCE = {
    "latsar-cpns": (("fungsional", "pelaksana"), ("cpns",)),
    "pkp": (("pengawas",), ("pns",)),
    "pbj-level-1": (("fungsional", "pelaksana"), ("pns", "pppk")),
}


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment on the agency's wall clock."""
    return clock.from_local(datetime.combine(day, time(hour, minute)))


def load(rng: Random, accounts: dict[str, Person], *, say: Callable[[str], None]) -> None:
    """Open batches from planned to closed and let people study, hand in and pass."""
    rooms = classes.load_rooms(accounts["organiser"])
    free = _audiences(rng, accounts["opd_officer"].opd_id)
    colleagues = classes.load_colleagues(accounts)
    told: list[Batch] = []
    for story in _fitting(free):
        version = catalogue_queries.current_version(story.programme)
        if version is None:
            continue
        say(f"Angkatan: {version.title} {story.number} ({story.stage})")
        people = [free[story.programme].pop() for _ in range(story.seats + story.asking)]
        if story.with_trainee and people:
            people[0] = accounts["trainee"]
        told.append(_tell(rng, story, version, people, accounts, rooms, colleagues))
    _assess(told, accounts)
    classes.agree(accounts, colleagues)


def _assess(told: list[Batch], accounts: dict[str, Person]) -> None:
    """Plan seminar days, and let several assess the papers where most were heard."""
    running = [batch for batch in told if batch.state == "running" and projects.has_any(batch)]
    for number, batch in enumerate(running):
        projects.hear(batch, accounts["organiser"], publish=number == 0)
    if running:
        projects.assess(max(running, key=lambda batch: len(projects.papers_heard(batch))), accounts)
    _save()


def _audiences(rng: Random, office_id: int | None) -> dict[str, list[Person]]:
    """Return people for each programme in random order; nobody stands in two lists.

    Some of the demo officer's own staff come last, and so into the first batch.
    """
    found: dict[str, list[Person]] = {}
    for key, (kinds, employments) in AUDIENCE.items():
        people = list(
            db.session.scalars(
                select(Person)
                .where(
                    Person.position_kind.in_(kinds),
                    Person.employment.in_(employments),
                    Person.email.is_(None),
                )
                .order_by(Person.id)
                .limit(400)
            ).unique()
        )
        rng.shuffle(people)
        own = [person for person in people if person.opd_id == office_id][:OWN]
        people = [person for person in people if person not in own] + own
        found[key] = people
    return found


def _fitting(free: dict[str, list[Person]]) -> list[Story]:
    """Return the stories, with fewer seats where a small demo has too few people for them."""
    found = []
    for story in STORIES:
        same = [one for one in STORIES if one.programme == story.programme]
        wanted = sum(one.seats + one.asking for one in same)
        share = min(1.0, len(free[story.programme]) / wanted)
        seats, asking = int(story.seats * share), int(story.asking * share)
        found.append(replace(story, seats=seats, asking=asking))
    return found


def _tell(
    rng: Random, story: Story, version: ProgrammeVersion, people: list[Person],
    accounts: dict[str, Person], rooms: list[int], colleagues: list[int],
) -> Batch:  # fmt: skip
    batch = _opened(story, version, accounts)
    if story.stage == "planned":
        _ask(story, batch, accounts)
        return batch
    _enrol(story, batch, people, accounts)
    if story.stage == "open":
        classes.draft(batch, accounts, rooms, colleagues)
        _ask(story, batch, accounts)
        return batch
    with clock.at(moment(batch.starts_on, 7)):
        catalogue.move_batch(batch, "running", by=accounts["organiser"])
    _save()
    classes.hold(rng, batch, accounts, rooms, colleagues)
    conduct.observe(rng, batch, accounts)
    study.follow(rng, batch, story.stage, accounts)
    projects.follow(rng, batch, story.stage, accounts)
    _save()
    return batch


def _ask(story: Story, batch: Batch, accounts: dict[str, Person]) -> None:
    if story.asks is not None:
        story.asks(batch, accounts["organiser"])
        _save()


def _opened(story: Story, version: ProgrammeVersion, accounts: dict[str, Person]) -> Batch:
    """Plan the batch, give it its team, and let it take applications."""
    organiser = accounts["organiser"]
    first = clock.today() + timedelta(days=story.starts)
    phases = spread([phase.days for phase in version.phases], first)
    plan = Plan(
        number=story.number, label=story.label, quota=story.quota,
        phases={phase.id: dates for phase, dates in zip(version.phases, phases, strict=True)},
        registration_opens_on=first - timedelta(days=75),
        registration_closes_on=first - timedelta(days=3),
        place="Kampus BPSDM, Bandar Lampung",
    )  # fmt: skip
    with clock.at(moment(min(first - timedelta(days=70), clock.today()))):
        batch = catalogue.open_batch(version, plan, by=organiser)
        for role in ("instructor", "coach", "examiner"):
            catalogue.assign_staff(batch, accounts["instructor"].id, role, by=organiser)
        if not batch.parts and story.stage != "planned":
            gradebook.set_parts(batch, PKP_EXAMPLE, reason=EXAMPLE, by=organiser)
        if story.stage != "planned":
            catalogue.move_batch(batch, "open", by=organiser)
    _save()
    return batch


def _enrol(story: Story, batch: Batch, people: list[Person], accounts: dict[str, Person]) -> None:
    """Let people apply, be put forward and accepted; the rest keeps asking or waits."""
    if not people:
        return
    organiser = accounts["organiser"]
    day = min(batch.starts_on - timedelta(days=20), clock.today() - timedelta(days=2))
    with clock.at(moment(day)):
        places = [catalogue.apply(batch, person, by=person) for person in people]
        db.session.flush()
        ids = [place.id for place in places]
        is_full = story.asking and story.seats >= story.quota
        settled = ids if is_full else ids[: story.seats]
        catalogue.put_forward(
            batch, [*settled, *ids[story.seats :][: story.asking // 2]], by=organiser
        )
        catalogue.accept(batch, settled, by=organiser)
    _save()


def _save() -> None:
    """Send what was done to the database, so that the next step finds it; `load` commits."""
    db.session.flush()
    forget()

"""What the chapters of a report rest on, as plain data: one class for each chapter's facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Frame:
    """What every chapter may name."""

    batch: str
    programme: str
    agency: str
    place: str
    first: date
    last: date
    #: Hours of the whole programme, and minutes of one.
    jp: int
    jp_minutes: int
    #: What the organiser wrote, by section.
    texts: Mapping[str, str]

    def text(self, section: str) -> str:
        """Return what was written, "" where nothing was."""
        return self.texts.get(section, "")


@dataclass(frozen=True)
class Ground:
    """On what and for what the training was held."""

    legal_basis: Sequence[str]
    summary: str
    target: str


@dataclass(frozen=True)
class Trainee:
    """A line of the nominative list."""

    name: str
    nip: str
    #: "L" or "P" as the NIP says, "" without one.
    sex: str
    birth: str
    golongan: str
    position: str
    office: str
    group: str


@dataclass(frozen=True)
class Stretch:
    """A phase with its dates."""

    title: str
    mode: str
    jp: int
    first: date
    last: date


@dataclass(frozen=True)
class Subject:
    """A subject with its hours."""

    agenda: str
    title: str
    jp: int


@dataclass(frozen=True)
class Teacher:
    """Somebody who works in the batch, and what of it the timetable gives them."""

    name: str
    nip: str
    position: str
    roles: Sequence[str]
    subjects: Sequence[str]
    jp: int


@dataclass(frozen=True)
class Meeting:
    """A session that was not called off."""

    day: date
    hours: str
    title: str
    teachers: str
    place: str
    mode: str
    jp: int


@dataclass(frozen=True)
class Presence:
    """A trainee's attendance in hours."""

    name: str
    nip: str
    present: int
    permit: int
    sick: int
    absent: int
    percent: int | None
    #: "ok", "near" or "exceeded" against the limit of absence.
    state: str


@dataclass(frozen=True)
class Part:
    """A graded part and how it went."""

    key: str
    title: str
    weight: str


@dataclass(frozen=True)
class Mark:
    """A line of the recap of marks."""

    name: str
    nip: str
    office: str
    points: Mapping[str, Decimal | None]
    final: Decimal | None
    predicate: str
    outcome: str
    #: Place among those who passed.
    rank: int | None


@dataclass(frozen=True)
class Marks:
    """The recap of marks of a batch."""

    parts: Sequence[Part]
    lines: Sequence[Mark]
    #: Words for each outcome, in the order they are told.
    outcomes: Mapping[str, str]
    released_on: date | None
    held_on: date | None


@dataclass(frozen=True)
class Paper:
    """An issued certificate."""

    number: str
    name: str
    nip: str
    kind: str


@dataclass(frozen=True)
class Opinion:
    """What came of one survey: (group, item, mean, answers); nothing while too few answered."""

    title: str
    about: str
    count: int
    items: Sequence[tuple[str, str, Decimal, int]]

    @property
    def mean(self) -> Decimal | None:
        """Return the mean of all items (1-5, two decimals), None while nothing is shown."""
        if not self.items:
            return None
        total = sum((item[2] for item in self.items), Decimal())
        return (total / len(self.items)).quantize(Decimal("0.01"))

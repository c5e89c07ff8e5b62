"""Panels of a seminar day: who is heard when, where and by whom. Pure; the search is in `seats`.

Nobody is at two places at a time, nobody examines whom they coach, and no room hears two at once.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: A day has at most so many minutes of hearing; more is a mistake.
LONGEST_DAY = 14 * 60
MOST_PLACES = 12


@dataclass(frozen=True)
class Hearing:
    """One project to be heard: who must be there, and who may examine it.

    People are names of ours ("p12", "m:nama"), so that a mentor without an account counts as well.
    """

    project_id: int
    title: str
    present: tuple[str, ...]
    examiners: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """What a seminar day offers: its times of hearing, and how many places there are."""

    times: tuple[time, ...]
    places: int

    @property
    def room(self) -> int:
        """Return how many projects the day can hear."""
        return len(self.times) * self.places


@dataclass(frozen=True)
class Seat:
    """One hearing in its place: which time (number), which place (number), and its examiner."""

    project_id: int
    at: int
    place: int
    examiner: str


def times_of_day(
    starts: time, ends: time, minutes: int, breaks: Sequence[tuple[time, time]]
) -> tuple[time, ...]:
    """Return when hearings of so many minutes begin, around the breaks."""
    found: list[time] = []
    at, last = _minute(starts), _minute(ends)
    if last <= at or last - at > LONGEST_DAY:
        raise RuleBroken(_("Jam selesai harus sesudah jam mulai, paling lama 14 jam."))
    pauses = sorted((_minute(first), _minute(until)) for first, until in breaks)
    if any(until <= first for first, until in pauses):
        raise RuleBroken(_("Waktu istirahat harus selesai sesudah mulai."))
    while at + minutes <= last:
        pause = next((p for p in pauses if p[0] < at + minutes and p[1] > at), None)
        if pause is not None:
            at = pause[1]
            continue
        found.append(time(at // 60, at % 60))
        at += minutes
    return tuple(found)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def until(begins: time, minutes: int) -> time:
    """Return when a hearing ends."""
    at = timedelta(minutes=_minute(begins) + minutes)
    return time(at.seconds // 3600, at.seconds % 3600 // 60)


def refusals(hearings: Sequence[Hearing], day: Day, names: Mapping[str, str]) -> list[str]:
    """Return why the day cannot hear all projects, each with what would help; [] if nothing speaks
    against it. Counting finds most causes; what only the search finds is said by `give_up`.
    """
    found = []
    if not hearings:
        return [_("Tidak ada proyek yang menunggu seminar ini.")]
    if len(hearings) > day.room:
        found.append(
            _("Ada %(count)s proyek, sedangkan hari itu hanya memuat %(room)s: %(places)s tempat "
              "kali %(times)s waktu. Tambah tempat, perpanjang hari, atau batasi kelompoknya.",
              count=len(hearings), room=day.room, places=day.places, times=len(day.times))
        )  # fmt: skip
    load = Counter(person for one in hearings for person in set(one.present))
    found += [
        _("%(name)s mendampingi %(count)s proyek, sedangkan sehari hanya ada %(times)s waktu. "
          "Bagi ke hari lain.", name=names.get(person, person), count=count, times=len(day.times))
        for person, count in load.items() if count > len(day.times)
    ]  # fmt: skip
    found += [
        _("%(title)s belum mempunyai penguji yang bukan coach atau mentornya. Tambah penguji pada "
          "tim angkatan.", title=one.title)
        for one in hearings if not one.examiners
    ]  # fmt: skip
    examiners = {person for one in hearings for person in one.examiners}
    if examiners and len(hearings) > len(examiners) * len(day.times):
        found.append(
            _("%(examiners)s penguji dapat menguji paling banyak %(most)s proyek sehari, sedangkan "
              "ada %(count)s. Tambah penguji atau hari.",
              examiners=len(examiners), most=len(examiners) * len(day.times), count=len(hearings))
        )  # fmt: skip
    return found


def give_up() -> str:
    """Say that the search proved the day impossible though counting did not."""
    return _(
        "Tidak ada susunan yang menghindari bentrok: terlalu banyak proyek berbagi coach, mentor, "
        "dan penguji yang sama. Tambah penguji atau waktu, lalu susun lagi."
    )


def first_fit(hearings: Sequence[Hearing], day: Day) -> list[Seat] | None:
    """Return a plan by taking the first free time for each project, the busiest people first.

    Each gets the least loaded examiner who is free then; None when somebody finds no time.
    """
    load = Counter(person for one in hearings for person in one.present)
    order = sorted(
        hearings,
        key=lambda one: (
            len(one.examiners), -max((load[p] for p in one.present), default=0), one.project_id,
        ),
    )  # fmt: skip
    busy: set[tuple[str, int]] = set()
    heard: Counter[int] = Counter()
    examined: Counter[str] = Counter()
    found = []
    for one in order:
        seat = _first_free(one, day, busy, heard, examined)
        if seat is None:
            return None
        busy |= {(person, seat.at) for person in (*one.present, seat.examiner)}
        heard[seat.at] += 1
        examined[seat.examiner] += 1
        found.append(seat)
    return found


def _first_free(
    one: Hearing, day: Day, busy: set[tuple[str, int]], heard: Counter[int], examined: Counter[str]
) -> Seat | None:
    for at in range(len(day.times)):
        if heard[at] >= day.places or any((person, at) in busy for person in one.present):
            continue
        free = [person for person in one.examiners if (person, at) not in busy]
        if free:
            return Seat(one.project_id, at, heard[at], min(free, key=lambda p: (examined[p], p)))
    return None


def settle(seats: Sequence[Seat]) -> list[Seat]:
    """Return the same plan with places given so that examiners move as little as may be."""
    home: dict[str, int] = {}
    found = []
    for at in sorted({seat.at for seat in seats}):
        now = [seat for seat in seats if seat.at == at]
        free = set(range(len(now))) | {seat.place for seat in now}
        kept = {}
        for seat in now:
            wish = home.get(seat.examiner)
            if wish in free:
                kept[seat.project_id] = wish
                free.discard(wish)
        for seat in now:
            place = kept.get(seat.project_id)
            if place is None:
                place = min(free)
                free.discard(place)
            home[seat.examiner] = place
            found.append(Seat(seat.project_id, at, place, seat.examiner))
    return found


def faults(seats: Sequence[Seat], hearings: Sequence[Hearing], day: Day) -> list[str]:
    """Return what is wrong with a plan; [] for every plan that may be kept."""
    by_id = {one.project_id: one for one in hearings}
    wrong = []
    if Counter(seat.project_id for seat in seats) != Counter(by_id.keys()):
        wrong.append("not everybody is heard once")
    taken = Counter((seat.at, seat.place) for seat in seats)
    people = Counter(
        (seat.at, person) for seat in seats
        for person in {*by_id[seat.project_id].present, seat.examiner}
    )  # fmt: skip
    if any(count > 1 for count in (*taken.values(), *people.values())):
        wrong.append("a place or person is asked for twice at a time")
    for seat in seats:
        if seat.examiner not in by_id[seat.project_id].examiners:
            wrong.append("a project has an examiner who may not examine it")
        if not (0 <= seat.at < len(day.times) and 0 <= seat.place < day.places):
            wrong.append("a hearing lies outside the day")
    return wrong

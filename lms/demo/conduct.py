"""What observers saw of the trainees' conduct: mostly good, with a few exceptions and notes."""

from datetime import date, timedelta
from random import Random

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.core import clock
from lms.gradebook.attitude import actions
from lms.gradebook.attitude.actions import Seen
from lms.gradebook.attitude.permissions import counts_attitude
from lms.people.models import Person

NOTES = {
    "kurang": ("Terlambat lebih dari seperempat jam setelah istirahat", "1.1"),
    "cukup": ("Belum ikut membagi tugas kelompok", "3.2"),
    "sangat_baik": ("Menawarkan diri menjadi notulis", "4.3"),
}
#: Every so many days somebody observes, at most so often.
EVERY, MOST = 3, 6


def observe(rng: Random, batch: Batch, accounts: dict[str, Person]) -> None:
    """Let the instructor, and on some days the organiser too, fill in sheets of past days."""
    if not counts_attitude(batch):
        return
    seats = [seat.id for seat in catalogue.seats(batch)]
    for number, day in enumerate(_days(batch)):
        observers = [accounts["instructor"]]
        if number % 2:
            observers.append(accounts["organiser"])
        moment = min(clock.from_local_date(day) + timedelta(hours=16), clock.now())
        with clock.at(moment):
            for observer in observers:
                said = {seat_id: _seen(rng) for seat_id in seats}
                actions.observe(batch, day, said, seen=0, reason="", by=observer)


def _days(batch: Batch) -> list[date]:
    last = min(batch.ends_on, clock.today())
    found = [batch.starts_on + timedelta(days=after)
             for after in range(0, (last - batch.starts_on).days + 1, EVERY)]  # fmt: skip
    return [day for day in found if day.weekday() < 5][:MOST]


def _seen(rng: Random) -> Seen:
    """Return what is usual, or one exception with its note."""
    draw = rng.random()
    if draw > 0.12:
        return Seen("baik")
    level = "kurang" if draw < 0.02 else "cukup" if draw < 0.06 else "sangat_baik"
    note, indicator = NOTES[level]
    return Seen("baik", {indicator: level}, note)

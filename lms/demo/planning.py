"""Plans asked of the solver: one to use, one that cannot be, one that mends a closed room.

The worker finds them soon after the demo is loaded; until then their pages show the progress.
"""

from datetime import date, timedelta

from lms.catalogue.models import Batch
from lms.core import clock
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from lms.schedule import actions, queries
from lms.schedule.actions import Trouble
from lms.schedule.models import Room

#: Seconds given to each search.
SECONDS = 10


def for_a_plan(batch: Batch, by: Person) -> None:
    """Ask for the plan of a batch that has none."""
    liked = [room.id for room in queries.open_rooms()[:2]]
    actions.search_plan([batch], seconds=SECONDS, rooms=liked, by=by)


def for_the_impossible(batch: Batch, by: Person) -> None:
    """Ask for the plan of a batch too large for every room but one, which is being renovated."""
    hall = max(queries.open_rooms(), key=lambda room: room.capacity)
    begins = clock.from_local_date(batch.starts_on)
    ends = clock.from_local_date(batch.ends_on + timedelta(days=1))
    actions.add_block("room", hall.id, begins, ends, "Renovasi atap", by=by)
    actions.search_plan([batch], seconds=SECONDS, by=by)


def for_a_repair(batch: Batch, by: Person) -> None:
    """Ask how to go on without the room in which a batch meets first."""
    meets = [one for one in queries.sessions_of(batch, drafts=True) if one.room_id is not None]
    if not meets:
        return
    day: date = meets[0].day
    begins = clock.from_local_date(day)
    room = db.session.get_one(Room, meets[0].room_id)
    trouble = Trouble("room", room.id, begins, begins + timedelta(days=1), "Pendingin udara rusak")
    try:
        actions.search_repair(trouble, by=by)
    except RuleBroken:  # already over: the demo was loaded for a day long past
        return

"""The time: the only place that asks the machine what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: The three Indonesian zones by the letters people write after a time.
ZONES = {
    "WIB": ZoneInfo("Asia/Jakarta"),
    "WITA": ZoneInfo("Asia/Makassar"),
    "WIT": ZoneInfo("Asia/Jayapura"),
}
AGENCY_ZONE = "WIB"


_past: ContextVar[datetime | None] = ContextVar("past", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _past.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` inside the block: history is loaded with the times it happened."""
    token = _past.set(moment)
    try:
        yield
    finally:
        _past.reset(token)


def today() -> date:
    """Return today's date where the agency is (WIB)."""
    return now().astimezone(ZONES[AGENCY_ZONE]).date()


def local(moment: datetime, zone: str = AGENCY_ZONE) -> datetime:
    """Return `moment` on the wall clock of `zone` (WIB, WITA or WIT)."""
    return moment.astimezone(ZONES[zone])


def from_local(wall: datetime, zone: str = AGENCY_ZONE) -> datetime:
    """Return the UTC moment of a naive wall-clock time in `zone`."""
    return wall.replace(tzinfo=ZONES[zone]).astimezone(UTC)


def from_local_date(day: date, zone: str = AGENCY_ZONE) -> datetime:
    """Return the UTC moment at which a day begins in `zone`."""
    return from_local(datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001

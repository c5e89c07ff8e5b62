"""The time: the only place that asks the machine what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

#: The three Indonesian zones by the letters people write after a time.
ZONES = {
    "WIB": ZoneInfo("Asia/Jakarta"),
    "WITA": ZoneInfo("Asia/Makassar"),
    "WIT": ZoneInfo("Asia/Jayapura"),
}
AGENCY_ZONE = "WIB"


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date where the agency is (WIB)."""
    return now().astimezone(ZONES[AGENCY_ZONE]).date()


def local(moment: datetime, zone: str = AGENCY_ZONE) -> datetime:
    """Return `moment` on the wall clock of `zone` (WIB, WITA or WIT)."""
    return moment.astimezone(ZONES[zone])


def from_local(wall: datetime, zone: str = AGENCY_ZONE) -> datetime:
    """Return the UTC moment of a naive wall-clock time in `zone`."""
    return wall.replace(tzinfo=ZONES[zone]).astimezone(UTC)

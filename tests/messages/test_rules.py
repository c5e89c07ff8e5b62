"""When letters leave: night hours, the digest, and what cannot wait."""

from datetime import datetime

import pytest

from lms.core.clock import ZONES
from lms.messages.rules import Hours, post_at

HOURS = Hours(rest_from=20, rest_to=6, digest=17)
WIB = ZONES["WIB"]


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("told", "leaves"),
    [
        (_at(27, 9, 30), _at(27, 9, 30)),
        (_at(27, 19, 59), _at(27, 19, 59)),
        (_at(27, 20), _at(28, 6)),
        (_at(27, 23, 59), _at(28, 6)),
        (_at(28, 0), _at(28, 6)),
        (_at(28, 5, 59), _at(28, 6)),
        (_at(28, 6), _at(28, 6)),
    ],
)
def test_letters_rest_at_night(told: datetime, leaves: datetime) -> None:
    assert post_at(told, "at_once", HOURS) == leaves


@pytest.mark.parametrize(
    ("told", "leaves"),
    [
        (_at(27, 9), _at(27, 17)),
        (_at(27, 16, 59), _at(27, 17)),
        (_at(27, 17), _at(28, 17)),  # what comes with the stroke of the hour waits a day
        (_at(30, 18), datetime(2026, 12, 1, 17, tzinfo=WIB)),
    ],
)
def test_the_digest_leaves_once_a_day(told: datetime, leaves: datetime) -> None:
    assert post_at(told, "daily", HOURS) == leaves


def test_what_cannot_wait_leaves_at_night_but_never_against_a_choice() -> None:
    night = _at(27, 22)
    assert post_at(night, "at_once", HOURS, urgent=True) == night
    assert post_at(night, "daily", HOURS, urgent=True) == night
    assert post_at(night, "never", HOURS, urgent=True) is None


def test_hours_may_lie_within_a_day_or_be_none() -> None:
    noon = Hours(rest_from=12, rest_to=13, digest=17)
    assert post_at(_at(27, 12, 30), "at_once", noon) == _at(27, 13)
    assert post_at(_at(27, 22), "at_once", noon) == _at(27, 22)
    never = Hours(rest_from=0, rest_to=0, digest=17)
    assert post_at(_at(27, 0), "at_once", never) == _at(27, 0)

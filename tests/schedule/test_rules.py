"""JP of a session, its times, attendance against its limits, and the check-in code."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.core.errors import RuleBroken
from lms.schedule import rules
from lms.schedule.rules import Mark, Recap

DAY = date(2026, 11, 27)
LATSAR = {"sessions": 6, "jp": 18, "days": 2, "confidence": "C"}


def at(clock: str, day: date = DAY) -> datetime:
    """Return a moment on a day."""
    hour, minute = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "jp"),
    [
        # the rows of a real timetable that the 45 minutes were read from (docs/facts.md 3)
        ("08:00", "09:30", 2),
        ("13:00", "15:15", 3),
        ("08:00", "11:45", 5),
        ("12:00", "17:15", 7),
        ("08:00", "08:44", 0),
        ("08:00", "08:45", 1),
        ("08:00", "09:29", 1),
    ],
)
def test_one_jp_is_forty_five_minutes(start: str, end: str, jp: int) -> None:
    assert rules.jp_of(at(start), at(end)) == jp


def test_a_programme_may_have_other_minutes() -> None:
    assert rules.jp_of(at("08:00"), at("10:00"), jp_minutes=60) == 2


def _check(start: datetime, end: datetime, day: date = DAY) -> None:
    rules.check_session_times(start, end, DAY, DAY + timedelta(days=4), day)


def test_times_within_the_batch_are_fine() -> None:
    _check(at("08:00"), at("20:00"))
    _check(at("08:00"), at("09:00"), DAY + timedelta(days=4))


@pytest.mark.parametrize(
    ("start", "end", "day", "sentence"),
    [
        ("09:00", "09:00", DAY, "sesudah jam mulai"),
        ("09:00", "08:00", DAY, "sesudah jam mulai"),
        ("08:00", "20:01", DAY, "paling lama 12 jam"),
        ("08:00", "09:00", DAY - timedelta(days=1), "di luar masa angkatan"),
        ("08:00", "09:00", DAY + timedelta(days=5), "di luar masa angkatan"),
    ],
)
def test_wrong_times_are_refused(start: str, end: str, day: date, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        _check(at(start), at(end), day)


def test_a_recap_adds_up_by_status() -> None:
    marks = [
        Mark("present", 3, DAY),
        Mark("permit", 2, DAY),
        Mark("sick", 4, DAY + timedelta(days=1)),
        Mark("absent", 5, DAY + timedelta(days=2)),
        Mark(None, 9, DAY + timedelta(days=3)),
    ]
    found = rules.recap(marks)
    assert (found.present_jp, found.permit_jp, found.sick_jp, found.absent_jp) == (3, 2, 4, 5)
    assert (found.sessions, found.present_sessions, found.absent_sessions) == (5, 1, 1)
    assert found.percent == 21


def test_a_day_counts_as_absent_when_all_its_marks_say_so() -> None:
    other = DAY + timedelta(days=1)
    marks = [Mark("absent", 3, DAY), Mark("absent", 3, DAY), Mark("absent", 3, other)]
    assert rules.recap(marks).absent_days == 2
    assert rules.recap([*marks, Mark("present", 3, other)]).absent_days == 1
    assert rules.recap([*marks, Mark("sick", 3, other)]).absent_days == 1


def test_no_marks_no_share() -> None:
    assert rules.recap([]) == Recap()
    assert Recap().percent is None


@pytest.mark.parametrize(
    ("recap", "state"),
    [
        (Recap(), "ok"),
        (Recap(absent_sessions=4, absent_jp=12), "ok"),
        (Recap(absent_sessions=5, absent_jp=10), "near"),
        (Recap(absent_sessions=6, absent_jp=12), "near"),
        (Recap(absent_sessions=7, absent_jp=14), "exceeded"),
        (Recap(absent_sessions=3, absent_jp=16), "ok"),
        (Recap(absent_sessions=3, absent_jp=17), "near"),
        (Recap(absent_sessions=3, absent_jp=18), "near"),
        (Recap(absent_sessions=3, absent_jp=19), "exceeded"),
        (Recap(absent_sessions=2, absent_jp=4, absent_days=1), "near"),
        (Recap(absent_sessions=2, absent_jp=4, absent_days=2), "near"),
        (Recap(absent_sessions=3, absent_jp=6, absent_days=3), "exceeded"),
        (Recap(permit_jp=40, sick_jp=40), "ok"),
    ],
)
def test_latsar_allows_six_sessions_eighteen_jp_two_days(recap: Recap, state: str) -> None:
    assert rules.absence_state(recap, LATSAR)[0] == state


def test_the_sentence_names_the_limit_that_was_passed() -> None:
    recap = Recap(absent_sessions=6, absent_jp=20)
    assert rules.absence_state(recap, LATSAR)[1] == "Tidak hadir 20 JP, batasnya 18."


def test_without_a_limit_nobody_is_near_one() -> None:
    assert rules.absence_state(Recap(absent_sessions=50, absent_jp=99), {}) == ("ok", "")


@pytest.mark.parametrize(
    ("level", "key", "kind", "able"),
    [
        ("pkp", "pkp", "leadership", True),
        ("pkp", "latsar-cpns", "latsar", True),
        ("latsar", "pkp", "leadership", False),
        ("pkn", "pbj-level-1", "procurement", False),
        ("", "latsar-cpns", "latsar", False),
    ],
)
def test_the_ladder_decides_where_no_right_of_its_own_does(
    level: str, key: str, kind: str, able: bool
) -> None:
    rung = rules.rung_of(key, kind)
    assert rules.may_teach(level, {}, 1, rung, "01-mapel") == able
    assert rules.may_teach(level, {1: {"01-mapel"}}, 1, rung, "01-mapel")
    assert not rules.may_teach(level, {1: {"02-mapel"}}, 1, rung, "01-mapel")

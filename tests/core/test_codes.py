"""The check-in code: when it changes, what is typed, when it is asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core import codes


def at(clock: str) -> datetime:
    """Return a moment of one day."""
    return datetime.fromisoformat(f"2026-11-24T{clock}:00+00:00")


@pytest.mark.parametrize(
    ("now", "state"),
    [("07:29", "early"), ("07:30", "open"), ("08:15", "open"), ("08:16", "late")],
)
def test_both_ends_of_the_check_in_window_count(now: str, state: str) -> None:
    assert codes.window_state(at(now), at("07:30"), at("08:15")) == state


def test_a_code_changes_every_thirty_seconds_and_is_accepted_for_one_more() -> None:
    moment = at("08:00")
    code = codes.code_at("rahasia", moment)
    for seconds, fits in [(0, True), (29, True), (30, True), (59, True), (60, False), (-1, False)]:
        later = moment + timedelta(seconds=seconds)
        assert codes.code_fits("rahasia", code, later) == fits, seconds
    assert codes.code_at("rahasia", moment + timedelta(seconds=29)) == code
    assert codes.code_at("rahasia", moment + timedelta(seconds=30)) != code
    assert codes.seconds_left(moment) == 30
    assert codes.seconds_left(moment + timedelta(seconds=29)) == 1


def test_another_sessions_code_does_not_fit() -> None:
    moment = at("08:00")
    assert not codes.code_fits("lain", codes.code_at("rahasia", moment), moment)


def test_case_spaces_and_hyphens_do_not_matter() -> None:
    code = codes.code_at("rahasia", at("08:00"))
    assert codes.code_fits("rahasia", f" {code[:3].lower()}-{code[3:]} ", at("08:00"))


@given(st.text(max_size=40))
def test_any_typed_text_is_an_answer_not_a_crash(typed: str) -> None:
    assert codes.code_fits("rahasia", typed, at("08:00")) in (True, False)


@given(st.text(max_size=20), st.integers(0, 2_000_000_000))
def test_codes_are_six_unambiguous_characters(secret: str, seconds: int) -> None:
    code = codes.code_at(secret, datetime.fromtimestamp(seconds, UTC))
    assert len(code) == 6
    assert not set(code) & set("01OILl")

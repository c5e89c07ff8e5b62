"""Who may ask for a place, who gets a seat, when the queue moves, where a batch may go."""

from datetime import date

import pytest

from lms.catalogue import rules
from lms.catalogue.models import BATCH_STATES
from lms.core.errors import RuleBroken

OPENS, CLOSES = date(2026, 11, 1), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("quota", "taken", "state"),
    [(40, 0, "accepted"), (40, 39, "accepted"), (40, 40, "waiting"), (40, 41, "waiting")],
)
def test_the_last_seat_is_the_quotas(quota: int, taken: int, state: str) -> None:
    assert rules.seat_for(quota, taken) == state


@pytest.mark.parametrize("today", [OPENS, date(2026, 11, 15), CLOSES])
def test_both_ends_of_registration_count(today: date) -> None:
    rules.may_apply("open", OPENS, CLOSES, today)


@pytest.mark.parametrize(
    ("today", "sentence"),
    [(date(2026, 10, 31), "belum dibuka"), (date(2026, 12, 1), "sudah ditutup")],
)
def test_before_and_after_registration_one_is_refused(today: date, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        rules.may_apply("open", OPENS, CLOSES, today)


@pytest.mark.parametrize("state", [state for state in BATCH_STATES if state != "open"])
def test_only_an_open_batch_takes_applications(state: str) -> None:
    with pytest.raises(RuleBroken, match="tidak membuka"):
        rules.may_apply(state, OPENS, CLOSES, OPENS)


@pytest.mark.parametrize(
    ("state", "today", "moves"),
    [
        ("planned", date(2026, 12, 6), True),
        ("open", date(2026, 12, 6), True),
        ("open", date(2026, 12, 7), False),
        ("open", date(2026, 12, 8), False),
        ("running", date(2026, 12, 6), False),
        ("closed", date(2026, 12, 6), False),
    ],
)
def test_the_queue_never_moves_once_the_batch_has_begun(
    state: str, today: date, moves: bool
) -> None:
    assert rules.promotable(state, date(2026, 12, 7), today) == moves


def test_a_batch_can_reach_its_end_from_every_state_and_stays_there() -> None:
    assert rules.next_states("closed") == ()
    for start in BATCH_STATES:
        state, steps = start, 0
        while rules.next_states(state):
            state, steps = rules.next_states(state)[0], steps + 1
            assert state in BATCH_STATES
            assert steps <= len(BATCH_STATES)
        assert state == "closed"

"""The hours of a year: worked examples, and what must hold whatever people report."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.competence.rules.hours import Learned, year_of

LIMIT = Decimal(10)


def a_training(
    key: int, jp: str, first: str, last: str = "", *, form: str = "teknis",
    cap: int | None = None, per: str = "",
) -> Learned:  # fmt: skip
    return Learned(
        key, form, Decimal(jp), date.fromisoformat(first), date.fromisoformat(last or first),
        Decimal(cap) if cap else None, per,
    )  # fmt: skip


EXAMPLES = [
    ("one training counts as its certificate says",
     [a_training(1, "40", "2026-03-02", "2026-03-06")], "40.00", {1: "40"}),
    ("trainings on different days add up",
     [a_training(1, "8", "2026-03-02"), a_training(2, "4", "2026-03-03")], "12.00",
     {1: "8", 2: "4"}),
    ("two whole days on the same day are one working day",
     [a_training(1, "8", "2026-03-02"), a_training(2, "8", "2026-03-02")], "10.00",
     {1: "8", 2: "2.00"}),
    ("the same five days twice: 8 a day and 4 a day give 10 a day",
     [a_training(1, "40", "2026-03-02", "2026-03-06"),
      a_training(2, "20", "2026-03-02", "2026-03-06")], "50.00", {1: "40", 2: "10.00"}),
    ("a webinar within a full day adds what the day still holds",
     [a_training(1, "40", "2026-03-02", "2026-03-06"),
      a_training(2, "4", "2026-03-04", form="webinar")], "42.00", {1: "40", 2: "2.00"}),
    ("one that says more than a day holds is believed, others beside it add nothing",
     [a_training(1, "12", "2026-03-02"), a_training(2, "4", "2026-03-02")], "12.00",
     {1: "12", 2: "0.00"}),
    ("e-learning counts three JP a day, however many courses",
     [a_training(1, "3", "2026-03-02", form="e_learning", cap=3, per="day"),
      a_training(2, "3", "2026-03-02", form="e_learning", cap=3, per="day")], "3.00",
     {1: "3", 2: "0.00"}),
    ("coaching counts twice a month",
     [a_training(at, "2", f"2026-03-0{at}", form="coaching", cap=4, per="month")
      for at in (1, 2, 3)], "4.00", {1: "2", 2: "2", 3: "0.00"}),
    ("a new month begins anew",
     [a_training(at, "2", f"2026-0{at}-28", form="coaching", cap=4, per="month")
      for at in (1, 2, 3)], "6.00", {1: "2", 2: "2", 3: "2"}),
    ("a training over New Year counts in the year it ended, on its days there",
     [a_training(1, "20", "2025-12-20", "2026-01-02"), a_training(2, "8", "2025-12-22"),
      a_training(3, "4", "2026-01-02")], "20.00", {1: "20", 3: "0.00"}),
]  # fmt: skip


@pytest.mark.parametrize(("learned", "total", "lines"), [one[1:] for one in EXAMPLES],
                         ids=[one[0] for one in EXAMPLES])  # fmt: skip
def test_worked_examples(learned: list[Learned], total: str, lines: dict[int, str]) -> None:
    found = year_of(learned, 2026, LIMIT)
    assert found.total == Decimal(total)
    assert {key: one.jp for key, one in found.lines.items()} == {
        key: Decimal(jp) for key, jp in lines.items()
    }


def test_a_line_says_what_cut_it() -> None:
    learned = [
        a_training(1, "9", "2026-03-02"),
        a_training(2, "4", "2026-03-02", form="webinar"),
        a_training(3, "3", "2026-03-03", form="e_learning", cap=3, per="day"),
        a_training(4, "2", "2026-03-03", form="e_learning", cap=3, per="day"),
    ]
    found = year_of(learned, 2026, LIMIT).lines
    assert [found[key].cut_by for key in (1, 2, 3, 4)] == ["", "day", "", "cap"]


def test_what_cut_a_training_of_two_days_is_the_same_in_any_order() -> None:
    learned = [
        a_training(1, "10", "2026-03-02"),  # leaves no room on the first day
        a_training(2, "4", "2026-03-02", "2026-03-03", form="e_learning", cap=3, per="day"),
        a_training(3, "3", "2026-03-03", form="e_learning", cap=3, per="day"),  # fills its form
    ]
    found = [year_of(order, 2026, LIMIT).lines[2].cut_by for order in (learned, learned[::-1])]
    assert found == ["cap", "cap"]


_FORMS = [("teknis", None, ""), ("webinar", None, ""), ("e_learning", 3, "day"),
          ("coaching", 4, "month"), ("mentoring", 4, "month"), ("lainnya", 12, "year")]  # fmt: skip


@st.composite
def trainings(draw: st.DrawFn) -> list[Learned]:
    """Draw up to nine trainings crowded into a few weeks around a month's and a year's end."""
    found = []
    for key in range(draw(st.integers(1, 9))):
        form, cap, per = draw(st.sampled_from(_FORMS))
        first = date(2026, 1, 25) + timedelta(days=draw(st.integers(-40, 12)))
        last = first + timedelta(days=draw(st.integers(0, 15)))
        jp = draw(st.decimals("0.5", "60", places=2))
        found.append(Learned(key, form, jp, first, last, Decimal(cap) if cap else None, per))
    return found


@given(trainings(), st.randoms(use_true_random=False))
def test_neither_order_nor_one_more_training_takes_hours_away(
    learned: list[Learned], rng: Random
) -> None:
    shuffled = list(learned)
    rng.shuffle(shuffled)
    for year in (2025, 2026):
        whole = year_of(learned, year, LIMIT)
        assert year_of(shuffled, year, LIMIT) == whole
        assert year_of(learned[:-1], year, LIMIT).total <= whole.total


@given(trainings())
def test_a_day_never_counts_more_than_it_holds(learned: list[Learned]) -> None:
    same_day = [
        Learned(one.key, one.form, min(one.jp, LIMIT), date(2026, 5, 4), date(2026, 5, 4))
        for one in learned
    ]
    assert year_of(same_day, 2026, LIMIT).total <= LIMIT


@given(trainings())
def test_the_lines_make_up_the_total(learned: list[Learned]) -> None:
    found = year_of(learned, 2026, LIMIT)
    added = sum((one.jp for one in found.lines.values()), Decimal())
    assert abs(added - found.total) <= Decimal("0.01") * len(learned)
    assert all(found.lines[one.key].jp <= one.jp for one in learned if one.key in found.lines)

"""Small groups stay hidden, also from subtraction; and the bands of the whole index."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.competence.rules import SMALLEST, band_of, hidden_groups, whole_of


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ([20, 30], set()),
        ([3, 20, 30], {0, 1}),  # one alone would follow from the total
        ([2, 2, 20, 30], {0, 1, 2}),  # four people together are still too few
        ([4, 3, 20], {0, 1}),
        ([0, 20], set()),
        ([3], {0}),
    ],
)
def test_hidden_groups(sizes: list[int], hidden: set[int]) -> None:
    assert hidden_groups(sizes) == hidden


@given(st.lists(st.integers(0, 40), max_size=12))
def test_no_small_group_follows_by_subtraction(sizes: list[int]) -> None:
    hidden = hidden_groups(sizes)
    assert all(place in hidden for place, size in enumerate(sizes) if 0 < size < SMALLEST)
    if hidden and len([size for size in sizes if size]) > len(hidden):
        assert len(hidden) >= 2 and sum(sizes[place] for place in hidden) >= SMALLEST


@pytest.mark.parametrize(
    ("total", "band"),
    [("91", "Sangat Tinggi"), ("90.50", "Sangat Tinggi"), ("90.49", "Tinggi"),
     ("80.5", "Tinggi"), ("80.49", "Sedang"), ("70.49", "Rendah"), ("60.49", "Sangat Rendah"),
     ("60.5", "Rendah"), ("0", "Sangat Rendah"), ("100", "Sangat Tinggi")],
)  # fmt: skip
def test_bands_round_to_whole_numbers_half_up(total: str, band: str) -> None:
    assert band_of(Decimal(total)) == band


def test_the_whole_index_has_a_band_only_when_all_dimensions_are_known() -> None:
    others = {"kualifikasi": Decimal(15), "kinerja": Decimal(25), "disiplin": Decimal(5)}
    whole = whole_of(Decimal("26.53"), others)
    assert (whole.total, whole.band) == (Decimal("71.53"), "Sedang")
    del others["kinerja"]
    assert whole_of(Decimal("26.53"), others).band == ""

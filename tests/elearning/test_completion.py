"""When an activity is done, and why a unit is closed: the rules alone."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core import webvtt
from lms.core.errors import RuleBroken
from lms.elearning import completion
from lms.elearning.opening import lock_of

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: sorted(pair)), max_size=12
)


@given(spans, spans)
def test_united_stretches_hold_the_same_seconds_once(
    one: list[list[int]], other: list[list[int]]
) -> None:
    united = completion.unite(*one, *other)
    seconds = {second for first, last in one + other for second in range(first, last)}
    assert completion.seconds_in(united) == len(seconds)
    assert all(a[1] < b[0] for a, b in zip(united, united[1:], strict=False))
    assert completion.unite(*united, *other) == united, "told twice changes nothing"


def test_nobody_sees_more_than_time_allows() -> None:
    assert completion.add_seen([], [[0, 60]], 600, 0) == [[0, 60]]
    assert completion.add_seen([[0, 60]], [[60, 150]], 600, 60) == [[0, 150]]
    assert completion.add_seen([[0, 600]], [[5, 90]], 600, 0) == [[0, 600]], "nothing new"
    with pytest.raises(RuleBroken, match="lebih panjang"):
        completion.add_seen([], [[0, 600]], 600, 30)
    for beyond in ([[0, 601]], [[-1, 5]], [[9, 3]]):
        with pytest.raises(RuleBroken, match="panjang rekaman"):
            completion.add_seen([], beyond, 600, 600)
    assert completion.time_added(500, 0, 40) == 40
    assert completion.time_added(-3, 0, 40) == 0
    assert completion.time_added(500, 500, 600) == 100, "told twice, the second time in vain"


@pytest.mark.parametrize(
    ("complete", "need", "done", "is_met"),
    [
        ("visited", 0, {}, True), ("minutes", 3, {"seconds": 179}, False),
        ("minutes", 3, {"seconds": 180}, True), ("watched", 80, {"percent": 79}, False),
        ("watched", 80, {"percent": 80}, True), ("posted", 2, {"posts": 1}, False),
        ("declared", 0, {"seconds": 9999, "percent": 100}, False), ("marked", 0, {}, False),
    ],
)  # fmt: skip
def test_what_counts_by_itself(
    complete: str, need: int, done: dict[str, int], is_met: bool
) -> None:
    assert completion.is_met(complete, need, **done) is is_met


@pytest.mark.parametrize(
    ("complete", "need", "work", "is_done"),
    [
        ("handed_in", 0, (False, False, None), False), ("handed_in", 0, (True, False, None), True),
        ("graded", 0, (True, False, None), False), ("graded", 0, (True, True, None), True),
        ("passed", 70, (True, True, None), False), ("passed", 70, (True, True, "69.99"), False),
        ("passed", 70, (True, True, "70"), True),
    ],
)  # fmt: skip
def test_a_task_is_done_as_its_file_says(
    complete: str, need: int, work: tuple[bool, bool, str | None], is_done: bool
) -> None:
    is_in, is_graded, points = work
    found = completion.is_work_done(
        complete, need, is_in=is_in, is_graded=is_graded,
        points=None if points is None else Decimal(points),
    )  # fmt: skip
    assert found is is_done
    assert completion.reason_undone(complete, need).startswith("Selesai bila")


def test_a_word_of_ones_own_counts_only_where_the_file_says_so() -> None:
    completion.check_declared("declared", 0)
    for complete in ("visited", "minutes", "watched", "marked"):
        with pytest.raises(RuleBroken, match="Selesai"):
            completion.check_declared(complete, 5)


def test_a_lock_says_what_opens_it() -> None:
    day = date(2026, 11, 30)
    common = {"tests": [], "opens_on": None, "today": day, "missing": []}
    assert lock_of(**common) is None  # type: ignore[arg-type]
    assert lock_of(**(common | {"opens_on": day})) is None  # type: ignore[arg-type]
    later = lock_of(**(common | {"opens_on": date(2026, 12, 1)}))  # type: ignore[arg-type]
    assert later is not None and "1 Desember 2026" in later.reason
    closed = lock_of(**(common | {"tests": ["Tes A", "Tes B", "Tes C", "Tes D"]}))  # type: ignore[arg-type]
    assert closed is not None and "lulus: Tes A, Tes B, Tes C, …" in closed.reason
    missing = lock_of(**(common | {"missing": ["Kuis satu", "Bacaan"]}))  # type: ignore[arg-type]
    assert missing is not None and "Kuis satu, Bacaan" in missing.reason


def test_captions_are_read_and_faults_have_their_line() -> None:
    text = "WEBVTT\n\n1\n00:01.000 --> 00:04.500 align:start\n<v Ani>Selamat\npagi\n\nNOTE x\n\n" \
           "01:00:05.000 --> 01:00:06.000\nAkhir\n"  # fmt: skip
    cues = webvtt.read(text.encode())
    assert [(cue.starts, cue.ends, cue.text) for cue in cues] == [
        (1.0, 4.5, "Selamat pagi"), (3605.0, 3606.0, "Akhir")
    ]  # fmt: skip
    for broken, line in (
        (b"SRT", 1), (b"WEBVTT\n", 1), (b"WEBVTT\n\n1:2 --> 3", 3), (b"\xff\xfe", 1),
        (b"WEBVTT\n\n00:04.000 --> 00:01.000\nx", 3),
    ):  # fmt: skip
        with pytest.raises(webvtt.Broken) as caught:
            webvtt.read(broken)
        assert caught.value.line == line

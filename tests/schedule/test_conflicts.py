"""Which sessions collide, and how the refusal says it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.schedule.conflicts import Slot, collisions, overlap, sentences

EIGHT = datetime(2026, 11, 27, 1, tzinfo=UTC)
HALL, BUDI, TUTI = 7, 1, 2


def a_slot(
    session_id: int | None = 1, *, start: float = 0, hours: float = 2, batch_id: int = 1,
    room_id: int | None = None, people: dict[int, str] | None = None,
) -> Slot:  # fmt: skip
    """Return a session that begins `start` hours after eight."""
    begins = EIGHT + timedelta(hours=start)
    return Slot(
        session_id, f"Sesi {session_id}", batch_id, f"Latsar Angkatan {batch_id}", begins,
        begins + timedelta(hours=hours), "08.00–10.00 WIB, 27 November 2026", room_id,
        f"Aula {room_id}" if room_id else "", people or {},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "hours", "collides"),
    [
        (-2, 2, False),  # ends when the other begins
        (2, 1, False),  # begins when the other ends
        (-2, 2.01, True),
        (1.99, 1, True),
        (0, 2, True),
        (0.5, 1, True),
        (-1, 4, True),
    ],
)
def test_touching_sessions_do_not_collide(start: float, hours: float, collides: bool) -> None:
    proposed = a_slot(None, start=start, hours=hours, batch_id=2, room_id=HALL)
    assert bool(collisions(proposed, [a_slot(room_id=HALL)])) == collides


def test_room_person_and_batch_are_named_room_first() -> None:
    held = a_slot(room_id=HALL, people={BUDI: "Budi Santoso", TUTI: "Tuti"})
    found = collisions(a_slot(None, room_id=HALL, people={BUDI: "Budi Santoso"}), [held])
    assert [(one.kind, one.name) for one in found] == [
        ("room", "Aula 7"), ("person", "Budi Santoso"), ("batch", "Latsar Angkatan 1"),
    ]  # fmt: skip
    when = "Sesi 1 (Latsar Angkatan 1), 08.00–10.00 WIB, 27 November 2026."
    assert sentences(found) == [
        f"Aula 7, Budi Santoso, dan angkatan ini sudah terpakai untuk {when}"
    ]


def test_each_other_session_is_named_once() -> None:
    held = [a_slot(1, batch_id=2, room_id=HALL), a_slot(2, batch_id=1, people={BUDI: "Budi"})]
    wanted = a_slot(None, batch_id=1, room_id=HALL, people={BUDI: "Budi"})
    said = sentences(collisions(wanted, held))
    assert [one.split(" sudah")[0] for one in said] == ["Aula 7", "Budi dan angkatan ini"]
    assert " ".join(said).count("sudah terpakai") == 2


def test_nothing_shared_nothing_collides() -> None:
    held = a_slot(batch_id=1, room_id=HALL, people={BUDI: "Budi"})
    assert collisions(a_slot(None, batch_id=2, room_id=8, people={TUTI: "Tuti"}), [held]) == []


def test_two_sessions_without_a_room_share_none() -> None:
    assert collisions(a_slot(None, batch_id=2), [a_slot(batch_id=1)]) == []


def test_a_session_never_collides_with_itself() -> None:
    held = a_slot(4, room_id=HALL)
    assert collisions(a_slot(4, start=1, room_id=HALL), [held]) == []
    assert len(collisions(a_slot(None, start=1, batch_id=2, room_id=HALL), [held])) == 1


def test_of_several_the_earliest_comes_first_within_a_kind() -> None:
    later, sooner = a_slot(1, start=3, room_id=HALL), a_slot(2, start=1, room_id=HALL)
    found = collisions(a_slot(None, hours=6, batch_id=9, room_id=HALL), [later, sooner])
    assert [one.other.session_id for one in found] == [2, 1]


slots = st.builds(
    a_slot,
    st.integers(1, 50),
    start=st.integers(0, 12),
    hours=st.integers(1, 5),
    batch_id=st.integers(1, 3),
    room_id=st.none() | st.integers(1, 3),
    people=st.dictionaries(st.integers(1, 3), st.sampled_from(["Budi", "Tuti"]), max_size=3),
)


@given(slots, slots)
def test_a_collision_is_mutual(one: Slot, other: Slot) -> None:
    there = sorted(found.kind for found in collisions(one, [other]))
    back = sorted(found.kind for found in collisions(other, [one]))
    assert there == back
    assert not there or overlap(one, other)

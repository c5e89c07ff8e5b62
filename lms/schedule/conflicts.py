"""Which sessions collide, and why: rooms, people, accounts, batches on one time axis. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lms.core.i18n import _
from lms.schedule import hard


@dataclass(frozen=True)
class Slot:
    """A session as far as collisions go. Times are aware; the end itself is free again.

    `room` and `people` carry ids with the names to show; an asynchronous session occupies nothing
    and is no slot.
    """

    session_id: int | None
    title: str
    batch_id: int
    batch: str
    starts_at: datetime
    ends_at: datetime
    #: "13.00–15.15 WIB, 27 November 2026", written by the caller.
    when: str = ""
    room_id: int | None = None
    room: str = ""
    people: Mapping[int, str] = field(default_factory=dict, hash=False)
    account_id: int | None = None
    account: str = ""
    #: None: the whole batch meets.
    group_id: int | None = None


@dataclass(frozen=True)
class Collision:
    """Two sessions that want the same thing at the same time."""

    kind: str
    name: str
    other: Slot

    @property
    def what(self) -> str:
        """Return what both want: the room or person by name, or this batch."""
        return _("angkatan ini") if self.kind == "batch" else self.name


def sentences(found: Iterable[Collision]) -> list[str]:
    """Return one sentence for each other session, naming everything it holds already."""
    by_session: dict[Slot, list[str]] = {}
    for one in found:
        by_session.setdefault(one.other, []).append(one.what)
    return [
        _(
            "%(what)s sudah terpakai untuk %(title)s (%(batch)s), %(when)s.",
            what=_enumerated(what), title=other.title, batch=other.batch, when=other.when,
        )
        for other, what in by_session.items()
    ]  # fmt: skip


def _enumerated(names: list[str]) -> str:
    """Write names as a list in words, beginning with a capital: A, B, dan C."""
    if len(names) < 3:
        words = _(" dan ").join(names)
    else:
        words = _("%(names)s, dan %(last)s", names=", ".join(names[:-1]), last=names[-1])
    return words[:1].upper() + words[1:]


def overlap(one: Slot, other: Slot) -> bool:
    """Tell whether two sessions share time; touching ends do not."""
    return hard.overlap(one.starts_at, one.ends_at, other.starts_at, other.ends_at)


def collisions(proposed: Slot, others: Iterable[Slot]) -> list[Collision]:
    """Return everything that keeps `proposed` from taking place, room first."""
    found = []
    for other in others:
        same = proposed.session_id is not None and proposed.session_id == other.session_id
        if same or not overlap(proposed, other):
            continue
        if proposed.room_id is not None and proposed.room_id == other.room_id:
            found.append(Collision("room", other.room, other))
        found += [
            Collision("person", name, other)
            for person, name in proposed.people.items()
            if person in other.people
        ]
        if proposed.account_id is not None and proposed.account_id == other.account_id:
            found.append(Collision("account", other.account, other))
        if proposed.batch_id == other.batch_id and _share_trainees(proposed, other):
            found.append(Collision("batch", other.batch, other))
    order = ("room", "person", "account", "batch")
    return sorted(found, key=lambda one: (order.index(one.kind), one.other.starts_at))


def _share_trainees(one: Slot, other: Slot) -> bool:
    """Tell whether sessions of the same batch want the same people: groups meet side by side."""
    return one.group_id is None or other.group_id is None or one.group_id == other.group_id

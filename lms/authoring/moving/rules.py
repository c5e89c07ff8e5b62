"""Which unit of a version is which unit of another, and what keeps a batch where it is. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lms.core.i18n import _

_NUMBER = re.compile(r"(^|/)\d\d-")


@dataclass(frozen=True)
class Place:
    """A phase, subject or unit of a version: what it is known by."""

    id: int
    key: str
    kind: str
    title: str


@dataclass(frozen=True)
class Match:
    """What became of the places of a version in another: (old, new), gone, added."""

    pairs: list[tuple[Place, Place]]
    gone: list[Place]
    added: list[Place]

    @property
    def ids(self) -> dict[int, int]:
        """Return old id -> new id."""
        return {old.id: new.id for old, new in self.pairs}


def match(old: Sequence[Place], new: Sequence[Place]) -> Match:
    """Return which of the new places are the old ones.

    First by key, then by the names without their numbers, then by title where that says it alone:
    a unit that was moved or renamed keeps what people did with it.
    """
    left, free = {one.id: one for one in old}, {one.id: one for one in new}
    found: dict[int, Place] = {}
    for name_of in (_key, _name, _title):
        offered = _alone(free.values(), name_of)
        for name, place in _alone(left.values(), name_of).items():
            other = offered.get(name)
            if other is not None:
                found[place.id] = other
                del left[place.id], free[other.id]
    pairs = [(one, found[one.id]) for one in old if one.id in found]
    return Match(pairs, list(left.values()), list(free.values()))


def _key(place: Place) -> tuple[str, str]:
    return place.kind, place.key


def _name(place: Place) -> tuple[str, str]:
    return place.kind, _NUMBER.sub(r"\1", place.key)


def _title(place: Place) -> tuple[str, str]:
    return place.kind, place.title.casefold()


def _alone(places, name_of) -> dict[tuple[str, str], Place]:  # type: ignore[no-untyped-def]
    """Return the places by name, those apart that share theirs with another."""
    by_name: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        by_name.setdefault(name_of(place), []).append(place)
    return {name: found[0] for name, found in by_name.items() if len(found) == 1}


@dataclass(frozen=True)
class Standing:
    """What of a batch decides whether it may go over."""

    state: str
    is_released: bool
    #: Trainees in the middle of a quiz.
    in_quiz: int
    rulebooks: tuple[str, str]
    phases: Match
    #: Keys of graded parts with entered scores that the other version does not have.
    lost_parts: Sequence[str] = ()
    #: Titles of tasks with marks whose rubric has other criteria in the other version.
    other_rubrics: Sequence[str] = field(default_factory=list)
    #: Titles of units of this batch alone whose subject the other version does not have.
    homeless: Sequence[str] = field(default_factory=list)


def refusals(found: Standing) -> Iterator[str]:
    """Yield why a batch stays on its version, each in a sentence; nothing when it may go over."""
    if found.state == "closed":
        yield _("Angkatan ini sudah ditutup.")
    if found.is_released:
        yield _("Hasil angkatan ini sudah diumumkan; nilainya tidak boleh dihitung dari isi lain.")
    if found.in_quiz:
        yield _("%(count)s peserta sedang mengerjakan kuis. Tunggu sampai terkirim.",
                count=found.in_quiz)  # fmt: skip
    if found.rulebooks[0] != found.rulebooks[1]:
        yield _("Aturan nilainya lain: %(old)s dan %(new)s.", old=found.rulebooks[0],
                new=found.rulebooks[1])  # fmt: skip
    for phase in (*found.phases.gone, *found.phases.added):
        yield _("Tahap %(title)s hanya ada pada salah satu versi, jadi tanggalnya tidak jelas.",
                title=phase.title)  # fmt: skip
    for key in found.lost_parts:
        yield _(
            "Bagian nilai %(key)s sudah berisi nilai, tetapi tidak ada pada versi itu.", key=key
        )
    for title in found.other_rubrics:
        yield _("Tugas %(title)s sudah dinilai, tetapi kriterianya lain pada versi itu.",
                title=title)  # fmt: skip
    for title in found.homeless:
        yield _("%(title)s milik angkatan ini saja; mata pelatihannya tidak ada pada versi itu.",
                title=title)  # fmt: skip


def renamed_sources(
    components: Sequence[Mapping[str, object]], keys: Mapping[str, str]
) -> list[dict[str, object]]:
    """Return graded parts with the tasks they name under their new keys."""
    renamed = []
    for part in components:
        kind, colon, key = str(part["source"]).partition(":")
        renamed.append({**part, "source": f"{kind}{colon}{keys.get(key, key)}"})
    return renamed

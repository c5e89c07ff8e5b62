"""Resources as the rows of their tables, by the key of `lms.schedule.sheets`."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select

from lms.catalogue.models import Course, Programme
from lms.core.clock import local, now
from lms.core.db import db, rows
from lms.schedule.models import Block, Holiday, Room, Travel, WebinarAccount
from lms.schedule.queries.resources import (
    all_accounts,
    buildings,
    instructors,
    profiles,
    rights,
)
from lms.schedule.queries.working import grids
from lms.schedule.rules import write_spans
from lms.schedule.sheets import HOLIDAYS, WEEKDAYS, Facts, key_of, write_hours


def sheet_rows(kind: str) -> dict[str, Facts]:
    """Return all resources of a kind as rows of a table, by their key."""
    return _KINDS[kind]()


def subjects_by_programme() -> dict[str, tuple[int, set[str]]]:
    """Return the programmes by key, each with its id and the keys of its present subjects."""
    found = db.session.execute(
        select(Programme.key, Programme.id, Course.key)
        .outerjoin(Course, Course.version_id == Programme.current_version_id)
        .order_by(Programme.key, Course.position)
    )
    programmes: dict[str, tuple[int, set[str]]] = {}
    for key, programme_id, subject in found:
        own = programmes.setdefault(key, (programme_id, set()))[1]
        if subject:
            own.add(subject)
    return programmes


def subject_choices() -> list[tuple[str, str]]:
    """Return what an instructor may be given the right to teach: ("3:", title), ("3:key", …)."""
    found = db.session.execute(
        select(Programme.id, Programme.title, Course.key, Course.title)
        .outerjoin(Course, Course.version_id == Programme.current_version_id)
        .order_by(Programme.title, Course.position)
    )
    choices: dict[str, str] = {}
    for programme_id, programme, key, title in found:
        choices.setdefault(f"{programme_id}:", programme)
        if key:
            choices[f"{programme_id}:{key}"] = f"{programme}: {title}"
    return list(choices.items())


def _rooms() -> dict[str, Facts]:
    names = {building.id: building.name for building in buildings()}
    return {
        room.name: {
            "nama": room.name, "kursi": str(room.capacity),
            "gedung": names.get(room.building_id or 0, ""), "letak": room.building,
            "perlengkapan": room.equipment,
        }
        for room in rows(select(Room).order_by(Room.name))
    }  # fmt: skip


def _accounts() -> dict[str, Facts]:
    return {
        account.name: {
            "nama": account.name, "kapasitas": str(account.capacity), "tautan": account.link,
            "dipakai": "tidak" if account.is_closed else "ya",
        }
        for account in all_accounts()
    }  # fmt: skip


def _holidays() -> dict[str, Facts]:
    words = {kind: word for word, kind in HOLIDAYS.items()}
    return {
        holiday.day.isoformat(): {
            "tanggal": holiday.day.isoformat(), "nama": holiday.name,
            "jenis": words[holiday.kind], "keyakinan": holiday.confidence,
            "sumber": holiday.source,
        }
        for holiday in rows(select(Holiday).order_by(Holiday.day))
    }  # fmt: skip


def _instructors() -> dict[str, Facts]:
    known, may = profiles(), rights()
    names = {building.id: building.name for building in buildings()}
    keys = {programme_id: key for key, (programme_id, _own) in subjects_by_programme().items()}
    found = {}
    for person in instructors():
        profile = known.get(person.id)
        own = may.get(person.id, {})
        ceilings = {
            name: str(getattr(profile, column) or "") if profile else ""
            for name, column in (
                ("jp sehari", "jp_per_day"), ("jp sepekan", "jp_per_week"),
                ("jp sebulan", "jp_per_month"),
            )
        }  # fmt: skip
        found[person.nip or ""] = {
            "nip": person.nip or "", "jenjang": profile.level if profile else "", **ceilings,
            "mata pelatihan": "; ".join(
                keys[one] + (f": {', '.join(sorted(own[one]))}" if own[one] != {""} else "")
                for one in sorted(own)
            ),
            "jam": write_hours(profile.hours) if profile else "",
            "gedung asal": names.get((profile.home_base_id if profile else 0) or 0, ""),
            "catatan": profile.note if profile else "",
        }  # fmt: skip
    return found


def resources_named() -> dict[str, tuple[str, int]]:
    """Return what a closure can be of by name: kind and id; a room comes before an account."""
    accounts = {one.name: ("account", one.id) for one in rows(select(WebinarAccount))}
    return accounts | {one.name: ("room", one.id) for one in rows(select(Room))}


def instructors_by_nip() -> dict[str, tuple[str, int]]:
    """Return what leave can be of by NIP: kind and id."""
    return {one.nip: ("person", one.id) for one in instructors() if one.nip}


def blocks_by_key(known: Mapping[str, tuple[str, int]]) -> dict[str, Block]:
    """Return the closures or leave of these things that are not over, by name and begin."""
    names = {thing: name for name, thing in known.items()}
    found = rows(
        select(Block).where(Block.ends_at > now()).order_by(Block.starts_at, Block.id).limit(5000)
    )
    return {
        key_of((names[one.kind, one.resource_id], _clock(one.starts_at))): one
        for one in found
        if (one.kind, one.resource_id) in names
    }


def _clock(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H.%M}"


def _blocks(first: str, known: Mapping[str, tuple[str, int]]) -> dict[str, Facts]:
    return {
        key: {
            first: key.rpartition(", ")[0], "mulai": _clock(one.starts_at),
            "selesai": _clock(one.ends_at), "alasan": one.reason,
        }
        for key, one in blocks_by_key(known).items()
    }  # fmt: skip


def _travels() -> dict[str, Facts]:
    names = {building.id: building.name for building in buildings()}
    found = {}
    for one in rows(select(Travel)):
        pair = sorted((names[one.from_id], names[one.to_id]))
        found[key_of(pair)] = {"dari": pair[0], "ke": pair[1], "menit": str(one.minutes)}
    return dict(sorted(found.items()))


def _grids() -> dict[str, Facts]:
    found = {}
    for grid in grids():
        key = (
            grid.programme.key if grid.programme else "",
            "" if grid.weekday is None else WEEKDAYS[grid.weekday],
            grid.from_on.isoformat(),
        )
        found[key_of(key)] = {
            "program": key[0], "hari": key[1], "berlaku mulai": key[2],
            "blok jam": write_spans(grid.blocks),
        }  # fmt: skip
    return found


_KINDS: dict[str, Callable[[], dict[str, Facts]]] = {
    "ruang": _rooms, "akun-webinar": _accounts, "libur": _holidays, "pengajar": _instructors,
    "penutupan": lambda: _blocks("nama", resources_named()),
    "cuti": lambda: _blocks("nip", instructors_by_nip()),
    "waktu-tempuh": _travels, "pola-jam": _grids,
}  # fmt: skip

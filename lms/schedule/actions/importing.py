"""Bringing resources in from a table: comparing first, then writing all rows at once."""

from collections.abc import Callable, Sequence
from datetime import date

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.tables import Table
from lms.people.models import Person
from lms.schedule import queries, sheets
from lms.schedule.actions.instructors import ProfileFacts, set_profile
from lms.schedule.actions.rooms import (
    AccountFacts,
    RoomFacts,
    add_account,
    add_building,
    add_room,
    edit_account,
    edit_room,
)
from lms.schedule.actions.working import set_holiday
from lms.schedule.sheets import Facts


def preview_sheet(kind: str, table: Table) -> list[sheets.Row]:
    """Return what each row of a table of resources would change; nothing is written."""
    programmes = queries.subjects_by_programme()

    def check(facts: Facts) -> None:
        if kind == "pengajar":
            read_rights(facts["mata pelatihan"], programmes)

    return sheets.compare(sheets.SHEETS[kind], table, queries.sheet_rows(kind), check)


def read_rights(
    text: str, programmes: dict[str, tuple[int, set[str]]]
) -> tuple[tuple[int, str], ...]:
    """Return the rights of a text like "latsar-cpns; pkp: 03-etika, 04-isu" as (programme, key)."""
    found = []
    for part in filter(None, (one.strip() for one in text.split(";"))):
        key, _colon, subjects = part.partition(":")
        if key.strip() not in programmes:
            raise RuleBroken(_("Program %(key)s tidak ada.", key=key.strip()))
        programme_id, known = programmes[key.strip()]
        chosen = [one.strip() for one in subjects.split(",") if one.strip()] or [""]
        for one in chosen:
            if one and one not in known:
                raise RuleBroken(_("%(program)s tidak memuat mata pelatihan %(key)s.",
                                   program=key.strip(), key=one))  # fmt: skip
            found.append((programme_id, one))
    return tuple(found)


def apply_sheet(kind: str, rows: Sequence[Facts], *, by: Person) -> int:
    """Write the rows of an accepted preview; returns how many."""
    write = _WRITERS[kind]
    for facts in rows:
        write(facts, by)
    return len(rows)


def _room(facts: Facts, by: Person) -> None:
    building = add_building(facts["gedung"], by=by) if facts["gedung"] else None
    told = RoomFacts(
        facts["nama"], int(facts["kursi"]), facts["letak"], facts["perlengkapan"],
        building.id if building else None,
    )  # fmt: skip
    room = queries.room_named(told.name)
    if room is None:
        add_room(told, by=by)
    else:
        edit_room(room, told, by=by)


def _account(facts: Facts, by: Person) -> None:
    told = AccountFacts(facts["nama"], int(facts["kapasitas"]), facts["tautan"])
    account = queries.account_named(told.name) or add_account(told, by=by)
    edit_account(account, told, closed=facts["dipakai"] == "tidak", by=by)


def _holiday(facts: Facts, by: Person) -> None:
    set_holiday(
        date.fromisoformat(facts["tanggal"]), facts["nama"], sheets.HOLIDAYS[facts["jenis"]],
        confidence=facts["keyakinan"], source=facts["sumber"], by=by,
    )  # fmt: skip


def _instructor(facts: Facts, by: Person) -> None:
    person = next(one for one in queries.instructors() if one.nip == facts["nip"])
    base = add_building(facts["gedung asal"], by=by) if facts["gedung asal"] else None
    set_profile(
        person,
        ProfileFacts(
            level=facts["jenjang"],
            jp_per_day=_number(facts["jp sehari"]),
            jp_per_week=_number(facts["jp sepekan"]),
            jp_per_month=_number(facts["jp sebulan"]),
            hours=sheets.read_hours(facts["jam"]),
            home_base_id=base.id if base else None,
            note=facts["catatan"],
            rights=read_rights(facts["mata pelatihan"], queries.subjects_by_programme()),
        ),
        by=by,
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


_WRITERS: dict[str, Callable[[Facts, Person], None]] = {
    "ruang": _room, "akun-webinar": _account, "libur": _holiday, "pengajar": _instructor,
}  # fmt: skip

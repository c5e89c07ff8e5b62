"""Bringing resources in from a table: comparing first, then writing all rows at once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from lms.core.clock import from_local
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
    set_travel,
)
from lms.schedule.actions.working import add_block, edit_block, set_grid, set_holiday
from lms.schedule.rules import read_spans
from lms.schedule.sheets import Facts


def preview_sheet(kind: str, table: Table) -> list[sheets.Row]:
    """Return what each row of a table of resources would change; nothing is written."""
    return sheets.compare(sheets.SHEETS[kind], table, queries.sheet_rows(kind), _check(kind))


def _check(kind: str) -> Callable[[Facts], None]:
    """Return what refuses a row that its cells alone do not show to be wrong."""
    if kind == "pengajar":
        programmes = queries.subjects_by_programme()

        def check_rights(facts: Facts) -> None:
            read_rights(facts["mata pelatihan"], programmes)

        return check_rights
    if kind in _AWAY:
        column, look_up = _AWAY[kind]
        known = look_up()

        def check_absence(facts: Facts) -> None:
            if facts[column] not in known:
                raise RuleBroken(_("%(key)s tidak dikenal.", key=facts[column]))
            if facts["selesai"] <= facts["mulai"]:
                raise RuleBroken(_("Waktu selesai harus sesudah waktu mulai."))

        return check_absence
    if kind == "pola-jam":
        return _check_grid(queries.subjects_by_programme())
    return _check_way if kind == "waktu-tempuh" else lambda _facts: None


def _check_grid(programmes: Mapping[str, object]) -> Callable[[Facts], None]:
    def check_grid(facts: Facts) -> None:
        if facts["program"] and facts["program"] not in programmes:
            raise RuleBroken(_("Program %(key)s tidak ada.", key=facts["program"]))

    return check_grid


def _check_way(facts: Facts) -> None:
    if facts["dari"] == facts["ke"]:
        raise RuleBroken(_("Tulis dua gedung yang berbeda."))


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
    if kind in _AWAY:
        _apply_blocks(kind, rows, by)
        return len(rows)
    if kind == "waktu-tempuh":
        _apply_ways(rows, by)
        return len(rows)
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


#: Kinds of absence: the column that names the thing, and where its name is looked up.
_AWAY: dict[str, tuple[str, Callable[[], dict[str, tuple[str, int]]]]] = {
    "penutupan": ("nama", queries.resources_named), "cuti": ("nip", queries.instructors_by_nip),
}  # fmt: skip


def _apply_blocks(kind: str, rows: Sequence[Facts], by: Person) -> None:
    """Note closures or leave; what begins at the same time is the same one, changed."""
    column, look_up = _AWAY[kind]
    known = look_up()
    present = queries.blocks_by_key(known)
    for facts in rows:
        block = present.get(sheets.key_of((facts[column], facts["mulai"])))
        starts_at, ends_at = _moment(facts["mulai"]), _moment(facts["selesai"])
        if block is None:
            add_block(*known[facts[column]], starts_at, ends_at, facts["alasan"], by=by)
        else:
            edit_block(block, ends_at, facts["alasan"], by=by)


def _apply_ways(rows: Sequence[Facts], by: Person) -> None:
    """Note the minutes of these ways, all other ways as they are."""
    minutes = queries.travels()
    for facts in rows:
        pair = [add_building(facts[end], by=by).id for end in ("dari", "ke")]
        minutes[min(pair), max(pair)] = _number(facts["menit"]) or 0
    set_travel({pair: most for pair, most in minutes.items() if pair[0] < pair[1]}, by=by)


def _grid(facts: Facts, by: Person) -> None:
    programme = queries.subjects_by_programme()[facts["program"]][0] if facts["program"] else None
    set_grid(
        programme, sheets.WEEKDAYS.index(facts["hari"]) if facts["hari"] else None,
        date.fromisoformat(facts["berlaku mulai"]), read_spans(facts["blok jam"]), by=by,
    )  # fmt: skip


def _moment(text: str) -> datetime:
    return from_local(datetime.strptime(text, "%Y-%m-%d %H.%M"))  # noqa: DTZ007 (a wall clock)


def _number(text: str) -> int | None:
    return int(text) if text else None


_WRITERS: dict[str, Callable[[Facts, Person], None]] = {
    "ruang": _room, "akun-webinar": _account, "libur": _holiday, "pengajar": _instructor,
    "pola-jam": _grid,
}  # fmt: skip

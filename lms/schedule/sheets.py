"""Resources as tables: which columns they have, and what each row of a table would change. Pure.

A resource is a dictionary of texts by column, the same for reading and writing, so that what was
exported and not touched changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lms.core.errors import RuleBroken
from lms.core.i18n import _, _l
from lms.core.tables import Table, cell_at, column_name
from lms.people.rules import cell_text, nip_in_cell
from lms.schedule.rules import JP_MINUTES, LADDER, check_blocks, read_spans, write_spans

Facts = dict[str, str]
#: More rows than any agency has rooms or holidays; a longer file is a mistake.
MOST_ROWS = 1000
WEEKDAYS = ("sen", "sel", "rab", "kam", "jum", "sab", "min")
HOLIDAYS = {"nasional": "national", "cuti bersama": "joint", "lokal": "local"}


def _text(cell: object) -> str:
    return " ".join(cell_text(cell).split())


def _needed(cell: object) -> str:
    text = _text(cell)
    if not text:
        raise RuleBroken(_("Kolom ini wajib diisi."))
    return text


def _whole(cell: object, most: int = 5000) -> str:
    text = _text(cell).removesuffix(".0")
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise RuleBroken(_("%(cell)s bukan angka 1 sampai %(most)s.", cell=text, most=most))
    return str(int(text))


def _ceiling(cell: object) -> str:
    return _whole(cell, 500) if _text(cell) else ""


def _minutes(cell: object) -> str:
    """Read minutes of a way; none takes it away."""
    return _whole(cell, 600) if _text(cell).removesuffix(".0") not in ("", "0") else ""


def _blocks(cell: object) -> str:
    """Read the blocks of a training day, whole JP each, and write them as people type them."""
    blocks = read_spans(_text(cell))
    check_blocks(blocks, JP_MINUTES)
    return write_spans(blocks)


def _yes(cell: object) -> str:
    text = _text(cell).lower()
    if text not in ("ya", "tidak", ""):
        raise RuleBroken(_("Tulis ya atau tidak."))
    return text or "ya"


def _day(cell: object) -> str:
    text = cell.isoformat()[:10] if isinstance(cell, date) else _text(cell)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as fault:
        raise RuleBroken(_("Tulis tanggal seperti 2026-12-25.")) from fault


def _moment(cell: object) -> str:
    """Read a time on the agency's clock; a day alone is its beginning."""
    text = cell.isoformat() if isinstance(cell, (date, datetime)) else _text(cell)
    try:
        found = datetime.fromisoformat(text.replace(" ", "T", 1).replace(".", ":"))
    except ValueError as fault:
        raise RuleBroken(_("Tulis waktu seperti 2026-12-25 08.00.")) from fault
    return f"{found:%Y-%m-%d %H.%M}"


def _one_of(words: Sequence[str]) -> Callable[[object], str]:
    def read(cell: object) -> str:
        text = _text(cell).lower()
        if text not in words:
            raise RuleBroken(
                _("Pilih salah satu: %(words)s.", words=", ".join(filter(None, words)))
            )
        return text

    return read


def _link(cell: object) -> str:
    text = _text(cell)
    if not text.startswith(("https://", "http://")):
        raise RuleBroken(_("Tulis tautan lengkap, mulai dengan https://."))
    return text


def _weekly(cell: object) -> str:
    return write_hours(read_hours(_text(cell)))


def read_hours(text: str) -> dict[str, list[list[str]]]:
    """Return weekly hours written "Sen 08.00-12.00, 13.00-16.00; Kam 08.00-12.00" by weekday."""
    found: dict[str, list[list[str]]] = {}
    for part in text.replace("\n", ";").split(";"):
        if not part.strip():
            continue
        word, _space, spans = part.strip().partition(" ")
        if word[:3].lower() not in WEEKDAYS or not spans.strip():
            raise RuleBroken(_("Tulis hari dan jamnya, misalnya Sen 08.00-16.00; Kam 08.00-12.00."))
        found[str(WEEKDAYS.index(word[:3].lower()))] = read_spans(spans)
    return dict(sorted(found.items()))


def write_hours(hours: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """Write weekly hours as `read_hours` reads them."""
    return "; ".join(
        f"{WEEKDAYS[int(day)].capitalize()} {write_spans(spans)}" for day, spans in hours.items()
    )


@dataclass(frozen=True)
class Column:
    """A column: its name in files, other names it may have, how a cell is read."""

    name: str
    title: object
    read: Callable[[object], str] = _text
    others: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Return the names as `Table.header` writes them."""
        return [column_name(one) for one in (self.name, *self.others)]


@dataclass(frozen=True)
class Sheet:
    """A kind of resource as a table; the first `keys` columns tell which one a row is about."""

    kind: str
    title: object
    columns: tuple[Column, ...]
    #: Whether rows may be about something new.
    adds: bool = True
    #: How many of the first columns together tell which one a row is about.
    keys: int = 1
    #: Whether these say the same in any order: from here to there is from there to here.
    either_way: bool = False


SHEETS = {
    sheet.kind: sheet
    for sheet in (
        Sheet("ruang", _l("Ruang"), (
            Column("nama", _l("Nama ruang"), _needed, ("nama ruang", "ruang")),
            Column("kursi", _l("Jumlah kursi"), _whole, ("kapasitas", "jumlah kursi")),
            Column("gedung", _l("Gedung")),
            Column("letak", _l("Gedung dan lantai"), _text, ("gedung dan lantai", "lokasi")),
            Column("perlengkapan", _l("Perlengkapan")),
        )),
        Sheet("akun-webinar", _l("Akun webinar"), (
            Column("nama", _l("Nama akun"), _needed, ("nama akun", "akun")),
            Column("kapasitas", _l("Kapasitas"), _whole),
            Column("tautan", _l("Tautan pertemuan"), _link, ("link",)),
            Column("dipakai", _l("Dipakai"), _yes),
        )),
        Sheet("libur", _l("Hari libur"), (
            Column("tanggal", _l("Tanggal"), _day),
            Column("nama", _l("Nama"), _needed, ("keterangan",)),
            Column("jenis", _l("Jenis"), _one_of(tuple(HOLIDAYS))),
            Column("keyakinan", _l("Keyakinan"),
                   lambda cell: _one_of(("c", "c1", "d", "m"))(cell or "c").upper()),
            Column("sumber", _l("Sumber")),
        )),
        Sheet("pengajar", _l("Pengajar"), (
            Column("nip", _l("NIP"), nip_in_cell),
            Column("jenjang", _l("Jenjang tertinggi"), _one_of(("", *LADDER))),
            Column("jp sehari", _l("JP sehari"), _ceiling),
            Column("jp sepekan", _l("JP sepekan"), _ceiling),
            Column("jp sebulan", _l("JP sebulan"), _ceiling),
            Column("mata pelatihan", _l("Mata pelatihan"), _text, ("hak mengajar",)),
            Column("jam", _l("Jam tersedia"), _weekly, ("jam tersedia",)),
            Column("gedung asal", _l("Gedung asal")),
            Column("catatan", _l("Catatan")),
        ), adds=False),
        Sheet("penutupan", _l("Penutupan ruang dan akun"), (
            Column("nama", _l("Ruang atau akun"), _needed, ("ruang", "akun")),
            Column("mulai", _l("Mulai"), _moment),
            Column("selesai", _l("Selesai"), _moment),
            Column("alasan", _l("Alasan"), _needed, ("keterangan",)),
        ), keys=2),
        Sheet("cuti", _l("Cuti dan tugas lain pengajar"), (
            Column("nip", _l("NIP"), nip_in_cell),
            Column("mulai", _l("Mulai"), _moment),
            Column("selesai", _l("Selesai"), _moment),
            Column("alasan", _l("Alasan"), _needed, ("keterangan",)),
        ), keys=2),
        Sheet("waktu-tempuh", _l("Waktu tempuh antargedung"), (
            Column("dari", _l("Dari"), _needed),
            Column("ke", _l("Ke"), _needed),
            Column("menit", _l("Menit"), _minutes),
        ), keys=2, either_way=True),
        Sheet("pola-jam", _l("Pola jam"), (
            Column("program", _l("Program")),
            Column("hari", _l("Hari"),
                   lambda cell: _one_of(("", *WEEKDAYS))(_text(cell)[:3])),
            Column("berlaku mulai", _l("Berlaku mulai"), _day),
            Column("blok jam", _l("Blok jam"), _blocks),
        ), keys=3),
    )
}  # fmt: skip


@dataclass
class Row:
    """A row of a table: what it says, what it changes, or why it cannot be used."""

    line: int
    key: str
    kind: str = "same"
    facts: Facts = field(default_factory=dict)
    #: title of the column -> (before, after)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    problem: str = ""


def key_of(cells: Sequence[str]) -> str:
    """Return what tells which resource a row is about."""
    return ", ".join(cells)


def compare(
    sheet: Sheet, table: Table, known: Mapping[str, Facts], check: Callable[[Facts], None]
) -> list[Row]:
    """Return what each row of a table would change of the `known` resources, by their key.

    A column that is missing changes nothing; `check` refuses what the cells alone cannot show.
    """
    places = {column.name: table.column(*column.names) for column in sheet.columns}
    for first in sheet.columns[: sheet.keys]:
        if places[first.name] is None:
            raise RuleBroken(
                _("Baris pertama harus memuat kolom bernama %(name)s.", name=first.name)
            )
    seen: dict[str, int] = {}
    rows = []
    for line, cells in table.rows:
        row = _read(sheet, places, line, cells, known)
        earlier = seen.setdefault(row.key, line)
        if not row.problem and earlier != line:
            row.problem = _("%(key)s sudah ada di baris %(line)s.", key=row.key, line=earlier)
        if not row.problem:
            try:
                check(row.facts)
            except RuleBroken as refused:
                row.problem = refused.sentence
        if row.problem:
            row.kind = "fault"
        rows.append(row)
    return rows


def _read(
    sheet: Sheet, places: Mapping[str, int | None], line: int, cells: Sequence[object],
    known: Mapping[str, Facts],
) -> Row:  # fmt: skip
    keys = []
    row = Row(line, _text(cell_at(cells, places[sheet.columns[0].name])))
    for first in sheet.columns[: sheet.keys]:
        try:
            keys.append(first.read(cell_at(cells, places[first.name])))
        except RuleBroken as refused:
            row.problem = f"{first.title}: {refused.sentence}"
            return row
    if sheet.either_way:
        keys.sort()
    row.key = key_of(keys)
    before = known.get(row.key)
    if before is None and not sheet.adds:
        row.problem = _("%(key)s belum terdaftar sebagai pengajar.", key=row.key)
        return row
    row.facts = dict(before or {})
    for column in sheet.columns:
        place = places[column.name]
        if place is None and before is not None:
            continue
        try:
            row.facts[column.name] = column.read(cell_at(cells, place))
        except RuleBroken as refused:
            row.problem = f"{column.title}: {refused.sentence}"
            return row
    row.facts |= {column.name: key for column, key in zip(sheet.columns, keys, strict=False)}
    row.changes = {
        str(column.title): ((before or {}).get(column.name, ""), row.facts[column.name])
        for column in sheet.columns
        if before is None or before.get(column.name, "") != row.facts[column.name]
    }
    row.kind = "new" if before is None else "changed" if row.changes else "same"
    return row

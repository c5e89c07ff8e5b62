"""What a table of personnel says: columns by their names, cells as facts, each fault a sentence.

Pure. The layout of such tables differs from office to office; names of columns are compared
without case and signs, and a column nobody knows is left out and named.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from rapidfuzz import fuzz, process

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.rules import PPPK_GRADES, RANKS, cell_text, check_nip, nip_in_cell

#: fact -> names its column may have, the first one stands in the template.
COLUMNS: dict[str, tuple[str, ...]] = {
    "nip": ("nip", "nip baru", "nipbaru", "nomor induk pegawai"),
    "name": ("nama", "nama lengkap", "nama pegawai", "nama pns"),
    "title_front": ("gelar depan", "gelar dpn"),
    "title_back": ("gelar belakang", "gelar blk"),
    "birth_place": ("tempat lahir", "tempat lahir nama", "tmp lahir"),
    "birth_date": ("tanggal lahir", "tgl lahir", "tgl lahir pegawai"),
    "employment": ("status kepegawaian", "status pegawai", "status", "jenis pegawai"),
    "position_kind": ("jenis jabatan", "jenis jabatan nama", "kelompok jabatan"),
    "position_title": ("jabatan", "nama jabatan", "jabatan nama"),
    "golongan": ("golongan", "gol", "golongan ruang", "gol ruang", "gol akhir nama"),
    "opd": ("opd", "perangkat daerah", "unit kerja", "unit organisasi", "unor", "unor induk nama",
            "instansi"),
    "email": ("surel", "email", "e mail"),
    "ended_on": ("tanggal berhenti", "tgl berhenti", "tmt pensiun", "tanggal pensiun"),
    "year": ("tahun", "tahun penilaian", "tahun data"),
    "kualifikasi": ("pendidikan terakhir", "pendidikan", "tingkat pendidikan",
                    "tingkat pendidikan nama", "kualifikasi"),
    "kinerja": ("predikat kinerja", "kinerja", "predikat skp"),
    "disiplin": ("hukuman disiplin", "disiplin", "tingkat hukuman disiplin"),
}  # fmt: skip
#: Facts of the person's row; the others belong to a dimension of the index.
PERSON_FACTS = (
    "name", "title_front", "title_back", "birth_place", "birth_date", "employment",
    "position_kind", "position_title", "golongan", "opd", "email", "ended_on",
)  # fmt: skip
#: Points of each dimension of the index by what is told (docs/facts.md 5, C1).
POINTS: dict[str, dict[str, Decimal]] = {
    "kualifikasi": {
        "S3": Decimal(25), "S2": Decimal(20), "S1": Decimal(15), "D4": Decimal(15),
        "D3": Decimal(10), "D2": Decimal(5), "D1": Decimal(5), "SLTA": Decimal(5),
        "SLTP": Decimal(1), "SD": Decimal(1),
    },
    "kinerja": {
        "Sangat Baik": Decimal(30), "Baik": Decimal(25), "Cukup": Decimal(15),
        "Kurang": Decimal(5), "Sangat Kurang": Decimal(1),
    },
    "disiplin": {
        "tidak pernah": Decimal(5), "ringan": Decimal(3), "sedang": Decimal(2),
        "berat": Decimal(1),
    },
}  # fmt: skip
#: Other words for the same.
_SAME: dict[str, dict[str, str]] = {
    "employment": {"pns": "pns", "cpns": "cpns", "pppk": "pppk", "p3k": "pppk", "calon pns": "cpns",
                   "pns aktif": "pns", "pppk aktif": "pppk"},
    "position_kind": {
        "jpt": "jpt", "pimpinan tinggi": "jpt", "jabatan pimpinan tinggi": "jpt",
        "jpt pratama": "jpt", "jpt madya": "jpt", "eselon ii": "jpt",
        "administrator": "administrator", "jabatan administrator": "administrator",
        "eselon iii": "administrator", "pengawas": "pengawas", "jabatan pengawas": "pengawas",
        "eselon iv": "pengawas", "fungsional": "fungsional", "jabatan fungsional": "fungsional",
        "fungsional tertentu": "fungsional", "jabatan fungsional tertentu": "fungsional",
        "pelaksana": "pelaksana", "jabatan pelaksana": "pelaksana",
        "fungsional umum": "pelaksana", "jabatan fungsional umum": "pelaksana"},
    "kualifikasi": {"s 3": "S3", "doktor": "S3", "s 2": "S2", "magister": "S2", "s 1": "S1",
                    "sarjana": "S1", "s 1 sarjana": "S1", "s1 sarjana": "S1", "d iv": "D4",
                    "diploma iv": "D4", "d iii": "D3", "diploma iii": "D3",
                    "diploma iii sarjana muda": "D3", "d ii": "D2", "diploma ii": "D2", "d i": "D1",
                    "diploma i": "D1", "sma": "SLTA", "smk": "SLTA", "slta kejuruan": "SLTA",
                    "ma": "SLTA", "smp": "SLTP", "sekolah dasar": "SD"},
    "kinerja": {"butuh perbaikan": "Cukup", "buruk": "Sangat Kurang"},
    "disiplin": {"tidak ada": "tidak pernah", "nihil": "tidak pernah", "tidak": "tidak pernah"},
}  # fmt: skip
#: How alike (0-100) an office's name must be to be proposed.
_OFFICE_ALIKE = 75


@dataclass
class Row:
    """One line of the file: whose it is, what it says, and the sentences of what is wrong."""

    line: int
    nip: str
    facts: dict[str, Any] = field(default_factory=dict)
    #: dimension -> (word, points)
    dimensions: dict[str, tuple[str, Decimal]] = field(default_factory=dict)
    year: int | None = None
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Layout:
    """Where each fact stands, and the columns that nobody knows."""

    places: Mapping[str, int]
    unknown: tuple[str, ...]


def layout(header: Sequence[str]) -> Layout:
    """Return where each fact stands; refuses a table without NIP or with nothing beside it."""
    places: dict[str, int] = {}
    for fact, names in COLUMNS.items():
        found = [at for at, name in enumerate(header) if name in names]
        if len(found) > 1:
            raise RuleBroken(_("Kolom %(name)s ada dua kali. Sisakan satu.",
                               name=header[found[1]]))  # fmt: skip
        if found:
            places[fact] = found[0]
    if "nip" not in places:
        raise RuleBroken(_("Baris pertama harus memuat kolom bernama NIP."))
    if len(places) == 1:
        raise RuleBroken(_("Selain NIP tidak ada kolom yang dikenal. Pakai nama kolom templat."))
    if set(places) & set(POINTS) and "year" not in places:
        raise RuleBroken(_("Kolom pendidikan, kinerja, atau disiplin memerlukan kolom Tahun."))
    used = set(places.values())
    unknown = tuple(name for at, name in enumerate(header) if at not in used and name)
    return Layout(places, unknown)


class Offices:
    """The offices by code and name, as people write them."""

    def __init__(self, offices: Sequence[tuple[int, str, str, str]]) -> None:
        self._by_word: dict[str, int] = {}
        self._names: dict[str, str] = {}
        for office_id, code, name, short_name in offices:
            for word in (code, name, short_name):
                self._by_word.setdefault(_plain(word), office_id)
                self._names.setdefault(_plain(word), name)

    def find(self, text: str) -> int:
        """Return the office of this code or name, or refuse it, naming the most similar one."""
        found = self._by_word.get(_plain(text))
        if found is not None:
            return found
        near = process.extractOne(
            _plain(text), self._names.keys(), scorer=fuzz.token_sort_ratio,
            score_cutoff=_OFFICE_ALIKE,
        )  # fmt: skip
        if near:
            raise RuleBroken(_("Perangkat daerah “%(name)s” tidak dikenal. Mungkin maksudnya "
                               "“%(near)s”.", name=text, near=self._names[near[0]]))  # fmt: skip
        raise RuleBroken(_("Perangkat daerah “%(name)s” tidak dikenal.", name=text))


def read_row(
    line: int, cells: Sequence[object], found: Layout, offices: Offices, today: date
) -> Row:
    """Return what a line says; an empty cell says nothing."""
    row = Row(line, cell_text(_at(cells, found.places["nip"])))
    _take(row, lambda: setattr(row, "nip", nip_in_cell(_at(cells, found.places["nip"]))))
    for fact in PERSON_FACTS:
        cell = _at(cells, found.places.get(fact))
        if cell_text(cell):
            column = "opd_id" if fact == "opd" else fact
            _take(row, partial(_read_fact, row, column, fact, cell, offices, today))
    _take(row, lambda: _read_dimensions(row, cells, found, today))
    if not row.problems:
        _take(row, lambda: _check_together(row))
    return row


def _at(cells: Sequence[object], column: int | None) -> object:
    return cells[column] if column is not None and column < len(cells) else ""


def _take(row: Row, read: Callable[[], Any]) -> None:
    """Read something; a refusal becomes one of the row's sentences."""
    try:
        read()
    except RuleBroken as refused:
        row.problems.append(refused.sentence)


def _read_fact(
    row: Row, column: str, fact: str, cell: object, offices: Offices, today: date
) -> None:
    row.facts[column] = _fact(fact, cell, offices, today)


def _fact(fact: str, cell: object, offices: Offices, today: date) -> Any:
    text = cell_text(cell)
    if fact == "opd":
        return offices.find(text)
    if fact in ("birth_date", "ended_on"):
        day = day_in_cell(cell, COLUMNS[fact][0])
        if fact == "birth_date" and day >= today:
            raise RuleBroken(_("Tanggal lahir %(day)s belum lewat.", day=text))
        return day
    if fact in _SAME:
        return _one_of(fact, text, tuple(set(_SAME[fact].values())))
    if fact == "golongan":
        return _grade(text)
    if fact == "email" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise RuleBroken(_("Surel “%(told)s” tidak lengkap.", told=text))
    if len(text) > 300:
        raise RuleBroken(_("Isi kolom %(name)s terlalu panjang.", name=COLUMNS[fact][0]))
    return text.lower() if fact == "email" else text


def day_in_cell(cell: object, name: str) -> date:
    """Return the day in a cell: a date of the spreadsheet, 31-12-1990, 31/12/1990 or 1990-12-31."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    parts = re.fullmatch(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})", cell_text(cell))
    try:
        if parts is None:
            raise ValueError(cell)
        first, month, last = (int(part) for part in parts.groups())
        return date(first, month, last) if len(parts[1]) == 4 else date(last, month, first)
    except ValueError as fault:
        raise RuleBroken(
            _("Isi kolom %(name)s “%(told)s” bukan tanggal yang ada. Tulis seperti 31-12-1990.",
              name=name, told=cell_text(cell))
        ) from fault  # fmt: skip


def _one_of(fact: str, text: str, known: tuple[str, ...]) -> str:
    """Return the known word that a cell means."""
    plain = _plain(text)
    exact = {_plain(word): word for word in known}
    found = exact.get(plain) or _SAME.get(fact, {}).get(plain)
    if found is None:
        raise RuleBroken(
            _("Isi kolom %(name)s “%(told)s” tidak dikenal. Pakai salah satu: %(known)s.",
              name=COLUMNS[fact][0], told=text, known=", ".join(sorted(known)))
        )  # fmt: skip
    return found


def _grade(text: str) -> str:
    """Return a grade as III/a (PNS) or IX (PPPK)."""
    parts = re.fullmatch(r"([IVX]+)(?:[ /.-]*([A-Ea-e]))?", text.strip().upper())
    grade = ""
    if parts:
        grade = f"{parts[1]}/{parts[2].lower()}" if parts[2] else parts[1]
    if grade not in RANKS and grade not in PPPK_GRADES:
        raise RuleBroken(_("Golongan “%(told)s” tidak dikenal. Tulis seperti III/a atau IX.",
                           told=text))  # fmt: skip
    return grade


def _read_dimensions(row: Row, cells: Sequence[object], found: Layout, today: date) -> None:
    told = {
        dimension: cell_text(_at(cells, found.places.get(dimension)))
        for dimension in POINTS
        if cell_text(_at(cells, found.places.get(dimension)))
    }
    if not told:
        return
    year = cell_text(_at(cells, found.places.get("year")))
    if not re.fullmatch(r"20\d\d", year) or int(year) > today.year:
        raise RuleBroken(_("Tahun “%(told)s” tidak sah. Tulis empat angka, paling lambat %(year)s.",
                           told=year, year=today.year))  # fmt: skip
    row.year = int(year)
    for dimension, text in told.items():
        word = _one_of(dimension, text, tuple(POINTS[dimension]))
        row.dimensions[dimension] = (word, POINTS[dimension][word])


def _check_together(row: Row) -> None:
    """Refuse what single cells cannot show: a NIP that contradicts the birth date."""
    employment = row.facts.get("employment", "pppk")  # unknown: the layout that asks for less
    parsed = check_nip(row.nip, employment)
    born = row.facts.get("birth_date")
    if born is not None and born != parsed.birth_date:
        raise RuleBroken(_("Tanggal lahir tidak sama dengan delapan angka pertama NIP."))
    ended = row.facts.get("ended_on")
    if ended is not None and ended < parsed.birth_date:
        raise RuleBroken(_("Tanggal berhenti mendahului tanggal lahir."))


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()

"""Reading a table of personnel, applying it in one transaction, and undoing it as one unit.

The worker does all three: 19,000 rows take seconds. Rows are read and written in portions, so that
memory does not grow with the file; applying and undoing still commit once.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert
from werkzeug.datastructures import FileStorage

from lms.competence import queries
from lms.competence.models import DimensionValue, PersonnelImport, PersonnelImportRow
from lms.competence.queries import personnel as known_facts
from lms.competence.rules import personnel as rules
from lms.core import files, previews, tables
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _, ngettext
from lms.core.jobs import Job, enqueue, handler
from lms.people import actions as people
from lms.people.models import Person

#: The province has about 19,000 employees; twice that is a mistake.
MOST_ROWS = 40_000
MOST_BYTES = 20_000_000
_MOST_UNPACKED = 200_000_000
_MOST_CELLS = 3_000_000
#: Rows read, compared and written at once.
_PORTION = 1000
#: People named in a sentence; the others are counted.
_NAMED = 8
#: What a row must say of somebody new.
_NEEDED = ("name", "opd_id", "employment", "position_kind")
_READ, _APPLY, _UNDO = "personnel_read", "personnel_apply", "personnel_undo"


def begin_import(upload: FileStorage, *, by: Person) -> PersonnelImport:
    """Keep a table and let the worker read it; nothing is changed yet."""
    tables.check_unpacked(upload.stream, _MOST_UNPACKED)
    stored = files.store(upload, owner=by, kinds=("xlsx", "csv"), max_bytes=MOST_BYTES)
    db.session.flush()
    found = PersonnelImport(
        file_id=stored.id, state="reading", counts={}, unknown=[], asked_by_id=by.id, asked_at=now()
    )
    db.session.add(found)
    db.session.flush()
    record("personnel.uploaded", found, by=by, name=stored.name, sha256=stored.sha256)
    _ask(_READ, found, by)
    return found


def _ask(kind: str, found: PersonnelImport, by: Person) -> None:
    enqueue(kind, {"import_id": found.id}, by=by, key=queries.job_key(found))


def confirm_import(found: PersonnelImport, *, by: Person) -> None:
    """Let the worker write what was shown."""
    previews.go_on(found, "ready", "applying")
    if not found.ready:
        raise RuleBroken(_("Tidak ada baris yang mengubah data."))
    found.applied_by_id = by.id
    record("personnel.confirmed", found, by=by)
    _ask(_APPLY, found, by)


def undo_import(found: PersonnelImport, *, by: Person) -> None:
    """Let the worker take back everything the import wrote."""
    previews.go_on(found, "applied", "undoing")
    found.undone_by_id = by.id
    record("personnel.undo_asked", found, by=by)
    _ask(_UNDO, found, by)


def read_again(found: PersonnelImport, *, by: Person) -> None:
    """Let the worker compare the same file with what is known by now."""
    previews.go_on(found, "ready", "reading")
    _ask(_READ, found, by)


@handler(_READ)
def read_import(job: Job, import_id: int) -> None:
    """Read the file and keep what each row would change (repeatable: it begins anew)."""
    found = db.session.get_one(PersonnelImport, import_id)
    if found.state != "reading":
        return
    db.session.execute(delete(PersonnelImportRow).where(PersonnelImportRow.import_id == import_id))
    try:
        table = tables.read_table(
            files.read(found.file), found.file.kind, most_rows=MOST_ROWS,
            most_unpacked=_MOST_UNPACKED, most_cells=_MOST_CELLS,
        )  # fmt: skip
        layout = rules.layout(table.header)
    except RuleBroken as refused:
        found.state, found.problem = "broken", refused.sentence
        return
    found.unknown = list(layout.unknown)
    offices = rules.Offices(queries.office_words())
    counts = {"new": 0, "changed": 0, "same": 0, "fault": 0}
    seen: dict[str, int] = {}
    addresses: dict[str, int] = {}
    for start in range(0, len(table.rows), _PORTION):
        portion = [
            rules.read_row(line, cells, layout, offices, today())
            for line, cells in table.rows[start : start + _PORTION]
        ]
        _refuse_doubles(portion, seen, addresses)
        kept = [_compared(row, facts) for row, facts in _beside(portion)]
        for one in kept:
            counts[one["kind"]] += 1
        written = [one | {"import_id": import_id} for one in kept if one["kind"] != "same"]
        if written:
            db.session.execute(insert(PersonnelImportRow), written)
        job.beat(start + len(portion), len(table.rows), _("Membaca data pegawai"))
        found = db.session.get_one(PersonnelImport, import_id)
    found.counts, found.state = counts, "ready"


def _refuse_doubles(
    portion: list[rules.Row], seen: dict[str, int], addresses: dict[str, int]
) -> None:
    """Say of a row that repeats a NIP or an address where it stood first."""
    for row in portion:
        first = seen.setdefault(row.nip, row.line)
        if first != row.line:
            row.problems.append(_("NIP ini sudah ada di baris %(line)s.", line=first))
        email = row.facts.get("email")
        if email and addresses.setdefault(email, row.line) != row.line:
            row.problems.append(_("Surel ini sudah ada di baris %(line)s.", line=addresses[email]))


def _beside(portion: list[rules.Row]) -> Iterator[tuple[rules.Row, known_facts.Known]]:
    emails = [row.facts["email"] for row in portion if "email" in row.facts]
    facts = known_facts.known([row.nip for row in portion], emails)
    return ((row, facts) for row in portion)


def _compared(row: rules.Row, facts: known_facts.Known) -> dict[str, Any]:
    """Return what a row would do: its columns of the table of rows."""
    person = facts.people.get(row.nip)
    owner = facts.emails.get(row.facts.get("email", ""))
    if owner is not None and owner != row.nip:
        row.problems.append(_("Surel ini dipakai pegawai lain."))
    if person is None and not row.problems:
        missing = [name for name in _NEEDED if name not in row.facts]
        if missing:
            row.problems.append(_("NIP ini belum terdaftar. Pegawai baru memerlukan nama, OPD, "
                                  "status kepegawaian, dan jenis jabatan."))  # fmt: skip
    name = row.facts.get("name") or (person.name if person is not None else "")
    kept: dict[str, Any] = {
        "line": row.line, "nip": row.nip[:40], "name": name, "person_id": None, "problem": "",
        "changes": {},
    }  # fmt: skip
    if row.problems:
        return kept | {"kind": "fault", "problem": " ".join(row.problems)}
    changes = _changes(row, person, facts.dimensions.get(person.id, {}) if person else {})
    kind = "new" if person is None else "changed" if changes else "same"
    return kept | {"kind": kind, "changes": changes, "person_id": person.id if person else None}


def _changes(row: rules.Row, person: Any, values: dict[tuple[str, int], Any]) -> dict[str, Any]:
    """Return what differs, in the shape of PersonnelImportRow.changes; {} when nothing does."""
    told = dict(row.facts)
    if "kinerja" in row.dimensions and row.year is not None:
        later = [year for dimension, year in values if dimension == "kinerja" and year > row.year]
        if not later:  # the person's row carries the latest rating
            told["performance"] = row.dimensions["kinerja"][0]
    facts = {
        column: [_plain(getattr(person, column)) if person is not None else None, _plain(value)]
        for column, value in told.items()
        if person is None or getattr(person, column) != value
    }
    dimensions = {}
    for dimension, (word, points) in row.dimensions.items():
        former = values.get((dimension, row.year or 0))
        if former is None or former.points != points:
            dimensions[dimension] = [_plain(former.points) if former else None, str(points), word]
    if not facts and not dimensions:
        return {}
    return {"facts": facts, "year": row.year, "dimensions": dimensions}


def _plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


_DAYS = ("birth_date", "ended_on")


def _value(column: str, plain: Any) -> Any:
    """Return a value as the database keeps it; a text that was not there is empty."""
    return date.fromisoformat(plain) if column in _DAYS and plain else plain


def _portions(import_id: int) -> Iterator[list[PersonnelImportRow]]:
    last = 0
    while portion := known_facts.rows_to_write(import_id, last, _PORTION):
        last = portion[-1].id
        yield portion
        db.session.flush()  # what is written and let go of leaves memory


@handler(_APPLY)
def apply_import(job: Job, import_id: int) -> None:
    """Write all rows in one transaction, unless somebody changed one of the people meanwhile."""
    found = db.session.get_one(PersonnelImport, import_id)
    if found.state != "applying":
        return
    touched = _touched(import_id, at=0)
    if touched:
        _stop(found, "ready", touched, _("Data ini berubah sejak pratinjau dibuat: %(names)s. "
                                         "Baca ulang berkasnya."))  # fmt: skip
        return
    source, written = found.file.name, 0
    for portion in _portions(import_id):
        written += len(portion)
        _write_people(portion)
        _write_dimensions(portion, source)
    found.state, found.applied_at = "applied", now()
    by = db.session.get_one(Person, found.applied_by_id)
    record("personnel.applied", found, by=by, rows=written)
    job.done = job.total = written


def _touched(import_id: int, *, at: int) -> list[str]:
    """Return the names of people whose facts are no longer the old (0) or the new (1) ones."""
    names = []
    for portion in _portions(import_id):
        ids = [row.person_id for row in portion if row.person_id is not None]
        columns, values = known_facts.people_columns(ids), known_facts.dimension_values(ids)
        present = known_facts.ids_of(row.nip for row in portion if row.person_id is None)
        for row in portion:
            if row.person_id is None:
                untouched = row.nip not in present
            else:
                untouched = _agrees(row, columns.get(row.person_id), values[row.person_id], at)
            if not untouched:
                names.append(row.name or row.nip)
    return names


def _agrees(
    row: PersonnelImportRow, person: Any, values: dict[tuple[str, int], Any], at: int
) -> bool:
    facts = row.changes.get("facts", {})
    if person is None or any(
        _plain(getattr(person, column)) != pair[at] for column, pair in facts.items()
        if at == 1 or row.kind == "changed"
    ):  # fmt: skip
        return False
    for dimension, pair in row.changes.get("dimensions", {}).items():
        value = values.get((dimension, row.changes["year"]))
        points = Decimal(pair[at]) if pair[at] is not None else None
        if (value.points if value is not None else None) != points:
            return False
    return True


def _stop(found: PersonnelImport, state: str, names: list[str], sentence: str) -> None:
    """Go back to a state and say who stands in the way."""
    said = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    if more > 0:
        said += " " + ngettext("dan %(num)d lainnya", "dan %(num)d lainnya", more)
    found.state, found.problem = state, sentence % {"names": said}


def _write_people(portion: list[PersonnelImportRow]) -> None:
    new = [row for row in portion if row.kind == "new"]
    people.add_many([{"nip": row.nip, **_columns(row)} for row in new])
    ids = known_facts.ids_of(row.nip for row in new)
    for row in new:
        row.person_id = ids[row.nip]
    people.change_many(
        [
            {"id": row.person_id, **_columns(row)}
            for row in portion
            if row.kind == "changed" and row.changes["facts"]
        ]
    )


def _columns(row: PersonnelImportRow, at: int = 1) -> dict[str, Any]:
    facts = row.changes.get("facts", {})
    written = {column: _value(column, pair[at]) for column, pair in facts.items()}
    if row.kind == "new":  # the others keep what a person begins with
        blank = {"title_front": "", "title_back": "", "birth_place": "", "birth_date": None,
                 "position_title": "", "golongan": "", "email": None, "ended_on": None,
                 "performance": ""}  # fmt: skip
        born = date(int(row.nip[:4]), int(row.nip[4:6]), int(row.nip[6:8]))
        written = blank | {"birth_date": born} | written
    return written


def _write_dimensions(portion: list[PersonnelImportRow], source: str) -> None:
    values = known_facts.dimension_values(row.person_id for row in portion if row.person_id)
    new = []
    for row in portion:
        assert row.person_id is not None
        for dimension, (_old, points, word) in row.changes.get("dimensions", {}).items():
            key = (dimension, row.changes["year"])
            told = f"{source}: {word}"
            if key in values[row.person_id]:
                value = values[row.person_id][key]
                value.points, value.source = Decimal(points), told
            else:
                new.append({"person_id": row.person_id, "year": key[1], "dimension": dimension,
                            "points": Decimal(points), "source": told})  # fmt: skip
    if new:
        db.session.execute(insert(DimensionValue), new)


@handler(_UNDO)
def take_import_back(job: Job, import_id: int) -> None:
    """Put everything back as it was in one transaction, unless something was changed since."""
    found = db.session.get_one(PersonnelImport, import_id)
    if found.state != "undoing":
        return
    touched = _touched(import_id, at=1)
    if not touched:
        _restore_dimensions(import_id)
        touched = _used(import_id)
    if touched:
        db.session.rollback()
        found = db.session.get_one(PersonnelImport, import_id)
        _stop(found, "applied", touched, _("Tidak dapat diurungkan, karena data ini berubah atau "
                                           "dipakai sejak impor: %(names)s."))  # fmt: skip
        return
    for portion in _portions(import_id):
        people.take_back([row.person_id for row in portion if row.kind == "new" and row.person_id])
        people.change_many(
            [{"id": row.person_id, **_columns(row, at=0)} for row in portion
             if row.kind == "changed" and row.changes["facts"]]
        )  # fmt: skip
    found.state, found.undone_at = "undone", now()
    record("personnel.undone", found, by=db.session.get_one(Person, found.undone_by_id))


def _restore_dimensions(import_id: int) -> None:
    for portion in _portions(import_id):
        values = known_facts.dimension_values(row.person_id for row in portion if row.person_id)
        for row in portion:
            for dimension, (old, _new, _word) in row.changes.get("dimensions", {}).items():
                value = values[row.person_id or 0][dimension, row.changes["year"]]
                if old is None:
                    db.session.delete(value)
                else:
                    value.points = Decimal(old)


def _used(import_id: int) -> list[str]:
    """Return the names of added people whom something refers to by now."""
    names = []
    for portion in _portions(import_id):
        new = {row.person_id: row.name for row in portion if row.kind == "new" and row.person_id}
        names += [new[one] for one in known_facts.referred_to(list(new))] if new else []
    return names

"""Keeping registration codes of a batch, and reading a table of them without keeping anything."""

from collections.abc import Mapping

from werkzeug.datastructures import FileStorage

from lms.catalogue.models import Batch
from lms.certificates.models import RegistrationCode
from lms.certificates.registrations import queries, rules
from lms.core import previews, tables
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person

#: A batch has some hundred people.
MOST_ROWS = 2_000


def read(batch: Batch, upload: FileStorage) -> list[rules.Row]:
    """Return what a table (XLSX or CSV) says, row by row; nothing is kept."""
    table = tables.read_table(*previews.table_of(upload), most_rows=MOST_ROWS)
    nip, code = table.column(*rules.NIP_COLUMNS), table.column(*rules.CODE_COLUMNS)
    if nip is None or code is None:
        raise RuleBroken(_("Tabel harus memuat kolom NIP dan Kode registrasi (atau KRA)."))
    places = {line.nip: line.place_id for line in queries.lines(batch) if line.nip}
    cells = [
        (number, tables.cell_at(line, nip), tables.cell_at(line, code))
        for number, line in table.rows
    ]
    return rules.read(cells, places)


def keep(batch: Batch, codes: Mapping[int, str], *, by: Person) -> int:
    """Keep these codes (enrolment id -> code, "" takes one away); returns how many changed.

    All or nothing: what is wrong with any of them refuses all.
    """
    lock(batch)
    lines = {line.place_id: line for line in queries.lines(batch)}
    tidy = {place: rules.tidy(code) for place, code in codes.items() if place in lines}
    found = problems(batch, list(lines.values()), tidy)
    if found:
        names = [lines[place_id].name for place_id in found]
        raise RuleBroken(
            _("Belum ada yang disimpan. Perbaiki kode %(names)s.", names=", ".join(names[:5]))
        )
    changed = {place: code for place, code in tidy.items() if code != lines[place].code}
    present = queries.kept(list(changed))
    for one in present.values():
        db.session.delete(one)
    db.session.flush()  # codes may change hands
    db.session.add_all(
        RegistrationCode(enrolment_id=place, code=code, by_id=by.id, at=now())
        for place, code in changed.items()
        if code
    )
    db.session.flush()
    if changed:
        record("registration_codes.kept", batch, by=by, codes=len(changed))
    return len(changed)


def problems(batch: Batch, lines: list[queries.Line], codes: Mapping[int, str]) -> dict[int, str]:
    """Return what is wrong with new codes, by place (a key of words.CODE_PROBLEMS)."""
    return rules.problems(
        codes,
        {line.place_id: line.code for line in lines},
        issued={line.place_id for line in lines if line.is_issued},
        taken=queries.taken_elsewhere([code for code in codes.values() if code], batch),
    )

"""The works of a task as one archive, and the sheet that goes out with them and comes back.

Reading is apart from applying: every line says what it would change, or why it cannot.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from lms.assignments.models import Brief, Submission
from lms.assignments.rules import FEEDBACK, NOTHING, Given, stamp
from lms.core import files, previews, tables
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people import rules as people

#: More lines than any batch has; a longer file is a mistake.
MOST_ROWS = 2000
_PURPOSE = "assignments.marks"


def folder_of(work: Submission, hidden: bool) -> str:
    """Return the folder of a work in the archive: NIP and name, or its code where names hide."""
    if hidden:
        return work.alias
    person = work.enrolment.person
    return f"{person.nip or work.alias} {person.name}".replace("/", "-")


def header(brief: Brief) -> list[str]:
    """Return the columns of the sheet."""
    found = ["Kode karya", "NIP", "Nama"]
    for part in brief.rubric:
        found += [part["title"], f"Catatan: {part['title']}"]
    return [*found, "Umpan balik", "Penanda"]


def lines(brief: Brief, works: Sequence[Submission], hidden: bool) -> list[list[Any]]:
    """Return a line of the sheet for each work: levels by their number, 1 is the best."""
    found = []
    for work in works:
        parts = work.marking.parts if work.marking else {}
        person = work.enrolment.person
        line: list[Any] = [work.alias, "" if hidden else person.nip, "" if hidden else person.name]
        for part in brief.rubric:
            given = parts.get(part["key"], NOTHING)
            line += [None if given.level is None else given.level + 1, given.words]
        found.append([*line, parts.get(FEEDBACK, NOTHING).words, stamp_of(brief, work)])
    return found


def stamp_of(brief: Brief, work: Submission) -> str:
    """Return what a sheet shows of a work's marks, in one word."""
    marking = work.marking
    parts = marking.parts if marking else {}
    revisions = marking.revisions if marking else {}
    keys = [*(part["key"] for part in brief.rubric), FEEDBACK]
    return " ".join(stamp(parts.get(key, NOTHING), revisions.get(key, 0)) for key in keys)


def archive(brief: Brief, works: Sequence[Submission], hidden: bool) -> IO[bytes]:
    """Return a zip with a folder for each work, and the sheet to fill in."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
    with ZipFile(target, "w", ZIP_STORED) as bundle:
        sheet = tables.write_xlsx(header(brief), lines(brief, works, hidden))
        bundle.writestr("nilai.xlsx", sheet)
        for work in works:
            folder = folder_of(work, hidden)
            if work.text.strip():
                bundle.writestr(f"{folder}/jawaban.txt", work.text, compress_type=ZIP_DEFLATED)
            for number, piece in enumerate(work.files, 1):
                name = f"berkas.{piece.file.kind}" if hidden else piece.file.name
                bundle.write(files.folder() / piece.file.path, f"{folder}/{number} {name}")
    target.seek(0)
    return target


@dataclass(frozen=True)
class Row:
    """One line of a sheet that came back: whose, what it would change, or why it cannot."""

    line: int
    code: str
    name: str = ""
    work_id: int = 0
    #: {criterion key: [level, words]} of what differs.
    changed: dict[str, list[Any]] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def read(
    data: bytes, kind: str, brief: Brief, works: Sequence[Submission], hidden: bool
) -> list[Row]:
    """Return the lines of a sheet, in whatever order it came back.

    Raises RuleBroken when columns are missing or the file is no table of ours. What is wrong with
    single lines is said in the lines: unknown NIP or code, a work twice, a level the rubric lacks,
    a mark that is closed, and what another grader changed since the sheet went out.
    """
    table = tables.read_table(data, kind, most_rows=MOST_ROWS)
    wanted = [tables.column_name(title) for title in header(brief)]
    code, nip = table.column(wanted[0]), table.column(wanted[1])
    lost = [title for title, name in zip(header(brief)[3:], wanted[3:], strict=True)
            if table.column(name) is None]  # fmt: skip
    if (code is None and nip is None) or lost:
        missing = ", ".join(lost) or _("Kode karya atau NIP")
        raise RuleBroken(_("Lembar ini tidak memuat kolom: %(columns)s.", columns=missing))
    places = {name: table.column(name) for name in wanted}
    by_code = {work.alias: work for work in works}
    by_nip = {work.enrolment.person.nip: work for work in works if not hidden}
    lines = []
    for number, line in table.rows:
        cells = {name: people.cell_text(tables.cell_at(line, at)) for name, at in places.items()}
        known = cells[wanted[0]] or cells[wanted[1]]
        work = by_code.get(cells[wanted[0]].upper()) or by_nip.get(_nip(cells[wanted[1]]))
        lines.append((number, known, cells, work))
    times = Counter(work.id for *_line, work in lines if work is not None)
    return [_row(*line, brief, wanted, times, hidden) for line in lines]


def _nip(cell: str) -> str:
    return cell.replace(" ", "").strip("'")


def _row(
    number: int, known: str, cells: Mapping[str, str], work: Submission | None, brief: Brief,
    wanted: Sequence[str], times: Mapping[int, int], hidden: bool,
) -> Row:  # fmt: skip
    if work is None:
        return Row(number, known, problem=_("NIP atau kode ini bukan karya tugas ini."))
    name = "" if hidden else work.enrolment.person.name
    if times[work.id] > 1:  # nobody can tell which of them is meant
        return Row(number, known, name, work.id, problem=_("Karya ini muncul dua kali."))
    if not hidden and cells[wanted[1]] and _nip(cells[wanted[1]]) != work.enrolment.person.nip:
        sentence = _("Kode karya dan NIP pada baris ini milik orang yang berbeda.")
        return Row(number, known, name, work.id, problem=sentence)
    try:
        changed = _changed(cells, work, brief, wanted)
    except RuleBroken as refused:
        return Row(number, known, name, work.id, problem=refused.sentence)
    stamps = _stamps(cells[wanted[-1]], brief)
    problem = ""
    if changed and work.state != "submitted":
        problem = _("Nilai karya ini sudah diusulkan, disahkan atau dirilis.")
    elif any(stamps.get(key) != _now(work, key) for key in changed):
        problem = _("Penilai lain mengubah karya ini setelah lembar diunduh. Unduh lembar baru.")
    return Row(number, known, name, work.id, changed, stamps, problem)


def _changed(
    cells: Mapping[str, str], work: Submission, brief: Brief, wanted: Sequence[str]
) -> dict[str, list[Any]]:
    stored = work.marking.parts if work.marking else {}
    found: dict[str, list[Any]] = {}
    for at, part in enumerate(brief.rubric):
        level = _level(cells[wanted[3 + 2 * at]], part)
        words = cells[wanted[4 + 2 * at]]
        if Given(level, words) != stored.get(part["key"], NOTHING):
            found[part["key"]] = [level, words[:2000]]
    words = cells[wanted[-2]]
    if words != stored.get(FEEDBACK, NOTHING).words:
        found[FEEDBACK] = [None, words[:5000]]
    return found


def _level(cell: str, part: Mapping[str, Any]) -> int | None:
    """Return the index of the level that a cell names by its number or its title; none if empty."""
    if not cell:
        return None
    titles = [str(level["title"]).casefold() for level in part["levels"]]
    if cell.casefold() in titles:
        return titles.index(cell.casefold())
    number = cell.removesuffix(".0")
    if number.isdigit() and 1 <= int(number) <= len(titles):
        return int(number) - 1
    raise RuleBroken(
        _("Tingkat \"%(cell)s\" tidak ada pada %(part)s; isi 1 sampai %(most)s.",
          cell=cell[:20], part=part["title"], most=len(titles))
    )  # fmt: skip


def _stamps(cell: str, brief: Brief) -> dict[str, str]:
    keys = [*(part["key"] for part in brief.rubric), FEEDBACK]
    words = cell.split()
    return dict(zip(keys, words, strict=True)) if len(words) == len(keys) else {}


def _now(work: Submission, key: str) -> str:
    marking = work.marking
    parts = marking.parts if marking else {}
    revisions = marking.revisions if marking else {}
    return stamp(parts.get(key, NOTHING), revisions.get(key, 0))


def seal(batch_id: int, unit_id: int, rows: Sequence[Row]) -> str:
    """Return the lines that change something as a text that a page can carry."""
    ready = [[row.work_id, row.changed, row.stamps] for row in rows
             if row.changed and not row.problem]  # fmt: skip
    return previews.seal(_PURPOSE, [batch_id, unit_id, ready])


#: What a sheet gives to one work: its id, what to give, and the stamps the sheet carried.
Line = tuple[int, dict[str, Given], dict[str, str]]


def unseal(text: str, batch_id: int, unit_id: int) -> list[Line]:
    """Return the lines of a preview; RuleBroken when it was altered or is too old."""
    batch, unit, ready = previews.unseal(_PURPOSE, text)
    if (batch, unit) != (batch_id, unit_id):
        raise RuleBroken(_("Pratinjau ini milik tugas lain. Unggah berkasnya lagi."))
    return [
        (work_id, {key: Given(level, words) for key, (level, words) in changed.items()}, stamps)
        for work_id, changed, stamps in ready
    ]

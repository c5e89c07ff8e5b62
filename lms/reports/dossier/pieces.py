"""What the system itself puts into a dossier: for each item the files that it can make.

Papers are those of the batch's own pages where a page has one; the others are tables made here.
An item of which nothing is known yet has no file: what is missing says the index.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.catalogue.words import STAFF_ROLES
from lms.certificates import queries as certificates
from lms.certificates.registrations import queries as registrations
from lms.certificates.words import KINDS as KIND_WORDS
from lms.core import files
from lms.core.clock import now
from lms.core.files import StoredFile
from lms.core.formats import nip, tanggal, waktu
from lms.core.paper import Paper, to_pdf
from lms.elearning.kinds import KINDS
from lms.gradebook import paper as gradebook_paper
from lms.gradebook import queries as gradebook
from lms.gradebook.attitude import paper as attitude_paper
from lms.gradebook.attitude import queries as attitude
from lms.reports import lists
from lms.reports import queries as facts
from lms.reports.dossier import queries
from lms.schedule import paper as timetables
from lms.schedule import queries as schedule
from lms.schedule import words as schedule_words
from lms.schedule.documents import papers
from lms.schedule.documents import queries as rolls
from lms.surveys.queries import Result


@dataclass(frozen=True)
class Piece:
    """A file of an item: its name without ending, its ending, and how its content is read."""

    name: str
    form: str
    read: Callable[[], bytes]


def kept(name: str, file: StoredFile) -> Piece:
    """Return a stored file as a piece, byte for byte."""
    return Piece(name, file.kind, lambda: files.read(file))


def _paper(name: str, paper: Paper) -> Iterator[Piece]:
    if paper.rows:
        yield Piece(name, "pdf", lambda: to_pdf(paper))


def _table(
    batch: Batch, title: str, lead: str, header: Sequence[str], rows: Iterable[Sequence[Any]],
    **shape: Any,
) -> Iterator[Piece]:  # fmt: skip
    """Give a numbered table of our own as one piece."""
    numbered = [(at, *row) for at, row in enumerate(rows, 1)]
    shape.setdefault("landscape", True)
    return _paper(title, Paper(title, title, lead, ("No.", *header), numbered, batch, **shape))


def committee(batch: Batch) -> Iterator[Piece]:
    """Give who runs the batch."""
    return _table(
        batch, "Daftar penyelenggara", "Menurut penugasan pada sistem.",
        ("Nama", "NIP", "Jabatan", "Tugas"),
        ((one.person.full_name, nip(one.person.nip), one.person.position_title,
          str(STAFF_ROLES[one.role])) for one in catalogue.staff_of(batch)),
    )  # fmt: skip


def faculty(batch: Batch) -> Iterator[Piece]:
    """Give who teaches what and when."""
    paper = papers.assignments(batch, schedule.sessions_of(batch))
    return _paper("Daftar penugasan tenaga pengajar", paper)


def guide(batch: Batch) -> Iterator[Piece]:
    """Give the curriculum and the timetable."""
    yield from _table(
        batch, "Kurikulum", f"{batch.version.title}, {batch.version.jp_total} JP.",
        ("Agenda", "Mata pelatihan", "JP"),
        ((one.agenda, one.title, one.jp) for one in facts.subjects(batch)),
        landscape=False, numbers=frozenset({3}), notes=list(batch.version.legal_basis),
    )  # fmt: skip
    sessions = [one for one in schedule.sessions_of(batch) if one.cancelled_at is None]
    if sessions:
        yield Piece("Jadwal pelatihan", "pdf", lambda: timetables.timetable(batch, sessions, None))


def trainees(batch: Batch) -> Iterator[Piece]:
    """Give the nominative list."""
    paper = lists.nominative(batch, facts.trainees(batch))
    return _paper("Daftar nominatif peserta", paper)


def materials(batch: Batch) -> Iterator[Piece]:
    """Give what is learnt with; the texts themselves stand in the programme's book."""
    return _table(
        batch, "Daftar bahan ajar", f"Versi program {batch.version.title} yang dipakai angkatan.",
        ("Mata pelatihan", "Bahan", "Jenis", "Menit"),
        ((course.title, unit.title, str(KINDS[unit.kind].word), unit.minutes)
         for course, unit in queries.materials(batch)),
        landscape=False, numbers=frozenset({4}),
    )  # fmt: skip


def attendance(batch: Batch) -> Iterator[Piece]:
    """Give everybody's attendance, one letter per meeting."""
    meetings = rolls.held_meetings(batch)
    if meetings:
        recap, cells = schedule.attendance_recap(batch), rolls.cells(batch)
        yield from _paper("Rekap daftar hadir", papers.presence(batch, meetings, recap, cells))


def teaching(batch: Batch) -> Iterator[Piece]:
    """Give who taught when; the closed roll is what shows it."""
    begun = (one for one in schedule.sessions_of(batch)
             if one.is_meeting and one.starts_at <= now())  # fmt: skip
    return _table(
        batch, "Daftar hadir widyaiswara", "Sesi yang berlangsung dengan pengajar dan saat "
        "presensinya ditutup.",
        ("Tanggal", "Waktu", "Mata pelatihan", "Pengajar", "JP", "Presensi ditutup"),
        ((tanggal(one.day), schedule_words.clock_span(one), one.title,
          schedule_words.teachers(one), one.jp,
          waktu(one.roll_closed_at, batch.zone) if one.roll_closed_at else "belum")
         for one in begun),
        numbers=frozenset({5}),
    )  # fmt: skip


def forms(batch: Batch, *, about: str) -> Iterator[Piece]:
    """Give the questionnaires as they were asked: about the training, or about who teaches."""
    for form in batch.version.surveys:
        if form["about"] == about:
            items = [(group["title"], item["text"])
                     for group in form["groups"] for item in group["items"]]  # fmt: skip
            items += [("Isian", one["text"]) for one in form["questions"]]
            yield from _table(
                batch, form["title"], " · ".join(form["scale"]), ("Bagian", "Butir"), items,
                landscape=False, notes=[form["note"]] if form.get("note") else [],
            )  # fmt: skip


def results(batch: Batch) -> Iterator[Piece]:
    """Give the recaps of marks and of attitude, and the minutes of the final meeting."""
    marks = facts.marks(batch)
    if marks.parts:
        yield from _paper("Rekapitulasi nilai", lists.recap(batch, marks))
    observed = attitude.recap_lines(batch)
    if any(line.recap for line in observed):
        yield Piece("Rekap sikap perilaku", "pdf", lambda: attitude_paper.recap(batch, observed))
    meeting = gradebook.meeting_of(batch)
    if meeting is not None and meeting.locked_at is not None:
        yield Piece(
            "Berita acara rapat evaluasi akhir", "pdf",
            lambda: gradebook_paper.minutes(batch, gradebook.sheet(batch)),
        )  # fmt: skip


def papers_given(batch: Batch) -> Iterator[Piece]:
    """Give the list of certificates, then each as it was signed."""
    given = [
        one for one in certificates.papers_of(batch)
        if one.revocation is None and one.replacement is None
    ]  # fmt: skip
    yield from _table(
        batch, "Daftar sertifikat", f"{len(given)} lembar yang berlaku.",
        ("Nomor", "Nama", "NIP", "Jenis"),
        ((one.number, one.name, one.nip, one.kind) for one in facts.certificates(batch)),
    )  # fmt: skip
    for one in given:
        if one.file is not None:
            yield kept(f"{one.facts['name']}, {KIND_WORDS[one.kind]}", one.file)


def report(batch: Batch) -> Iterator[Piece]:
    """Give the files of the newest edition of the report."""
    for one in queries.report_files(batch):
        yield kept("Laporan penyelenggaraan", one.file)


def answers(batch: Batch, *, of_alumni: bool) -> Iterator[Piece]:
    """Give what was answered, by item; nothing of a survey that too few answered."""
    for result in queries.answers(batch, of_alumni=of_alumni):
        if result.means:
            yield from _answers(batch, result)


def _answers(batch: Batch, result: Result) -> Iterator[Piece]:
    sheet = result.sheet
    return _table(
        batch, " ".join(part for part in (sheet.form["title"], sheet.about) if part),
        f"{sheet.count} jawaban, rata-rata dari 5.", ("Bagian", "Butir", "Jawaban", "Rata-rata"),
        ((group["title"], item["text"], result.means[item["key"]][1],
          result.means[item["key"]][0])
         for group in sheet.form["groups"] for item in group["items"]
         if item["key"] in result.means),
        landscape=False, numbers=frozenset({3, 4}), marks=frozenset({4}),
    )  # fmt: skip


def codes(batch: Batch) -> Iterator[Piece]:
    """Give who has which registration code."""
    lines = registrations.lines(batch)
    if any(line.code for line in lines):
        yield from _table(
            batch, "Buku registrasi", "Kode registrasi alumni (KRA).", ("Nama", "NIP", "Kode"),
            ((line.name, nip(line.nip), line.code or "belum ada") for line in lines),
            landscape=False,
        )  # fmt: skip


#: Item -> what the system gives for it; the other items are uploaded.
MAKERS: dict[str, Callable[[Batch], Iterator[Piece]]] = {
    "committee": committee,
    "faculty": faculty,
    "guide": guide,
    "trainees": trainees,
    "materials": materials,
    "attendance": attendance,
    "teaching": teaching,
    "forms": lambda batch: forms(batch, about="batch"),
    "teacher_forms": lambda batch: forms(batch, about="instructor"),
    "results": results,
    "certificates": papers_given,
    "report": report,
    "evaluation": lambda batch: answers(batch, of_alumni=False),
    "alumni": lambda batch: answers(batch, of_alumni=True),
    "codes": codes,
}

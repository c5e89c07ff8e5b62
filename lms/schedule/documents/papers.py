"""What each document of the schedule says; `paper.answer` prints it."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import current_app

from lms.catalogue.models import Batch, Enrolment
from lms.core.formats import bulan, hari, jam, nip, tanggal_pendek
from lms.core.i18n import _
from lms.core.paper import Paper
from lms.people.models import Person
from lms.schedule import words
from lms.schedule.honour.queries import Line
from lms.schedule.models import Attendance, Room, Session
from lms.schedule.queries import RecapLine

#: Up to so many meetings fit on an upright recap; more turn it.
_UPRIGHT = 4


def timetable(batch: Batch, sessions: Sequence[Session]) -> Paper:
    """Return the timetable with one line per session; as PDF it is printed by days elsewhere."""
    held = [session for session in sessions if session.cancelled_at is None]
    rows = [
        (session.day, hari(session.day).split(",")[0],
         jam(session.starts_at, batch.zone, bare=True), jam(session.ends_at, batch.zone, bare=True),
         batch.zone, session.jp, session.title, words.teachers(session), words.place(session),
         str(words.MODES[session.mode]), session.note)
        for session in held
    ]  # fmt: skip
    header = (_("Tanggal"), _("Hari"), _("Mulai"), _("Selesai"), _("Zona waktu"), "JP",
              _("Mata pelatihan"), _("Pengajar"), _("Tempat"), _("Cara"), _("Catatan"))  # fmt: skip
    return Paper(f"jadwal-angkatan-{batch.id}", _("Jadwal pelatihan"), "", header, rows, batch)


def sheet(
    batch: Batch, day: date, meetings: Sequence[Session], enrolments: Sequence[Enrolment]
) -> Paper:
    """Return the attendance sheet of a day to fill in: one column per meeting."""
    header = (_("No."), _("Nama"), "NIP", _("Instansi"),
              *(f"{one.title}, {words.clock_span(one)}" for one in meetings))  # fmt: skip
    rows = [
        (number, *_person(enrolment), *("" for _one in meetings))
        for number, enrolment in enumerate(enrolments, 1)
    ]
    return Paper(f"daftar-hadir-angkatan-{batch.id}-{day}", _("Daftar hadir peserta"),
                 hari(day), header, rows, batch)  # fmt: skip


def _person(enrolment: Enrolment) -> tuple[str, str, str]:
    person = enrolment.person
    office = (person.opd.short_name or person.opd.name) if person.opd else ""
    return person.full_name, nip(person.nip), office


def presence(
    batch: Batch, meetings: Sequence[Session], lines: Sequence[RecapLine],
    marks: Mapping[tuple[int, int], Attendance],
) -> Paper:  # fmt: skip
    """Return everybody's attendance, one letter per meeting, with the sums in JP."""
    header = (_("No."), _("Nama"), "NIP", *(_meeting(one) for one in meetings),
              _("JP hadir"), _("JP izin"), _("JP sakit"), _("JP alpa"), "%")  # fmt: skip
    rows = []
    for number, line in enumerate(lines, 1):
        name, number_of, _office = _person(line.enrolment)
        letters = [_letter(marks.get((line.enrolment.id, one.id))) for one in meetings]
        sums = line.recap
        rows.append((number, name, number_of, *letters, sums.present_jp, sums.permit_jp,
                     sums.sick_jp, sums.absent_jp, sums.percent))  # fmt: skip
    first, last = 3, 3 + len(meetings)
    notes = [
        _("H hadir, I izin, S sakit, A alpa, – belum ditandai. Tanda * hadir sebagian: "
          "JP-nya dihitung sesuai menit hadir.")
    ]  # fmt: skip
    return Paper(
        f"rekap-hadir-angkatan-{batch.id}", _("Rekap daftar hadir"),
        _("%(count)s sesi yang sudah berlangsung.", count=len(meetings)), header, rows, batch,
        landscape=len(meetings) > _UPRIGHT, numbers=frozenset(range(last, last + 5)),
        narrow=frozenset(range(first, last)), notes=notes,
        signs=[(_("Penyelenggara"), "")],
    )  # fmt: skip


def _meeting(session: Session) -> str:
    return f"{tanggal_pendek(session.day)} {jam(session.starts_at, session.batch.zone, bare=True)}"


def _letter(mark: Attendance | None) -> str:
    if mark is None:
        return "–"
    return f"{words.LETTERS[mark.status]}{'*' if mark.minutes_missed else ''}"


def assignments(batch: Batch, sessions: Sequence[Session]) -> Paper:
    """Return who teaches what and when in a batch: the annex of the letters of assignment."""
    rows: list[tuple[object, ...]] = []
    for number, (person, own) in enumerate(_by_teacher(sessions), 1):
        who = (number, person.full_name, nip(person.nip), person.position_title)
        rows += [
            (*who, one.title, hari(one.day), words.clock_span(one), words.place(one), one.jp)
            for one in own
        ]
        jp = sum(one.jp for one in own)
        rows.append((number, _("Jumlah %(name)s", name=person.name), "", "", "", "", "", "", jp))
    header = (_("No."), _("Nama"), "NIP", _("Jabatan"), _("Mata pelatihan"), _("Hari, tanggal"),
              _("Waktu"), _("Tempat"), "JP")  # fmt: skip
    return Paper(
        f"daftar-tugas-angkatan-{batch.id}", _("Daftar penugasan tenaga pengajar"),
        _("Lampiran surat tugas mengajar. Semua waktu %(zone)s, 1 JP = %(minutes)s menit.",
          zone=batch.zone, minutes=batch.version.jp_minutes),
        header, rows, batch, landscape=True, template="schedule/paper_assignments.html",
        signs=[(_("Kepala %(agency)s", agency=_agency()), "")],
    )  # fmt: skip


def _by_teacher(sessions: Sequence[Session]) -> list[tuple[Person, list[Session]]]:
    found: dict[int, tuple[Person, list[Session]]] = {}
    for session in sessions:
        if session.cancelled_at is None:
            for teaching in session.teaching:
                found.setdefault(teaching.person_id, (teaching.person, []))[1].append(session)
    return sorted(found.values(), key=lambda one: one[0].name)


def _agency() -> str:
    return str(current_app.config["AGENCY_NAME"])


def door(room: Room, day: date, sessions: Sequence[Session]) -> Paper:
    """Return the sheet on the door of a room for a day."""
    header = (_("Waktu"), _("Kegiatan"), _("Angkatan"), _("Pengajar"))
    rows = [
        (words.clock_span(one), one.title, one.batch.name, words.teachers(one)) for one in sessions
    ]
    return Paper(f"pintu-{room.id}-{day}", room.name, hari(day), header, rows,
                 landscape=True, notes=[room.building] if room.building else [],
                 template="schedule/paper_door.html")  # fmt: skip


def honour(month: date, lines: Sequence[Line]) -> Paper:
    """Return what instructors taught in a month and what that comes to."""
    header = (_("No."), _("Nama"), "NIP", _("Golongan"), _("Dibayar sebagai"), _("Sesi"),
              _("JP jadwal"), _("JP terlaksana"), _("JP presensi ditutup"), _("JP dibayar"),
              _("Tarif per JP (Rp)"), _("Jumlah (Rp)"))  # fmt: skip
    rows = [
        (number, line.person.full_name, nip(line.person.nip), line.person.golongan,
         str(words.RATES[line.kind]), line.sessions, line.jp_planned, line.jp_held, line.jp_closed,
         line.pay.jp, line.pay.rate, line.pay.amount)
        for number, line in enumerate(lines, 1)
    ]  # fmt: skip
    counts = [
        (line.sessions, line.jp_planned, line.jp_held, line.jp_closed, line.pay.jp)
        for line in lines
    ]
    sums = (
        "", _("Jumlah"), "", "", "", *(sum(column) for column in zip(*counts, strict=True)), "",
        sum(line.pay.amount for line in lines),
    ) if lines else ()  # fmt: skip
    notes = [
        _("Dibayar: JP sesi yang presensinya sudah ditutup. Setiap pengajar dalam satu tim "
          "dihitung penuh. Tarif dan beban minimum menurut halaman Tarif; sumbernya belum "
          "terkonfirmasi dan harus dicocokkan sebelum dibayarkan.")
    ]  # fmt: skip
    return Paper(
        f"honorarium-{month:%Y-%m}", _("Rekap JP dan honorarium pengajar"), bulan(month),
        header, rows, landscape=True, numbers=frozenset(range(5, 12)), notes=notes, sums=sums,
        signs=[(_("Bendahara"), ""), (_("Kepala %(agency)s", agency=_agency()), "")],
    )  # fmt: skip

"""Proof other than presence: the evidence of an assignment, and meetings with coach or mentor."""

from datetime import date

from werkzeug.datastructures import FileStorage

from lms.core import files
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.formats import tanggal
from lms.core.i18n import _
from lms.events import queries, rules
from lms.events.actions.places import hold
from lms.events.events import participation_changed
from lms.events.models import Event, EventMeeting, Participation
from lms.people.models import Person

EVIDENCE_KINDS = ("pdf", "docx", "jpg", "png")
EVIDENCE_MB = 10


def hand_in_evidence(
    place: Participation, text: str, upload: FileStorage | None, *, by: Person
) -> None:
    """Hand in the report of a special assignment; a returned one may keep its file."""
    _check_takes(hold(place), place, rules.EVIDENCE)
    if place.accepted_at is not None:
        raise RuleBroken(_("Bukti ini sudah diterima dan tidak dapat diganti."))
    if upload is not None and upload.filename:
        stored = files.store(
            upload, owner=by, kinds=EVIDENCE_KINDS, max_bytes=EVIDENCE_MB * 1_000_000
        )
        db.session.flush()
        place.evidence_id = stored.id
    if place.evidence_id is None:
        raise RuleBroken(_("Pilih berkas laporan atau bukti pelaksanaannya."))
    place.evidence_text, place.evidence_at, place.returned = text, now(), ""
    db.session.flush()
    record("participation.evidence", place, by=by)


def accept_evidence(place: Participation, *, by: Person) -> None:
    """Accept the evidence: the assignment counts once the event is closed."""
    _check_takes(hold(place), place, rules.EVIDENCE)
    if not place.is_waiting_for_review:
        raise RuleBroken(_("Tidak ada bukti yang menunggu keputusan."))
    if by.id == place.person_id:
        raise RuleBroken(_("Bukti Anda sendiri diputuskan oleh orang lain."))
    place.accepted_at, place.accepted_by_id = now(), by.id
    record("participation.accepted", place, by=by)
    participation_changed.send(place, what="accepted", by=by)


def return_evidence(place: Participation, reason: str, *, by: Person) -> None:
    """Send the evidence back, accepted or not, saying what is missing."""
    _check_takes(hold(place), place, rules.EVIDENCE)
    if place.evidence_at is None or place.returned:
        raise RuleBroken(_("Tidak ada bukti yang menunggu keputusan."))
    if not reason.strip():
        raise RuleBroken(_("Tulis apa yang perlu diperbaiki; peserta akan membacanya."))
    place.returned, place.accepted_at, place.accepted_by_id = reason.strip(), None, None
    record("participation.returned", place, by=by, reason=reason)
    participation_changed.send(place, what="returned", by=by)


def log_meeting(
    place: Participation, held_on: date, topic: str, outcome: str, *, by: Person
) -> EventMeeting:
    """Note a meeting of coach or mentor with the participant, who then confirms it."""
    event = hold(place)
    _check_takes(event, place, rules.MEETINGS)
    if by.id == place.person_id:
        raise RuleBroken(_("Pertemuan dicatat coach, mentor, atau penyelenggara."))
    if held_on > today():
        raise RuleBroken(_("Pertemuan dicatat sesudah berlangsung. Periksa tanggalnya."))
    if not event.first_day <= held_on <= event.last_day:
        raise RuleBroken(
            _("Tanggal pertemuan di luar masa kegiatan, %(first)s sampai %(last)s.",
              first=tanggal(event.first_day), last=tanggal(event.last_day))
        )  # fmt: skip
    if any(one.held_on == held_on for one in queries.place_in_full(place).meetings):
        raise RuleBroken(_("Pertemuan pada tanggal itu sudah dicatat."))
    meeting = EventMeeting(
        participation_id=place.id, held_on=held_on, topic=topic, outcome=outcome,
        logged_by_id=by.id, logged_at=now(), objection="",
    )  # fmt: skip
    db.session.add(meeting)
    db.session.flush()
    record("meeting.logged", meeting, by=by, held_on=held_on)
    participation_changed.send(place, what="met", by=by)
    return meeting


def confirm_meeting(place: Participation, meeting: EventMeeting, *, by: Person) -> None:
    """Let the participant confirm that the meeting took place: it counts."""
    _check_unanswered(place, meeting)
    meeting.confirmed_at, meeting.objection = now(), ""
    record("meeting.confirmed", meeting, by=by)


def object_to_meeting(place: Participation, meeting: EventMeeting, why: str, *, by: Person) -> None:
    """Let the participant say why the meeting is not as noted; it does not count."""
    _check_unanswered(place, meeting)
    if not why.strip():
        raise RuleBroken(_("Tulis apa yang tidak sesuai; pencatatnya akan membacanya."))
    meeting.objection = why.strip()
    record("meeting.objected", meeting, by=by, why=why)


def remove_meeting(place: Participation, meeting: EventMeeting, *, by: Person) -> None:
    """Take out a meeting that was noted by mistake; a confirmed one stays."""
    _check_takes(hold(place), place, rules.MEETINGS)
    db.session.refresh(meeting)
    if meeting.confirmed_at is not None:
        raise RuleBroken(_("Pertemuan yang sudah dikonfirmasi tidak dapat dihapus."))
    record("meeting.removed", meeting, by=by, held_on=meeting.held_on)
    db.session.delete(meeting)
    db.session.flush()


def _check_unanswered(place: Participation, meeting: EventMeeting) -> None:
    _check_takes(hold(place), place, rules.MEETINGS)
    db.session.refresh(meeting)
    if meeting.confirmed_at is not None:
        raise RuleBroken(_("Pertemuan ini sudah dikonfirmasi."))


def _check_takes(event: Event, place: Participation, proof: str) -> None:
    if event.proof != proof:
        raise RuleBroken(_("Jenis kegiatan ini dibuktikan dengan cara lain."))
    if event.state != "open":
        raise RuleBroken(_("Kegiatan ini sudah berakhir, buktinya tidak berubah lagi."))
    if not place.has_seat:
        raise RuleBroken(_("Hanya peserta yang terdaftar yang dapat dibuktikan ikut serta."))

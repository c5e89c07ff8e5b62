"""Reporting outside training, completing and withdrawing a report, deciding, and undoing."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import FileStorage

from lms.competence import queries
from lms.competence.events import outside_training_decided
from lms.competence.models import OutsideTraining, TrainingEvidence, TrainingStep
from lms.competence.rules import verification
from lms.competence.rules.duplicates import Report, Twin, number_key
from lms.core import files
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.formats import tanggal
from lms.core.i18n import _
from lms.hours import queries as hours
from lms.hours import rules as conversion
from lms.people.models import Person

KINDS = ("pdf", "jpg", "png")
MOST_FILES = 5
MOST_BYTES = 10_000_000
#: A training that began before is a slip of the hand, and so is one that lasts longer.
_EARLIEST = date(1980, 1, 1)
_LONGEST = timedelta(days=400)


@dataclass(frozen=True)
class Told:
    """What a person says of a training."""

    form: str
    title: str
    organiser: str
    number: str
    units: Decimal
    is_international: bool
    starts_on: date
    ends_on: date
    note: str


def report(
    person: Person, told: Told, uploads: list[FileStorage], *, is_other: bool
) -> OutsideTraining:
    """Report a training with its evidence; its hours are computed, and copies are refused.

    `is_other` is the person's word that it is not the similar one that is known already.
    """
    lock(person)  # two copies sent at once must see each other
    training = OutsideTraining(person_id=person.id, state="submitted")
    _write(training, told)
    _refuse_copy(_facts(training, told), is_other=is_other)
    db.session.add(training)
    db.session.flush()
    _attach(training, uploads, kept=0, by=person)
    training.submitted_at = now()
    _step(training, "submitted", told.note, by=person)
    record("outside_training.submitted", training, by=person, jp=training.jp)
    return training


def amend(
    training: OutsideTraining, told: Told, uploads: list[FileStorage], *, is_other: bool, by: Person
) -> None:
    """Complete a report that was sent back, and send it again."""
    lock(training)
    training.state = verification.next_state(training.state, "resubmitted")
    _write(training, told)
    found = queries.training(training.id)
    _refuse_copy(queries.report_facts(found), is_other=is_other)
    _attach(found, uploads, kept=len(found.evidence), by=by)
    training.submitted_at = now()
    _step(training, "resubmitted", told.note, by=by)
    record("outside_training.resubmitted", training, by=by, jp=training.jp)


def _write(training: OutsideTraining, told: Told) -> None:
    """Check what is told and write it with the hours it makes."""
    _check_dates(told.starts_on, told.ends_on)
    lines = hours.conversions()
    line = conversion.line_for(lines, told.form, told.ends_on)
    days = (told.ends_on - told.starts_on).days + 1
    conversion.check_units(line, told.units, days, conversion.working_day(lines, told.ends_on))
    if line.evidence == "sertifikat" and not told.number.strip():
        raise RuleBroken(_("Isi nomor sertifikat; bentuk ini dibuktikan dengan sertifikat."))
    for name in (
        "form", "title", "organiser", "number", "units", "is_international", "starts_on", "ends_on",
        "note",
    ):  # fmt: skip
        setattr(training, name, getattr(told, name))
    training.number_key = number_key(told.number)
    training.cell = line.cell
    training.jp = conversion.jp_of(
        line, told.units, told.starts_on, told.ends_on, international=told.is_international
    )
    training.basis = line.clause


def _check_dates(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise RuleBroken(_("Hari terakhir tidak boleh sebelum hari pertama."))
    if ends_on > today():
        raise RuleBroken(_("Laporkan pelatihan setelah selesai: hari terakhirnya belum lewat."))
    if starts_on < _EARLIEST or ends_on - starts_on > _LONGEST:
        raise RuleBroken(_("Periksa tanggalnya: pelatihan paling lama 400 hari, sejak 1980."))


def _facts(training: OutsideTraining, told: Told) -> Report:
    return Report(
        None, training.person_id, told.title, told.organiser, training.number_key,
        told.starts_on, told.ends_on,
    )  # fmt: skip


def _refuse_copy(new: Report, *, is_other: bool) -> None:
    """Refuse what the person reported before; a mere likeness only until it is explained."""
    for twin in queries.twins_of([new])[new.key]:
        if twin.other.person_id != new.person_id or (twin.by == "alike" and is_other):
            continue
        raise RuleBroken(_copy_sentence(twin))


def _copy_sentence(twin: Twin) -> str:
    known = {"title": twin.other.title, "day": tanggal(twin.other.ends_on)}
    if twin.by == "number":
        return _("Nomor sertifikat ini sudah tercatat pada “%(title)s”, %(day)s. "
                 "Satu sertifikat dihitung satu kali.", **known)  # fmt: skip
    if twin.by == "file":
        return _("Berkas bukti ini sama persis dengan bukti “%(title)s”, %(day)s. "
                 "Unggah bukti pelatihan yang ini.", **known)  # fmt: skip
    return _("Pelatihan ini mirip dengan “%(title)s”, %(day)s, yang sudah tercatat. "
             "Bila memang pelatihan lain, centang pernyataannya lalu kirim lagi.",
             **known)  # fmt: skip


def _attach(
    training: OutsideTraining, uploads: list[FileStorage], *, kept: int, by: Person
) -> None:
    """Keep the evidence; the same file never proves two trainings of one person."""
    if kept + len(uploads) == 0:
        raise RuleBroken(_("Unggah buktinya: sertifikat, surat, atau laporan."))
    if kept + len(uploads) > MOST_FILES:
        raise RuleBroken(_("Satu laporan memuat paling banyak %(most)s berkas.", most=MOST_FILES))
    stored = [files.store(one, owner=by, kinds=KINDS, max_bytes=MOST_BYTES) for one in uploads]
    db.session.flush()
    for file in stored:
        db.session.add(TrainingEvidence(training_id=training.id, file_id=file.id))
    db.session.flush()
    proof = Report(
        ("outside", training.id), training.person_id, "", "", "", training.starts_on,
        training.ends_on, frozenset(file.sha256 for file in stored),
    )  # fmt: skip
    if stored:
        _refuse_copy(replace(proof), is_other=True)


def withdraw(training: OutsideTraining, *, by: Person) -> None:
    """Take a report back that nobody has decided on."""
    lock(training)
    training.state = verification.next_state(training.state, "withdrawn")
    _step(training, "withdrawn", "", by=by)
    record("outside_training.withdrawn", training, by=by)


def decide(training: OutsideTraining, verb: str, note: str, *, by: Person) -> str:
    """Verify, refuse, send back or reverse one report; returns the mark to undo it by."""
    together = secrets.token_urlsafe(12)
    _decide(training, verb, note, by=by, together=together)
    return together


def _decide(training: OutsideTraining, verb: str, note: str, *, by: Person, together: str) -> None:
    if training.person_id == by.id:
        raise RuleBroken(_("Pelatihan Anda sendiri diverifikasi oleh orang lain."))
    verification.check_reason(verb, note)
    lock(training)
    training.state = verification.next_state(training.state, verb)
    if verb == "verified":
        training.verified_by_id, training.verified_at = by.id, now()
    _step(training, verb, note.strip(), by=by, together=together)
    record(f"outside_training.{verb}", training, by=by, jp=training.jp, note=note.strip())
    outside_training_decided.send(training, note=note.strip(), by=by)


def decide_many(
    trainings: list[OutsideTraining], *, by: Person
) -> tuple[int, list[OutsideTraining], str]:
    """Verify several reports at once; returns how many, those left out, and the mark to undo.

    What looks like a copy is left out: it must be looked at by itself.
    """
    doubtful = queries.twins_of([queries.report_facts(one) for one in trainings])
    together = secrets.token_urlsafe(12)
    left = []
    for training in trainings:
        if training.state != "submitted" or doubtful["outside", training.id]:
            left.append(training)
        else:
            _decide(training, "verified", "", by=by, together=together)
    return len(trainings) - len(left), left, together


def undo(together: str, *, by: Person) -> tuple[int, list[OutsideTraining]]:
    """Take back an own decision of today; returns how many, and those that went on since."""
    found = queries.last_steps(together)
    if not found or any(step.by_id != by.id or step.at.date() != now().date() for _t, step, _l in
                        found):  # fmt: skip
        raise RuleBroken(_("Hanya keputusan Anda sendiri hari ini yang dapat diurungkan."))
    kept = []
    for training, step, last in found:
        lock(training)
        if not verification.may_undo(last.verb, same_decision=last.id == step.id):
            kept.append(training)
            continue
        training.state = verification.next_state(training.state, "undone")
        training.verified_by_id = training.verified_at = None
        _step(training, "undone", "", by=by)
        record("outside_training.undone", training, by=by, former=step.verb)
    return len(found) - len(kept), kept


def _step(
    training: OutsideTraining, verb: str, note: str, *, by: Any, together: str | None = None
) -> None:
    db.session.add(
        TrainingStep(
            training_id=training.id, verb=verb, note=note, by_id=by.id, at=now(), together=together
        )
    )
    db.session.flush()

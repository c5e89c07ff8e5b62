"""Courses of other systems: shown, put into a subject of a batch, and taken out as one."""

from io import BytesIO

from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from lms.catalogue.models import Batch, Course, Unit
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import actions as elearning
from lms.elearning.models import BankImport, Visit
from lms.packages import queries
from lms.packages.materials.intake import Taken
from lms.packages.models import MaterialImport
from lms.people.models import Person

#: Minutes that a page, link or file is thought to take.
_MINUTES = 10


def keep_material(batch: Batch, course_id: int, taken: Taken, *, by: Person) -> MaterialImport:
    """Keep what was read of a course; nothing enters the batch yet."""
    if course_id not in {course.id for course in queries.courses_of(batch)}:
        raise RuleBroken(_("Pilih mata pelatihan dan paket yang ada."))
    found = MaterialImport(
        batch_id=batch.id, course_id=course_id, file_name=taken.file_name, sha256=taken.sha256,
        format=taken.course.format, title=taken.course.title, state="ready", pieces=taken.pieces,
        questions=taken.course.questions.decode(),
        question_count=taken.course.questions.count(b"<question "), unit_ids=[],
        asked_by_id=by.id, asked_at=now(),
    )  # fmt: skip
    db.session.add(found)
    db.session.flush()
    record("material_import.read", found, by=by, sha256=taken.sha256, format=found.format)
    return found


def apply_material(found: MaterialImport, *, by: Person) -> None:
    """Put the pieces at the end of the subject, and hand the questions to the bank's import."""
    lock(found)
    if found.state != "ready":
        raise RuleBroken(_("Impor ini sudah dimasukkan atau diurungkan."))
    if not found.brings_something:
        raise RuleBroken(_("Tidak ada bagian yang dapat masuk."))
    useful = [piece for piece in found.pieces if piece["payload"]]
    course = db.session.get_one(Course, found.course_id)
    found.unit_ids = [_add(found.batch, course, piece).id for piece in useful]
    if found.question_count:
        upload = FileStorage(BytesIO(found.questions.encode()), filename="soal.xml")
        bank: BankImport = elearning.begin_bank_import(upload, found.title[:100], by=by)
        found.bank_import_id = bank.id
    found.state, found.applied_at = "applied", now()
    record("material_import.applied", found, by=by, units=len(found.unit_ids))


def _add(batch: Batch, course: Course, piece: dict) -> Unit:
    payload = piece["payload"]
    if piece["kind"] == "page":
        return elearning.add_batch_lesson(batch, course, piece["title"], _MINUTES, payload["text"])
    return elearning.add_batch_activity(
        batch, course, piece["kind"], piece["title"], _MINUTES, payload
    )


def undo_material(found: MaterialImport, *, by: Person) -> None:
    """Take everything out again, unless somebody has opened a part of it."""
    lock(found)
    if found.state != "applied":
        raise RuleBroken(_("Impor ini sudah dimasukkan atau diurungkan."))
    opened = select(func.count(Visit.id)).where(Visit.unit_id.in_(found.unit_ids))
    if db.session.scalar(opened):
        raise RuleBroken(_("Sudah ada peserta yang membuka bahan ini, jadi tetap tercatat."))
    for unit_id in found.unit_ids:
        elearning.remove_batch_activity(found.batch, db.session.get_one(Unit, unit_id))
    bank = db.session.get(BankImport, found.bank_import_id) if found.bank_import_id else None
    if bank is not None and bank.state == "applied":
        elearning.undo_bank_import(bank, by=by)
    found.state, found.undone_at, found.unit_ids = "undone", now(), []
    record("material_import.undone", found, by=by)

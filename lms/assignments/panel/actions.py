"""Setting role weights, filling in sheets, third readings, moderation, and settling the marks."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from lms.assignments.models import Brief, Marking, Submission
from lms.assignments.panel import queries, rules, words
from lms.assignments.panel.models import PanelRuling, PanelScheme, PanelSheet
from lms.assignments.panel.queries import PanelWork
from lms.assignments.rules import check_rubric_levels, rubric_points
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Unit
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock, one
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person


def set_scheme(
    batch: Batch, unit: Unit, weights: Mapping[str, int], spread: Decimal, valid_from: date, *,
    basis: str, by: Person,
) -> PanelScheme:  # fmt: skip
    """Let these role weights hold for a task, for batches that begin on the day or later."""
    lock(batch.version.programme)
    rules.check_weights(weights)
    programme_id = batch.version.programme_id
    stood = one(
        select(PanelScheme.id).where(
            PanelScheme.programme_id == programme_id, PanelScheme.unit_key == unit.key,
            PanelScheme.valid_from == valid_from,
        )
    )  # fmt: skip
    if stood is not None:
        raise RuleBroken(_("Untuk tanggal itu sudah ada bobot. Pilih tanggal berlaku lain."))
    scheme = PanelScheme(
        programme_id=programme_id, unit_key=unit.key, valid_from=valid_from, weights=dict(weights),
        spread=spread, basis=basis, set_by_id=by.id, set_at=now(),
    )  # fmt: skip
    db.session.add(scheme)
    db.session.flush()
    record("panel.arranged", scheme, by=by, unit=unit.key, weights=dict(weights), spread=spread,
           valid_from=valid_from, basis=basis)  # fmt: skip
    return scheme


def open_sheet(
    work: Submission, role: str, person: Person | None, *, name: str = "", by: Person | None
) -> PanelSheet:
    """Return the sheet of an assessor for a work, begun when there is none."""
    lock(work)
    held = queries.panel_work(work, _scheme(work))
    own = [
        sheet for sheet in held.sheets
        if (sheet.person_id == person.id if person else sheet.person_id is None)
    ]  # fmt: skip
    for sheet in own:
        if sheet.role == role:
            return sheet
    if own:
        raise RuleBroken(_("Satu orang menilai satu karya dalam satu peran."))
    if role not in (*held.scheme.weights, rules.THIRD):
        raise RuleBroken(_("Peran ini tidak ikut menilai tugas ini."))
    _refuse_closed(work)
    if person is not None and person.id == work.enrolment.person_id:
        raise RuleBroken(_("Peserta tidak menilai karyanya sendiri."))
    sheet = PanelSheet(
        submission_id=work.id, role=role, person_id=person.id if person else None,
        name=person.full_name if person else name, levels={}, comments={}, opened_at=now(),
    )  # fmt: skip
    db.session.add(sheet)
    db.session.flush()
    record("panel_sheet.opened", sheet, by=by, role=role, name=sheet.name)
    return sheet


def _scheme(work: Submission) -> PanelScheme:
    """Return the weights a work is assessed by; its place and batch must be loaded."""
    found = queries.scheme_for(work.enrolment.batch, work.unit.key)
    if found is None:
        raise RuleBroken(_("Tugas ini tidak dinilai oleh panel."))
    return found


def _refuse_closed(work: Submission) -> None:
    if work.state != "submitted":
        raise RuleBroken(_("Nilai karya ini sudah ditetapkan atau karyanya dikembalikan."))


def share_out(batch: Batch, brief: Brief, *, by: Person) -> int:
    """Begin a sheet for everybody who works in the batch in a role that carries weight.

    The papers of a final project are assessed by who stands beside it: their sheets begin on its
    own page. Returns how many sheets are new.
    """
    lock(batch)
    scheme = queries.scheme_for(batch, brief.unit.key)
    if scheme is None:
        raise RuleBroken(_("Tugas ini tidak dinilai oleh panel."))
    if brief.stage:
        raise RuleBroken(_("Lembar naskah proyek akhir dibuka dari halaman proyeknya."))
    new = 0
    for held in queries.panel_works(batch, brief, scheme):
        present = {sheet.person_id for sheet in held.sheets} | {held.work.enrolment.person_id}
        for work in catalogue.staff_of(batch) if held.work.state == "submitted" else ():
            if work.role in scheme.weights and work.person_id not in present:
                open_sheet(queries.with_place(held.work.id), work.role, work.person, by=by)
                present.add(work.person_id)
                new += 1
    return new


def ask_third(work: Submission, person: Person, *, by: Person) -> PanelSheet:
    """Name the third reader of a work whose assessors lie too far apart."""
    lock(work)
    held = queries.panel_work(work, _scheme(work))
    if held.state != rules.DISPUTED:
        raise RuleBroken(
            _("Penilai ketiga hanya untuk karya yang selisih nilainya melewati batas.")
        )
    if held.by_role(rules.THIRD):
        raise RuleBroken(_("Penilai ketiga karya ini sudah ditunjuk."))
    return open_sheet(work, rules.THIRD, person, by=by)


def fill(
    sheet: PanelSheet, brief: Brief, *, levels: Mapping[str, int], comments: Mapping[str, str],
    comment: str, revision: int, confirm: bool, by: Person | None,
) -> PanelSheet:  # fmt: skip
    """Keep what an assessor says; confirmed it counts, until the mark is settled."""
    lock(sheet)
    work = queries.with_place(sheet.submission_id)
    _refuse_closed(work)
    if sheet.revision != revision:
        raise RuleBroken(_("Lembar ini baru saja disimpan dari tempat lain. Muat ulang halaman."))
    check_rubric_levels(brief.rubric, levels)
    if confirm and len(levels) < len(brief.rubric):
        left = len(brief.rubric) - len(levels)
        raise RuleBroken(_("Masih ada %(count)s kriteria tanpa tingkat.", count=left))
    former = sheet.points
    sheet.levels, sheet.comments, sheet.comment = dict(levels), dict(comments), comment
    complete = len(levels) == len(brief.rubric)
    sheet.points = rubric_points(brief.rubric, levels) if complete else None
    sheet.revision += 1
    sheet.confirmed_at = now() if confirm else None
    if confirm:
        record("panel_sheet.confirmed", sheet, by=by, role=sheet.role, name=sheet.name,
               points=sheet.points, former=former, levels=dict(levels))  # fmt: skip
    return sheet


def moderate(work: Submission, points: Decimal, *, reason: str, by: Person) -> PanelRuling:
    """Set the mark of a work with a reason; every sheet stays as it is."""
    lock(work)
    held = queries.panel_work(work, _scheme(work))
    if not held.is_open:
        raise RuleBroken(_("Nilai karya ini sudah dirilis atau karyanya dikembalikan."))
    if not held.readings:
        raise RuleBroken(_("Belum ada penilai yang mengesahkan lembarnya."))
    ruling = PanelRuling(submission_id=work.id, points=points, proposed=held.proposed,
                         reason=reason, by_id=by.id, at=now())  # fmt: skip
    db.session.add(ruling)
    db.session.flush()
    record("panel.moderated", work, by=by, points=points, proposed=held.proposed,
           spread=held.spread, reason=reason)  # fmt: skip
    return ruling


def settle(batch: Batch, brief: Brief, *, by: Person) -> int:
    """Enter the marks of all works whose assessors are done; returns how many changed.

    The trainee sees them after release, together with what each assessor wrote.
    """
    lock(batch)
    scheme = queries.scheme_for(batch, brief.unit.key)
    if scheme is None:
        raise RuleBroken(_("Tugas ini tidak dinilai oleh panel."))
    held = queries.panel_works(batch, brief, scheme)
    ready = [one for one in held if one.is_open and one.state == rules.READY and not one.is_settled]
    if not ready:
        raise RuleBroken(_("Belum ada nilai panel yang siap ditetapkan."))
    for found in ready:
        _enter(found, by)
    record("panel.settled", brief.unit, by=by, batch=batch.id, count=len(ready))
    return len(ready)


def _enter(found: PanelWork, by: Person) -> None:
    work, moment = found.work, now()
    marking = work.marking
    if marking is None:
        marking = Marking(submission_id=work.id, grader_id=by.id, levels={}, comments={},
                          touches={}, saved_at=moment)  # fmt: skip
        db.session.add(marking)
        work.marking = marking
    marking.grader_id = marking.confirmed_by_id = by.id
    marking.points = found.points
    marking.comment = "\n\n".join(
        f"{words.ROLES[sheet.role]}: {sheet.comment}" for sheet in found.sheets if sheet.comment
    )
    marking.saved_at = marking.confirmed_at = moment
    work.state = "marked"
    record("marks.confirmed", work, by=by, points=marking.points, spread=found.spread,
           readings={sheet.name: str(sheet.points) for sheet in found.sheets})  # fmt: skip

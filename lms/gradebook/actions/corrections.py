"""Correcting a released result: seen first, then applied as it was seen."""

from lms.catalogue import actions as catalogue
from lms.catalogue import rules
from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.gradebook import imports, queries
from lms.gradebook.actions.scores import supersede
from lms.gradebook.events import result_changed
from lms.gradebook.models import ResultCorrection
from lms.gradebook.queries import Change, Released, Revised
from lms.gradebook.rules import typed_parts
from lms.people.models import Person


def read_correction(
    basis: Released, parts: list[dict[str, object]], part_key: str, text: str
) -> Change:
    """Return the change that weights and lines of NIP and points ask for; any fault refuses all."""
    rules.check_components(parts)
    if not text.strip():
        return Change(parts, {})
    typed = {part["key"] for part in typed_parts(basis.batch.parts, is_observed=basis.is_observed)}
    if not imports.names_people(text):
        raise RuleBroken(_("Setiap baris dimulai dengan NIP, lalu nilainya."))
    block = imports.read_block(text, basis.lines, [part_key], typed, 0, part_key)
    for cell in block.cells:
        if cell.problem:
            raise RuleBroken(_("Baris %(line)s: %(problem)s", line=cell.line, problem=cell.problem))
    points = {(one.enrolment_id, one.component): one.points for one in block.ready
              if one.points is not None}  # fmt: skip
    return Change(parts, points)


def correct_results(batch: Batch, change: Change, *, seen: str, reason: str, by: Person) -> Revised:
    """Correct released results as previewed (`seen`: its fingerprint); what stood there is kept."""
    lock(batch)
    if queries.release_of(batch) is None:
        raise RuleBroken(_("Hasil angkatan ini belum dirilis; ubah saja nilainya."))
    if not reason.strip():
        raise RuleBroken(_("Tulis alasan koreksi; peserta membacanya."))
    found = queries.revised(queries.released(batch), change)
    if not found.revisions:
        raise RuleBroken(_("Tidak ada hasil yang berubah."))
    if found.fingerprint != seen:
        raise RuleBroken(_("Hitungannya berubah sejak Anda melihat akibatnya. Lihat lagi."))
    stood = {(one.enrolment_id, one.component): one for one in queries.current_scores(batch)}
    for (enrolment_id, key), points in change.points.items():
        former = stood.get((enrolment_id, key))
        supersede(former, enrolment_id, key, points, "koreksi", reason, by)
    if change.parts != batch.parts:
        catalogue.set_components(batch, change.parts, reason=reason, by=by)
    for one in found.revisions:
        _rewrite(one, reason, by)
    record("results.corrected", batch, by=by, people=len(found.revisions), reason=reason)
    places = [one.seat.id for one in found.revisions]
    result_changed.send(batch, what="result_corrected", places=places, by=by)
    return found


def _rewrite(revision: queries.Revision, reason: str, by: Person) -> None:
    result, verdict = revision.result, revision.after
    former = {"final": None if result.final is None else str(result.final),
              "predicate": result.predicate, "outcome": result.outcome,
              "reasons": result.reasons, "trace": result.trace}  # fmt: skip
    db.session.add(
        ResultCorrection(result_id=result.id, former=former, reason=reason, by_id=by.id, at=now())
    )
    result.final, result.predicate, result.outcome = (
        verdict.final, verdict.predicate, verdict.outcome,
    )  # fmt: skip
    result.reasons, result.trace = list(verdict.reasons), revision.trace

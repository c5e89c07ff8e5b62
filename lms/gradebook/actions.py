"""Entering, importing and releasing: everything that changes marks of a batch."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.gradebook import imports, queries, rulebooks
from lms.gradebook.events import result_released
from lms.gradebook.imports import BlockPreview
from lms.gradebook.models import ComponentScore, Release, Result
from lms.gradebook.queries import Sheet
from lms.people.models import Person

#: Parts whose points come from the system's own work; they are never typed in.
DERIVED = ("quizzes", "assignment:")


@dataclass(frozen=True)
class Preview:
    """An import before it is made: each row with its trainee and the score it would replace."""

    rows: list[dict[str, Any]]
    problems: int

    @property
    def ready(self) -> list[dict[str, Any]]:
        """Return the rows that would be entered."""
        return [row for row in self.rows if not row["problem"]]


def enterable(batch: Batch) -> list[dict[str, Any]]:
    """Return the graded parts whose scores come from outside."""
    return [part for part in queries.parts_of(batch) if is_typed(part)]


def is_typed(part: dict[str, Any]) -> bool:
    """Tell whether the points of a part come from outside and are typed in."""
    return not str(part.get("source", "outside")).startswith(DERIVED)


def enter_score(
    batch: Batch,
    enrolment: Enrolment,
    component: str,
    points: Decimal,
    *,
    source: str,
    reason: str,
    seen: str | None = None,
    by: Person,
) -> ComponentScore:
    """Enter a score; one that stood there is superseded and kept as history.

    With `seen`, the points the person saw ("" for none), a cell that somebody else has changed
    since is not overwritten.
    """
    _open_for_scores(batch, component)
    if enrolment.batch_id != batch.id or not enrolment.has_seat:
        raise RuleBroken(_("Orang ini bukan peserta angkatan ini."))
    former = queries.current_score(enrolment.id, component)
    _check_seen(former, seen)
    return _supersede(former, enrolment.id, component, points, source, reason, by)


def _open_for_scores(batch: Batch, component: str) -> None:
    """Refuse parts that are not typed in, and hold the batch so that no release comes between."""
    if component not in {part["key"] for part in enterable(batch)}:
        raise RuleBroken(_("Komponen ini dihitung dari pekerjaan peserta dan tidak diketik."))
    lock(batch)
    _refuse_after_release(batch)


def _check_seen(former: ComponentScore | None, seen: str | None) -> None:
    """Refuse to overwrite what somebody else has entered since the page was made."""
    stood = str(former.points) if former else ""
    if seen is not None and seen != stood:
        raise RuleBroken(
            _("Nilai ini baru saja diubah orang lain menjadi %(points)s. Muat ulang halaman.",
              points=stood.replace(".", ",") or "–")
        )  # fmt: skip


def _supersede(
    former: ComponentScore | None,
    enrolment_id: int,
    component: str,
    points: Decimal,
    source: str,
    reason: str,
    by: Person,
) -> ComponentScore:
    if former is not None:
        former.superseded_at = now()
    score = ComponentScore(
        enrolment_id=enrolment_id, component=component, points=points, source=source,
        reason=reason, entered_by_id=by.id, at=now(),
    )  # fmt: skip
    db.session.add(score)
    record(
        "score.entered", score, by=by, component=component, points=points,
        former=former.points if former else None, reason=reason,
    )  # fmt: skip
    return score


def preview_import(batch: Batch, component: str, data: bytes, kind: str) -> Preview:
    """Read a table of NIP and score, and say for each row what would happen; changes nothing."""
    _refuse_after_release(batch)
    known = queries.enrolments_by_nip(batch)
    former = queries.scores_of_part(batch, component)
    seen: set[str] = set()
    found = []
    for row in imports.read_table(data, kind):
        enrolment = known.get(row.nip)
        problem = row.problem
        if not problem and enrolment is None:
            problem = _("NIP ini bukan peserta angkatan ini.")
        if not problem and row.nip in seen:
            problem = _("NIP ini muncul dua kali di berkas.")
        seen.add(row.nip)
        score = former.get(enrolment.id) if enrolment else None
        found.append(
            {
                "line": row.line,
                "nip": row.nip,
                "name": enrolment.person.name if enrolment else "",
                "points": row.points,
                "former": score.points if score else None,
                "problem": problem,
            }
        )
    return Preview(found, sum(bool(row["problem"]) for row in found))


def apply_import(
    batch: Batch, component: str, scores: dict[str, Decimal], *, source: str, by: Person
) -> int:
    """Enter all previewed scores or none; returns how many differ from what stood there."""
    _open_for_scores(batch, component)
    known = queries.enrolments_by_nip(batch)
    former = queries.scores_of_part(batch, component)
    changed = 0
    for nip, points in scores.items():
        enrolment = known.get(nip)
        if enrolment is None:
            raise RuleBroken(_("NIP %(nip)s bukan peserta angkatan ini.", nip=nip))
        stood = former.get(enrolment.id)
        if stood is None or stood.points != points:
            _supersede(stood, enrolment.id, component, points, source, _("impor tabel"), by)
            changed += 1
    record("scores.imported", batch, by=by, component=component, file=source, count=changed)
    return changed


def preview_block(found: Sheet, text: str, seat_id: int, part_key: str) -> BlockPreview:
    """Say for each pasted cell what would happen; changes nothing."""
    if found.release is not None:
        raise RuleBroken(_("Hasil angkatan ini sudah dirilis dan tidak dapat diubah."))
    open_keys = {part["key"] for part in found.components if is_typed(part)}
    keys = [part["key"] for part in found.components]
    return imports.read_block(text, found.rows, keys, open_keys, seat_id, part_key)


def apply_block(
    batch: Batch, cells: list[tuple[int, str, Decimal, str]], *, reason: str, by: Person
) -> int:
    """Enter all previewed cells or none; a cell that changed since the preview stops them all."""
    lock(batch)
    _refuse_after_release(batch)
    seats = {seat.id for seat in catalogue.seats(batch)}
    typed = {part["key"] for part in enterable(batch)}
    stood = {(one.enrolment_id, one.component): one for one in queries.current_scores(batch)}
    for enrolment_id, component, points, seen in cells:
        if enrolment_id not in seats or component not in typed:
            raise RuleBroken(_("Peserta atau komponennya sudah berubah. Tempel lagi."))
        former = stood.get((enrolment_id, component))
        _check_seen(former, seen)
        _supersede(former, enrolment_id, component, points, "tempel", reason, by)
    record("scores.pasted", batch, by=by, count=len(cells))
    return len(cells)


def release(batch: Batch, *, by: Person) -> Release:
    """Freeze and publish the result of everybody in the batch, once."""
    lock(batch)
    _refuse_after_release(batch)
    found = queries.sheet(batch)
    if not found.rows:
        raise RuleBroken(_("Angkatan ini belum mempunyai peserta."))
    missing = [row for row in found.rows if row.verdict.outcome == rulebooks.INCOMPLETE]
    if missing:
        names = ", ".join(row.seat.name for row in missing[:3])
        raise RuleBroken(
            _(
                "Nilai %(count)s peserta belum lengkap (%(names)s). Lengkapi sebelum merilis.",
                count=len(missing),
                names=names,
            )
        )
    act = Release(batch_id=batch.id, by_id=by.id, at=now(), rulebook=batch.version.rulebook)
    db.session.add(act)
    db.session.flush()
    clauses = rulebooks.get(batch.version.rulebook).clauses
    for row in found.rows:
        verdict = row.verdict
        db.session.add(
            Result(
                release_id=act.id,
                enrolment_id=row.seat.id,
                final=verdict.final,
                predicate=verdict.predicate,
                outcome=verdict.outcome,
                reasons=list(verdict.reasons),
                trace=rulebooks.steps(found.components, row.points, clauses),
            )  # fmt: skip
        )
    record("result.released", act, by=by, batch=batch.id, people=len(found.rows))
    result_released.send(act, batch=batch, by=by)
    return act


def _refuse_after_release(batch: Batch) -> None:
    if queries.release_of(batch) is not None:
        raise RuleBroken(_("Hasil angkatan ini sudah dirilis dan tidak dapat diubah."))

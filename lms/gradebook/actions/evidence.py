"""Scores from a table with the table kept, undoing such an import, documents behind one score."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import FileStorage

from lms.catalogue.models import Batch, Enrolment
from lms.core import files
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.gradebook import imports, queries
from lms.gradebook.actions.scores import open_for_scores, refuse_when_fixed, supersede
from lms.gradebook.imports import Accepted
from lms.gradebook.models import ScoreEvidence, ScoreImport
from lms.people.models import Person

#: A document behind a score: what it may be, and its size in megabytes.
KINDS, MOST_MB = ("pdf", "png", "jpg"), 5


@dataclass(frozen=True)
class Preview:
    """An import before it is made: each row with its trainee and the score it would replace."""

    rows: list[dict[str, Any]]
    problems: int
    #: The kept file; None where no row can be entered.
    kept: ScoreImport | None
    #: Whether the rows stand in another order than the trainees of the batch.
    is_reordered: bool

    @property
    def ready(self) -> list[Accepted]:
        """Return the rows that would be entered."""
        return [
            Accepted(row["line"], row["nip"], row["points"])
            for row in self.rows if not row["problem"]
        ]  # fmt: skip


def preview_import(
    batch: Batch, component: str, data: bytes, kind: str, *, name: str, by: Person
) -> Preview:
    """Keep a table of NIP and score, and say for each row what would happen; enters nothing."""
    refuse_when_fixed(batch)
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
        registered = enrolment.person.name if enrolment else ""
        is_other = bool(registered) and imports.is_other_name(row.name, registered)
        found.append(
            {
                "line": row.line,
                "nip": row.nip,
                "name": registered,
                "points": row.points,
                "former": score.points if score else None,
                "problem": problem,
                "doubt": _("Di berkas bernama %(name)s.", name=row.name) if is_other else "",
            }
        )
    problems = sum(bool(row["problem"]) for row in found)
    names = [str(row["name"]) for row in found if row["name"]]
    kept = _keep(batch, component, data, kind, name, by) if problems < len(found) else None
    return Preview(found, problems, kept, names != sorted(names))


def _keep(
    batch: Batch, component: str, data: bytes, kind: str, name: str, by: Person
) -> ScoreImport:
    stored = files.store_bytes(data, files.display_name(name, kind), kind, owner=by)
    db.session.flush()
    kept = ScoreImport(batch_id=batch.id, component=component, file_id=stored.id,
                       name=name[:200] or stored.name, by_id=by.id, at=now())  # fmt: skip
    db.session.add(kept)
    db.session.flush()
    return kept


def apply_import(batch: Batch, kept: ScoreImport, rows: Sequence[Accepted], *, by: Person) -> int:
    """Enter all previewed scores or none; returns how many differ from what stood there."""
    open_for_scores(batch, kept.component)
    lock(kept)
    if kept.undone_at is not None:
        raise RuleBroken(_("Impor ini sudah dibatalkan. Unggah berkasnya lagi."))
    known = queries.enrolments_by_nip(batch)
    former = queries.scores_of_part(batch, kept.component)
    changed = 0
    for row in rows:
        enrolment = known.get(row.nip)
        if enrolment is None:
            raise RuleBroken(_("NIP %(nip)s bukan peserta angkatan ini.", nip=row.nip))
        stood = former.get(enrolment.id)
        if stood is None or stood.points != row.points:
            supersede(stood, enrolment.id, kept.component, row.points, kept.name,
                      _("impor tabel"), by, import_id=kept.id, line=row.line)  # fmt: skip
            changed += 1
    kept.applied_at, kept.changed = kept.applied_at or now(), kept.changed + changed
    record("scores.imported", batch, by=by, component=kept.component, file=kept.name,
           import_id=kept.id, count=changed)  # fmt: skip
    return changed


def undo_import(batch: Batch, kept: ScoreImport, *, reason: str, by: Person) -> int:
    """Take all scores of an import back, as one: what stood before them stands again.

    A score that was corrected after the import stays. Returns how many were taken back.
    """
    lock(batch)
    refuse_when_fixed(batch)
    lock(kept)
    if kept.applied_at is None or kept.undone_at is not None:
        raise RuleBroken(_("Tidak ada impor yang dapat dibatalkan di sini."))
    why = _("impor %(file)s dibatalkan: %(why)s", file=kept.name, why=reason)
    scores = queries.scores_of_import(kept)
    former = queries.scores_by_ids([one.replaces_id for one in scores if one.replaces_id])
    for score in scores:
        before = former.get(score.replaces_id or 0)
        if before is None:
            score.superseded_at = now()
        else:
            supersede(score, score.enrolment_id, score.component, before.points, "undo", why, by)
    kept.undone_at, kept.undone_by_id, kept.undo_reason = now(), by.id, reason
    record("scores.import_undone", batch, by=by, component=kept.component, file=kept.name,
           import_id=kept.id, count=len(scores), reason=reason)  # fmt: skip
    return len(scores)


def attach_evidence(
    batch: Batch, enrolment: Enrolment, component: str, upload: FileStorage, note: str, *,
    by: Person,
) -> ScoreEvidence:  # fmt: skip
    """Keep a document behind the score of one trainee; also after the result is out."""
    lock(batch)
    stored = files.store(upload, owner=by, kinds=KINDS, max_bytes=MOST_MB * 1_000_000)
    db.session.flush()
    evidence = ScoreEvidence(enrolment_id=enrolment.id, component=component, file_id=stored.id,
                             note=note, by_id=by.id, at=now())  # fmt: skip
    db.session.add(evidence)
    record("score.evidence_kept", evidence, by=by, component=component, sha256=stored.sha256)
    return evidence


def withdraw_evidence(evidence: ScoreEvidence, *, reason: str, by: Person) -> None:
    """Show a document that was put in by mistake no longer."""
    lock(evidence)
    if evidence.withdrawn_at is not None:
        raise RuleBroken(_("Bukti ini sudah ditarik."))
    evidence.withdrawn_at = now()
    record("score.evidence_withdrawn", evidence, by=by, reason=reason)

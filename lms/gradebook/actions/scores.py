"""Entering and importing marks."""

from decimal import Decimal
from typing import Any

from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch, Enrolment
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.gradebook import imports, queries, rules
from lms.gradebook.attitude import queries as attitude
from lms.gradebook.imports import BlockPreview
from lms.gradebook.models import ComponentScore
from lms.gradebook.queries import Sheet
from lms.people.models import Person


def enterable(batch: Batch) -> list[dict[str, Any]]:
    """Return the graded parts whose scores come from outside and are typed in.

    Attitude is typed in only where nobody observes it day by day.
    """
    return rules.typed_parts(queries.parts_of(batch), is_observed=attitude.is_observed(batch))


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
    open_for_scores(batch, component)
    if enrolment.batch_id != batch.id or not enrolment.has_seat:
        raise RuleBroken(_("Orang ini bukan peserta angkatan ini."))
    former = queries.current_score(enrolment.id, component)
    _check_seen(former, seen)
    return supersede(former, enrolment.id, component, points, source, reason, by)


def open_for_scores(batch: Batch, component: str) -> None:
    """Refuse parts that are not typed in, and hold the batch so that no release comes between."""
    if component not in {part["key"] for part in enterable(batch)}:
        raise RuleBroken(_("Komponen ini dihitung dari pekerjaan peserta dan tidak diketik."))
    lock(batch)
    refuse_when_fixed(batch)


def _check_seen(former: ComponentScore | None, seen: str | None) -> None:
    """Refuse to overwrite what somebody else has entered since the page was made."""
    stood = str(former.points) if former else ""
    if seen is not None and seen != stood:
        raise RuleBroken(
            _("Nilai ini baru saja diubah orang lain menjadi %(points)s. Muat ulang halaman.",
              points=stood.replace(".", ",") or "–")
        )  # fmt: skip


def supersede(
    former: ComponentScore | None,
    enrolment_id: int,
    component: str,
    points: Decimal,
    source: str,
    reason: str,
    by: Person,
    **origin: int,
) -> ComponentScore:
    """Let a score stand in place of the former; `origin` names the import and line it came with."""
    if former is not None:
        former.superseded_at = now()
    score = ComponentScore(
        enrolment_id=enrolment_id, component=component, points=points, source=source,
        reason=reason, entered_by_id=by.id, at=now(),
        replaces_id=former.id if former else None, **origin,
    )  # fmt: skip
    db.session.add(score)
    record(
        "score.entered", score, by=by, component=component, points=points,
        former=former.points if former else None, reason=reason,
    )  # fmt: skip
    return score


def preview_block(
    batch: Batch, found: Sheet, text: str, seat_id: int, part_key: str
) -> BlockPreview:
    """Say for each pasted cell what would happen; changes nothing."""
    if found.release is not None:
        raise RuleBroken(_("Hasil angkatan ini sudah dirilis dan tidak dapat diubah."))
    open_keys = {part["key"] for part in enterable(batch)}
    keys = [part["key"] for part in found.components]
    return imports.read_block(text, found.rows, keys, open_keys, seat_id, part_key)


def apply_block(
    batch: Batch, cells: list[tuple[int, str, Decimal, str]], *, reason: str, by: Person
) -> int:
    """Enter all previewed cells or none; a cell that changed since the preview stops them all."""
    lock(batch)
    refuse_when_fixed(batch)
    seats = {seat.id for seat in catalogue.seats(batch)}
    typed = {part["key"] for part in enterable(batch)}
    stood = {(one.enrolment_id, one.component): one for one in queries.current_scores(batch)}
    for enrolment_id, component, points, seen in cells:
        if enrolment_id not in seats or component not in typed:
            raise RuleBroken(_("Peserta atau komponennya sudah berubah. Tempel lagi."))
        former = stood.get((enrolment_id, component))
        _check_seen(former, seen)
        supersede(former, enrolment_id, component, points, "tempel", reason, by)
    record("scores.pasted", batch, by=by, count=len(cells))
    return len(cells)


def refuse_when_fixed(batch: Batch) -> None:
    """Refuse to change marks once the final meeting has locked them, or the result is out."""
    standing = queries.standing_of(batch)
    if standing.release is not None:
        raise RuleBroken(_("Hasil angkatan ini sudah dirilis dan tidak dapat diubah."))
    if standing.is_locked:
        raise RuleBroken(_("Rapat evaluasi akhir sudah mengunci nilai angkatan ini."))

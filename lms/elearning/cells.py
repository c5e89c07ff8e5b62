"""How far somebody came with a unit, as a cell of a table: by shape and word, not colour alone."""

from lms.catalogue.works import Work
from lms.core.formats import ringkas
from lms.core.i18n import _
from lms.elearning.kinds import KINDS
from lms.elearning.queries import Outline, Step


def cell_of(step: Step, outline: Outline) -> tuple[str, str, str]:
    """Return the word, tone and icon of how far a trainee came with a unit of their outline."""
    if step.kind == "assignment" and step.work is not None:
        return _cell_of_work(step, step.work)
    if step.is_done and (step.kind != "quiz" or step.has_passed):
        return (ringkas(step.best) if step.best is not None else _("selesai")), "ok", "circle-check"
    if step.running or (step.best is None and step.tries):
        return _("dikerjakan"), "warn", "hourglass"
    if step.best is not None:
        return ringkas(step.best), "bad", "circle-x"
    if outline.is_locked(step):
        return _("terkunci"), "", "lock"
    if step.is_begun:
        return (f"{step.position}%" if step.position else _("dibuka")), "warn", "hourglass"
    return _("belum"), "", "circle-dashed"


def _cell_of_work(step: Step, work: Work) -> tuple[str, str, str]:
    states = KINDS["assignment"].states
    word = str(states[work.state]) if work.points is None else ringkas(work.points)
    if step.is_done:
        return word, "ok", "circle-check"
    if work.state == "returned":
        return word, "bad", "refresh"
    if work.points is not None:  # and yet not enough
        return word, "bad", "circle-x"
    return word, "warn", "hourglass"

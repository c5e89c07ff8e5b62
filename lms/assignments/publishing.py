"""Write the assignments of a new version."""

from typing import Any

from lms.assignments.content import BriefForm
from lms.assignments.models import Brief
from lms.catalogue.models import Unit
from lms.core.db import db
from lms.core.richtext import render_markdown


def brief_columns(form: BriefForm, media: str) -> dict[str, Any]:
    """Return what an assignment's row says; its pictures lie below the address `media`."""
    return {
        "html": str(render_markdown(form.text, media=media)),
        "rubric": form.rubric,
        "due_day": form.due_day,
        "accept": form.accept,
        "max_mb": form.max_mb,
        "takes_text": form.takes_text,
        "stage": form.stage,
    }


def add_brief(unit: Unit, form: BriefForm, media: str) -> None:
    """Add the assignment of a unit."""
    db.session.add(Brief(unit_id=unit.id, **brief_columns(form, media)))

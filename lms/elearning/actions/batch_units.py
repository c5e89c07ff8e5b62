"""Activities that one batch has beside those of its programme's files."""

from typing import Any

from lms.catalogue import actions as catalogue
from lms.catalogue.models import Batch, Course, Unit
from lms.core.db import db, get
from lms.core.richtext import render_markdown
from lms.elearning.kinds import ACTIVITIES
from lms.elearning.models import Activity, Lesson


def add_batch_activity(
    batch: Batch, course: Course, kind: str, title: str, minutes: int, facts: dict[str, Any]
) -> Unit:
    """Put an activity at the end of a subject for this batch alone, at once in its outline."""
    unit = catalogue.add_batch_unit(batch, course, kind, title, minutes)
    size = ACTIVITIES[kind].weigh(facts)
    db.session.add(Activity(unit_id=unit.id, html="", facts=facts, size=size))
    return unit


def add_batch_lesson(batch: Batch, course: Course, title: str, minutes: int, text: str) -> Unit:
    """Put a page of Markdown at the end of a subject for this batch alone."""
    unit = catalogue.add_batch_unit(batch, course, "lesson", title, minutes)
    html = str(render_markdown(text))
    db.session.add(Lesson(unit_id=unit.id, html=html, size=len(html.encode())))
    return unit


def remove_batch_activity(batch: Batch, unit: Unit) -> None:
    """Take such a page or activity out again; nobody has begun it."""
    db.session.delete(get(Lesson if unit.kind == "lesson" else Activity, unit.id))
    db.session.flush()
    catalogue.remove_batch_unit(batch, unit)

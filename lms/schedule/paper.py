"""Timetables and attendance sheets on A4."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flask import current_app

from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import now
from lms.core.pdf import render_pdf
from lms.schedule import words
from lms.schedule.models import Session
from lms.schedule.weeks import Week

#: Up to so many signature columns fit beside the names on an upright sheet.
_UPRIGHT = 2


def timetable(batch: Batch, sessions: Iterable[Session], week: Week | None) -> bytes:
    """Return the PDF of a batch's timetable, of one week or of all its time."""
    held = [session for session in sessions if session.cancelled_at is None]
    days = [(day, list(found)) for day, found in groupby(held, key=lambda session: session.day)]
    return render_pdf(
        "schedule/paper_timetable.html",
        batch=batch,
        days=days,
        week=week,
        jp=sum(session.jp for session in held),
        **_common(),
    )


def sheet(
    batch: Batch, day: date, meetings: Sequence[Session], enrolments: Sequence[Enrolment]
) -> bytes:
    """Return the PDF of the attendance sheet of a day: one signature column per meeting."""
    return render_pdf(
        "schedule/paper_sheet.html",
        batch=batch,
        day=day,
        meetings=meetings,
        enrolments=enrolments,
        landscape=len(meetings) > _UPRIGHT,
        **_common(),
    )


def _common() -> dict[str, Any]:
    return {"agency": current_app.config["AGENCY_NAME"], "words": words, "printed_at": now()}

"""A phone's journal coming in, the history of a cell, corrections, and choices."""

import json
from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, jsonify, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.queries import enrolment_in
from lms.core.access import can, requires
from lms.core.clock import now
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.schedule import queries, rules, words
from lms.schedule.actions import Noted
from lms.schedule.marks import actions
from lms.schedule.marks import queries as marks
from lms.schedule.marks.forms import ChoiceForm, CorrectionForm
from lms.schedule.models import STATUSES, Session
from lms.schedule.views.blueprint import bp

#: More lines in one journal are no roll call.
_MOST = 500
_LONGEST = 600


@bp.post("/sesi/<int:session_id>/presensi/kiriman")
@requires("session.roll", Session)
def merge_roll(session: Session):
    """Take a device's journal in; answers in JSON, with the newest mark of each trainee."""
    sent, form = _journal(request.form.get("marks", "")), EmptyForm()
    if sent is None:
        return jsonify(error=_("Kiriman ini tidak terbaca. Muat ulang halaman presensi.")), 422
    if not form.accepts(lambda: actions.merge(session, sent, by=current_user)):
        return jsonify(error=form.problems[0][1]), 422
    heads = {str(seat): mark.id for seat, mark in marks.standing(session).heads.items()}
    return jsonify(
        applied=form.result.applied,
        conflicts=form.result.conflicts,
        heads=heads,
        saved_at=now().isoformat(),
    )


def _journal(text: str) -> list[actions.Sent] | None:
    """Return the lines of a journal, None when it is none."""
    try:
        lines = json.loads(text)
        if not isinstance(lines, list) or len(lines) > _MOST:
            return None
        return [_line(line) for line in lines]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _line(line: dict[str, Any]) -> actions.Sent:
    if line["status"] not in STATUSES or not 8 <= len(line["key"]) <= 64:
        raise ValueError(line["status"])
    made_at = datetime.fromisoformat(line["at"])
    noted = Noted(
        line["status"],
        _minutes(line.get("late")),
        str(line.get("note") or "").strip()[:200],
        _minutes(line.get("early")),
    )
    return actions.Sent(
        key=line["key"],
        enrolment_id=int(line["seat"]),
        noted=noted,
        made_at=made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC),
        base=int(line.get("base") or 0),
        is_rest=line.get("rest") is True,
    )


def _minutes(value: Any) -> int:
    return min(max(int(value or 0), 0), _LONGEST)


@bp.get("/sesi/<int:session_id>/presensi/<int:enrolment_id>")
@requires("session.roll", Session)
@under("schedule.timetable")
def cell(session: Session, enrolment_id: int):
    current = queries.marks_of(session).get(enrolment_id)
    return _cell_page(session, enrolment_id, CorrectionForm.of(current), ChoiceForm())


@bp.post("/sesi/<int:session_id>/presensi/<int:enrolment_id>/perbaikan")
@requires("session.reopen", Session)
@under("schedule.timetable")
def correct_mark(session: Session, enrolment_id: int):
    enrolment = enrolment_in(session.batch, enrolment_id) or abort(404)
    form = CorrectionForm()
    if not form.accepts(
        lambda: actions.correct(
            session, enrolment, form.noted(), form.reason.data or "", by=current_user
        )
    ):
        return _cell_page(session, enrolment_id, form, ChoiceForm()), 422
    flash(_("Tanda diperbaiki. Tanda sebelumnya tetap ada di riwayat."), "success")
    return redirect(url_for(".cell", session_id=session.id, enrolment_id=enrolment_id))


@bp.post("/sesi/<int:session_id>/presensi/pilihan/<int:mark_id>")
@requires("session.roll", Session)
@under("schedule.timetable")
def settle_mark(session: Session, mark_id: int):
    waiting = marks.conflict_in(session, mark_id) or abort(404)
    if session.roll_closed_at is not None and not can(current_user, "session.reopen", session):
        abort(403)
    form, take = ChoiceForm(), request.form.get("pilih") == "kiriman"
    reason = form.choice_reason.data or ""
    if not form.accepts(
        lambda: actions.settle(session, waiting, reason, take=take, by=current_user)
    ):
        correction = CorrectionForm.of(queries.marks_of(session).get(waiting.enrolment_id))
        return _cell_page(session, waiting.enrolment_id, correction, form), 422
    flash(_("Pilihan tersimpan; kedua tanda tetap ada di riwayat."), "success")
    return redirect(url_for(".roll", session_id=session.id))


def _cell_page(session: Session, enrolment_id: int, form: CorrectionForm, choice: ChoiceForm):
    enrolment = enrolment_in(session.batch, enrolment_id) or abort(404)
    session = queries.session_in_full(session)
    history = marks.history(session, enrolment_id)
    current = queries.marks_of(session).get(enrolment_id)
    return page(
        "schedule/cell.html",
        batch=session.batch,
        session=session,
        enrolment=enrolment,
        current=current,
        history=history,
        waiting=[mark for mark in history if mark.state == "conflict"],
        counted=rules.jp_counted(
            session.jp, current.minutes_missed if current else 0, session.batch.version.jp_minutes
        ),
        may_correct=can(current_user, "session.reopen", session),
        form=form,
        choice=choice,
        words=words,
    )

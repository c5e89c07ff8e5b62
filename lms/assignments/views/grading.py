"""The grading screen: one work with its rubric, saved as it is filled in, by several at a time."""

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask_login import current_user

from lms.assignments import actions, queries
from lms.assignments.forms import MarkForm, PartForm, plain_lines
from lms.assignments.models import Brief, Marking, Submission
from lms.assignments.queries import QueueFilter
from lms.assignments.rules import FEEDBACK, NOTHING, Given, stamp
from lms.assignments.views.blueprint import bp, brief_or_404
from lms.core import office
from lms.core.access import requires
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page

#: Letters that a comment of a criterion may have.
_LONGEST = 2000


@bp.route("/penilaian/<int:submission_id>", methods=["GET", "POST"])
@requires("submission.grade", Submission)
@under("assignments.queue")
def grade(submission: Submission):
    form = MarkForm()
    if request.method == "GET":
        ahead = f'"{url_for(".prefetching")}"'
        return _grading_page(submission, form), 200, {"Speculation-Rules": ahead}
    work = queries.to_grade(submission.id)
    brief = brief_or_404(work.enrolment.batch, work.unit_id)
    step = request.form.get("langkah", "simpan")
    if not form.accepts(lambda: _take(work, brief, form, step)):
        return _grading_page(submission, form), 422
    flash(_said(step), "ok")
    wanted = _wanted(work)
    after = queries.next_ungraded(current_user, work, wanted) if step == "lanjut" else None
    return redirect(url_for(".grade", submission_id=after or work.id, **_kept()))


def _kept() -> dict[str, Any]:
    """Return the queue's filter that came with the address, to be carried on."""
    return QueueFilter.read(request.args).args if request.args else {}


def _wanted(work: Submission) -> QueueFilter:
    """Return the queue a work was opened from: that of the address, else its whole task."""
    if request.args:
        return QueueFilter.read(request.args)
    return QueueFilter("semua", batch_id=work.enrolment.batch_id, unit_id=work.unit_id)


def _said(step: str) -> str:
    return {
        "usulkan": _("Nilai diusulkan. Penilai lain dapat mengesahkannya."),
        "sahkan": _("Nilai disahkan. Belum terlihat peserta sampai dirilis."),
        "lanjut": _("Nilai disahkan."),
        "kembalikan": _("Karya dikembalikan kepada peserta untuk diperbaiki."),
        "buka": _("Nilai dibuka lagi sebagai draf."),
    }.get(step, _("Nilai tersimpan sebagai draf."))


def _take(work: Submission, brief: Brief, form: MarkForm, step: str) -> None:
    if step == "buka":
        actions.reopen_marks(work, by=current_user)
    elif work.state == "proposed" and step in ("sahkan", "lanjut"):
        actions.confirm_proposed(work, brief, by=current_user)
    else:
        _keep(work, brief, form, step)


def _keep(work: Submission, brief: Brief, form: MarkForm, step: str) -> None:
    marking = actions.save_marks(
        work, brief, levels=_levels(brief), comments=_comments(brief),
        comment=form.comment.data or "", stamps=_stamps(brief), by=current_user,
    )  # fmt: skip
    if step == "usulkan":
        actions.propose_marks(work, brief, marking, by=current_user)
    elif step in ("sahkan", "lanjut"):
        actions.confirm_marks(work, brief, marking, by=current_user)
    elif step == "kembalikan":
        actions.return_work(work, form.comment.data or "", by=current_user)


def _levels(brief: Brief) -> dict[str, int]:
    """Return the chosen level of each criterion as sent; anything else is left out."""
    sent = {
        part["key"]: request.form.get(f"level_{part['key']}", type=int) for part in brief.rubric
    }
    return {key: level for key, level in sent.items() if level is not None}


def _comments(brief: Brief) -> dict[str, str]:
    sent = {part["key"]: request.form.get(f"comment_{part['key']}", "") for part in brief.rubric}
    return {key: plain_lines(text)[:_LONGEST] for key, text in sent.items() if text.strip()}


def _stamps(brief: Brief) -> dict[str, str]:
    keys = [*(part["key"] for part in brief.rubric), FEEDBACK]
    sent = {key: request.form.get(f"stamp_{key}", "") for key in keys}
    return {key: text for key, text in sent.items() if text}


def _grading_page(submission: Submission, form: MarkForm):
    work, versions = queries.opened(submission)
    brief = brief_or_404(work.enrolment.batch, work.unit_id)
    sent = request.method == "POST" and request.form.get("langkah") != "buka"
    marking, wanted = work.marking, _wanted(work)
    way = queries.way_through(current_user, work, wanted)
    if request.method == "GET":
        form.comment.data = marking.comment if marking else ""
    return page(
        "assignments/grade.html",
        work=work,
        brief=brief,
        form=form,
        marking=marking,
        levels=_levels(brief) if sent else (marking.levels if marking else {}),
        comments=_comments(brief) if sent else (marking.comments if marking else {}),
        # a refused page keeps what it showed, so that sending it again is refused again
        stamps=all_stamps(brief, None) | _stamps(brief) if sent else all_stamps(brief, marking),
        versions=versions,
        way=way,
        wanted=wanted,
        kept=_kept(),
        blind=way.blind,
        notes=queries.annotations_of(work.files),
        by_panel=work.state == "submitted" and way.by_panel,
        bank=queries.bank_for(current_user),
        office=office.is_here(),
    )


def all_stamps(brief: Brief, marking: Marking | None) -> dict[str, str]:
    """Return what a page shows of every criterion and the feedback, by key."""
    parts = marking.parts if marking else {}
    revisions = marking.revisions if marking else {}
    keys = [*(part["key"] for part in brief.rubric), FEEDBACK]
    return {key: stamp(parts.get(key, NOTHING), revisions.get(key, 0)) for key in keys}


@bp.post("/penilaian/<int:submission_id>/kriteria")
@requires("submission.grade", Submission)
def save_part(submission: Submission):
    """Keep one criterion as its grader fills it in; 409 brings what another grader wrote there."""
    brief = _brief_of(submission)
    form = PartForm()
    done = form.accepts(lambda: _take_part(submission, brief, form))
    if request.headers.get("Accept") != "application/json":
        flash(_("Tersimpan.") if done else form.problems[0][1], "ok" if done else "bad")
        part = {"unit_id": submission.unit_id, "key": form.key.data or brief.rubric[0]["key"]}
        return redirect(url_for(".across", batch_id=_batch_id(submission), **part))
    if not done:
        return jsonify(_state(submission, brief) | {"error": form.problems[0][1]}), 409
    return jsonify(_state(submission, brief, form.result))


def _take_part(work: Submission, brief: Brief, form: PartForm) -> Marking:
    key, given = form.key.data or FEEDBACK, Given(form.level.data, form.words.data)
    stamps = {key: form.stamp.data} if form.stamp.data else {}
    return actions.save_parts(work, brief, {key: given}, stamps, by=current_user)


def _batch_id(submission: Submission) -> int:
    found: int = queries.to_grade(submission.id).enrolment.batch_id
    return found


def _brief_of(submission: Submission) -> Brief:
    return brief_or_404(queries.to_grade(submission.id).enrolment.batch, submission.unit_id)


def _state(work: Submission, brief: Brief, marking: Marking | None = None) -> dict[str, Any]:
    """Return what a page open at the work needs to stay true."""
    marking = marking or queries.marking_of(work)
    parts = marking.parts if marking else {}
    touches = marking.touches if marking else {}
    names = queries.names_of(person_id for _count, person_id in touches.values())
    return {
        "state": work.state,
        "saved_at": marking.saved_at.isoformat() if marking else None,
        "points": str(marking.points) if marking and marking.points is not None else None,
        "parts": {
            key: {
                "level": parts.get(key, NOTHING).level,
                "words": parts.get(key, NOTHING).words,
                "stamp": text,
                "by": names.get(touches[key][1], "") if key in touches else "",
                "own": key in touches and touches[key][1] == current_user.id,
            }
            for key, text in all_stamps(brief, marking).items()
        },
    }


@bp.post("/penilaian/<int:submission_id>/hadir")
@requires("submission.grade", Submission)
def be_present(submission: Submission):
    """Say that a page shows the work; answers who else looks at it, and what they have saved."""
    brief = _brief_of(submission)
    actions.be_present(submission, by=current_user)
    told = _state(submission, brief)
    return jsonify(told | {"others": queries.others_at(submission, current_user)})

"""Tasks of a batch and of a person, handing in, the queue and the grading screen."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.assignments import actions, queries
from lms.assignments.forms import MarkForm, WorkForm
from lms.assignments.models import Brief, Submission, SubmissionFile
from lms.catalogue.models import Batch
from lms.catalogue.permissions import own_place, seat_of, studies_in
from lms.catalogue.queries import templates_beside
from lms.core import files
from lms.core.access import SIGNED_IN, can, requires
from lms.core.addresses import whole
from lms.core.clock import now
from lms.core.formats import waktu
from lms.core.forms import EmptyForm
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.offers import offers
from lms.core.pages import page
from lms.core.richtext import as_markup

bp = Blueprint("assignments", __name__)


@bp.get("/tugas")
@requires(SIGNED_IN)
@tab("trainee", _l("Tugas"), order=40, icon="clipboard-check")
def mine():
    return page("assignments/mine.html", tasks=queries.tasks_to_do(current_user), moment=now())


@bp.get("/angkatan/<int:batch_id>/tugas")
@requires("assignment.list", Batch)
@tab("batch", _l("Tugas"), order=40, icon="clipboard-check")
def tasks(batch: Batch):
    seat = seat_of(current_user, batch)
    counts = {} if seat else queries.counts_by_unit(batch)
    unmarked = any(states.get("submitted") for states in counts.values())
    return page(
        "assignments/tasks.html",
        batch=batch,
        tasks=queries.tasks_of(batch, seat),
        studies=seat is not None,
        counts=counts,
        nudges=offers("assignments.tasks", batch) if unmarked else [],
        moment=now(),
    )


def _brief(batch: Batch, unit_id: int) -> Brief:
    return queries.brief_in(batch, unit_id) or abort(404)


@bp.get("/angkatan/<int:batch_id>/tugas/<int:unit_id>")
@requires("assignment.list", Batch)
@under("assignments.tasks")
def task(batch: Batch, unit_id: int):
    brief = _brief(batch, unit_id)
    if studies_in(current_user, batch):
        return _own_task(batch, brief, WorkForm(formdata=None))
    works = queries.works_for(batch, unit_id)
    return page(
        "assignments/works.html",
        batch=batch,
        brief=brief,
        works=works,
        ready=sum(work.state == "marked" for work in works),
        nudges=offers("assignments.task", batch, unit_id=unit_id),
        due_at=queries.due_at(batch, brief.due_day),
        form=EmptyForm(),
    )


def _own_task(batch: Batch, brief: Brief, form: WorkForm):
    versions = queries.versions_of(own_place(current_user, batch), brief.unit_id)
    draft = versions[0] if versions and versions[0].state == "draft" else None
    if draft is not None and not form.is_submitted():
        form.text.data = draft.text
    return page(
        "assignments/task.html",
        batch=batch,
        brief=brief,
        versions=versions,
        draft=draft,
        latest=versions[0] if versions else None,
        form=form,
        brief_html=as_markup(brief.html),
        templates=templates_beside(batch.version_id, brief.unit.key),
        steps=_steps(batch, versions[0] if versions else None),
        due_at=queries.due_at(batch, brief.due_day),
        moment=now(),
    )


def _steps(batch: Batch, latest: Submission | None) -> list[tuple[str, str, str]]:
    """Return (title, text, state) of the stages of a task for its trainee."""
    reached = ("draft", "submitted", "marked", "released").index(
        {"returned": "draft"}.get(latest.state, latest.state) if latest else "draft"
    )
    handed = waktu(latest.submitted_at, batch.zone) if latest and latest.submitted_at else ""
    titles = [
        (_("Dikerjakan"), _("Draf tersimpan di server")),
        (_("Dikumpulkan"), handed),
        (_("Dinilai pengajar"), ""),
        (_("Nilai dirilis"), ""),
    ]
    states = ["ok" if at < reached or reached == 3 else "now" if at == reached else ""
              for at in range(4)]  # fmt: skip
    return [(title, text, state) for (title, text), state in zip(titles, states, strict=True)]


@bp.post("/angkatan/<int:batch_id>/tugas/<int:unit_id>")
@requires("batch.study", Batch)
@under("assignments.tasks")
def hand_in(batch: Batch, unit_id: int):
    brief = _brief(batch, unit_id)
    enrolment = own_place(current_user, batch)
    form = WorkForm()
    final = "kumpulkan" in request.form
    parts = {
        "text": form.text.data or "",
        "uploads": [upload for upload in form.uploads.data or [] if upload.filename],
        "by": current_user,
    }
    if final:
        done = form.accepts(
            lambda: actions.hand_in(batch, brief, enrolment, own_work=form.own_work.data, **parts)
        )
    else:
        done = form.accepts(lambda: actions.save_draft(batch, brief, enrolment, **parts))
    if not done:
        return _own_task(batch, brief, form), 422
    flash(
        _("Tugas dikumpulkan. Tanda terima %(receipt)s.", receipt=form.result.receipt)
        if final else _("Draf tersimpan."), "ok",
    )  # fmt: skip
    return redirect(url_for(".task", batch_id=batch.id, unit_id=unit_id))


@bp.post("/berkas-tugas/<int:submission_file_id>/hapus")
@requires("submission_file.view", SubmissionFile)
def remove_file(piece: SubmissionFile):
    work = queries.to_grade(piece.submission_id)
    if not can(current_user, "submission.edit", work):
        abort(403)
    actions.remove_file(work, piece, by=current_user)
    flash(_("Berkas dihapus dari draf."), "ok")
    return redirect(url_for(".task", batch_id=work.enrolment.batch_id, unit_id=work.unit_id))


@bp.get("/berkas-tugas/<int:submission_file_id>")
@requires("submission_file.view", SubmissionFile)
def open_file(piece: SubmissionFile):
    return files.send(piece.file, inline="lihat" in request.args)


@bp.post("/angkatan/<int:batch_id>/tugas/<int:unit_id>/rilis")
@requires("submission.release", Batch)
def release(batch: Batch, unit_id: int):
    count = actions.release_marks(batch, _brief(batch, unit_id), by=current_user)
    flash(_("%(count)s nilai dirilis. Peserta kini dapat melihatnya.", count=count), "ok")
    return redirect(url_for(".task", batch_id=batch.id, unit_id=unit_id))


@bp.get("/penilaian")
@requires("submission.queue")
@tab("instructor", _l("Penilaian"), order=30, icon="clipboard-check")
def queue():
    state = request.args.get("keadaan", "belum")
    number = max(1, request.args.get("halaman", 1, type=whole))
    text = request.args.get("cari", "").strip()[:100]
    batch_id = request.args.get("angkatan", type=whole)
    found, count = queries.queue(
        current_user, state=state, text=text, batch_id=batch_id, page=number
    )
    return page(
        "assignments/queue.html",
        works=found,
        count=count,
        state=state,
        text=text,
        number=number,
        pages=-(-count // queries.PAGE),
        moment=now(),
    )


@bp.route("/penilaian/<int:submission_id>", methods=["GET", "POST"])
@requires("submission.grade", Submission)
@under("assignments.queue")
def grade(submission: Submission):
    work = queries.to_grade(submission.id)
    batch = work.enrolment.batch
    brief = _brief(batch, work.unit_id)
    form = MarkForm()
    if request.method == "GET":
        if work.marking is not None:
            form.comment.data = work.marking.comment
        return _grading_page(work, brief, form)
    choice = request.form.get("langkah", "simpan")
    if not form.accepts(lambda: _mark(work, brief, form, choice)):
        return _grading_page(work, brief, form), 422
    flash(
        {
            "sahkan": _("Nilai disahkan. Belum terlihat peserta sampai dirilis."),
            "lanjut": _("Nilai disahkan."),
            "kembalikan": _("Karya dikembalikan kepada peserta untuk diperbaiki."),
        }.get(choice, _("Nilai tersimpan sebagai draf.")),
        "ok",
    )
    after = queries.next_ungraded(current_user, work) if choice == "lanjut" else None
    return redirect(url_for(".grade", submission_id=after or work.id))


def _mark(work: Submission, brief: Brief, form: MarkForm, choice: str) -> None:
    marking = actions.save_marks(
        work, brief, levels=_levels(brief), comments=_comments(brief),
        comment=form.comment.data or "", revision=form.revision.data or 0, by=current_user,
    )  # fmt: skip
    if choice in ("sahkan", "lanjut"):
        actions.confirm_marks(work, brief, marking, by=current_user)
    elif choice == "kembalikan":
        actions.return_work(work, form.comment.data or "", by=current_user)


def _levels(brief: Brief) -> dict[str, int]:
    """Return the chosen level of each criterion as sent; anything else is left out."""
    sent = {
        part["key"]: request.form.get(f"level_{part['key']}", type=int) for part in brief.rubric
    }
    return {key: level for key, level in sent.items() if level is not None}


def _comments(brief: Brief) -> dict[str, str]:
    sent = {part["key"]: request.form.get(f"comment_{part['key']}", "") for part in brief.rubric}
    return {key: text[:2000] for key, text in sent.items() if text.strip()}


def _grading_page(submission: Submission, brief: Brief, form: MarkForm):
    work = queries.to_grade(submission.id)  # a refused change has dropped what was loaded
    earlier, later, marked, count = queries.neighbours(current_user, work)
    sent = request.method == "POST"
    marking = work.marking
    return page(
        "assignments/grade.html",
        work=work,
        brief=brief,
        form=form,
        marking=marking,
        levels=_levels(brief) if sent else (marking.levels if marking else {}),
        comments=_comments(brief) if sent else (marking.comments if marking else {}),
        revision=marking.revision if marking else 0,
        versions=queries.versions_of(work.enrolment, work.unit_id),
        earlier=earlier,
        later=later,
        marked=marked,
        count=count,
    )

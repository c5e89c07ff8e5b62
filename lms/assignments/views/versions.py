"""Versions of a work beside each other, and the receipt of one."""

from io import BytesIO

from flask import abort, current_app, request, send_file, url_for
from flask_login import current_user

from lms.assignments import queries, rules
from lms.assignments.models import Submission
from lms.assignments.views.blueprint import bp
from lms.core.access import can, requires
from lms.core.addresses import whole
from lms.core.clock import now
from lms.core.menu import under
from lms.core.pages import page
from lms.core.pdf import render_pdf


@bp.get("/karya/<int:submission_id>/banding")
@requires("submission.view", Submission)
@under("assignments.tasks")
def compare(submission: Submission):
    """Show what changed between a version and another one, by default the one before."""
    work = queries.to_grade(submission.id)
    versions = {one.version: one for one in queries.versions_of(work.enrolment, work.unit_id)}
    number = request.args.get("dengan", work.version - 1, type=whole)
    other = versions.get(number)
    if other is None:
        abort(404)
    if other.state == "draft" and not can(current_user, "submission.edit", other):
        abort(404)
    before = {one.file.name: one.file.sha256 for one in other.files}
    after = {one.file.name: one.file.sha256 for one in work.files}
    words = rules.text_changes(other.text, work.text)
    return page(
        "assignments/compare.html",
        work=work,
        other=other,
        words=words if other.text != work.text else [],
        changes=rules.file_changes(before, after),
        back=_back(work),
    )


def _back(work: Submission) -> str:
    if can(current_user, "submission.grade", work):
        return url_for(".grade", submission_id=work.id)
    return url_for(".task", batch_id=work.enrolment.batch_id, unit_id=work.unit_id)


@bp.get("/karya/<int:submission_id>/tanda-terima.pdf")
@requires("submission.view", Submission)
def receipt(submission: Submission):
    work = queries.to_grade(submission.id)
    if not work.receipt:
        abort(404)
    people = [work.enrolment.person]
    if work.group_id is not None:
        people = [one.person for one in queries.members_of(work.group_id)]
    paper = render_pdf(
        "assignments/paper_receipt.html",
        work=work,
        people=people,
        batch=work.enrolment.batch,
        agency=current_app.config["AGENCY_NAME"],
        printed_at=now(),
    )
    name = f"tanda-terima-{work.receipt}.pdf"
    return send_file(BytesIO(paper), "application/pdf", as_attachment=True, download_name=name)

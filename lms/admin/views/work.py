"""Background work: what waits, runs, failed and why; and once more."""

from math import ceil

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.admin import actions, words
from lms.admin.queries import work as queries
from lms.admin.views.blueprint import bp
from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.i18n import _, _l
from lms.core.jobs import Job
from lms.core.menu import tab
from lms.core.pages import page


@bp.get("/admin/pekerjaan")
@requires("job.list")
@tab("admin", _l("Pekerjaan"), order=40, icon="progress-check")
def jobs():
    state = request.args.get("keadaan", "")
    state = state if state in words.STATES else ""
    number = max(1, request.args.get("halaman", 1, type=whole))
    lines, count = queries.jobs(state, number)
    return page(
        "admin/jobs.html",
        lines=lines,
        count=count,
        number=number,
        pages=ceil(count / queries.PAGE),
        state=state,
        counts=queries.counts(),
        words=words,
    )


@bp.post("/admin/pekerjaan/<int:job_id>/ulang")
@requires("job.retry", Job)
def retry_job(job: Job):
    actions.retry_job(job, by=current_user)
    flash(_("Pekerjaan %(number)s dimulai lagi.", number=job.id), "ok")
    return redirect(url_for(".jobs"))

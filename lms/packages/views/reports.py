"""What a package said, what was saved and what failed: for the trainee and for who teaches."""

from flask import request
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.db import get
from lms.core.menu import under
from lms.core.pages import page
from lms.packages import queries
from lms.packages.models import PackageRun
from lms.packages.views.blueprint import bp
from lms.packages.words import KINDS, duration, state
from lms.people.models import Person


@bp.get("/paket-catatan/<int:package_run_id>")
@requires("package_run.view", PackageRun)
@under("elearning.outline")
def reports(run: PackageRun):
    number = min(10_000, max(1, request.args.get("halaman", 1, type=whole)))
    found, count = queries.reports_of(run, number)
    return page(
        "packages/reports.html",
        run=run,
        of_batch=get(Batch, run.enrolment.batch_id),
        trainee=get(Person, run.enrolment.person_id),
        is_own=run.enrolment.person_id == current_user.id,
        saved=queries.parts_of(run),
        parts={part.key: part for part in run.version.contents.parts},
        opened=queries.launches_of(run),
        reports=found,
        kinds=KINDS,
        state=state,
        duration=duration,
        number=number,
        pages=-(-count // queries.PAGE),
    )

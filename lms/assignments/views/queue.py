"""The queue of works to be marked."""

from flask import Response, request
from flask_login import current_user

from lms.assignments import queries
from lms.assignments.queries import QueueFilter
from lms.assignments.views.blueprint import bp
from lms.core.access import public, requires
from lms.core.addresses import whole
from lms.core.clock import now
from lms.core.i18n import _l
from lms.core.menu import tab
from lms.core.pages import page


@bp.get("/penilaian")
@requires("submission.queue")
@tab("instructor", _l("Penilaian"), order=30, icon="clipboard-check")
def queue():
    wanted = QueueFilter.read(request.args)
    number = max(1, request.args.get("halaman", 1, type=whole))
    works, ages = queries.queue(current_user, wanted, number)
    return page(
        "assignments/queue.html",
        works=works,
        ages=ages,
        wanted=wanted,
        blind=queries.blind_tasks(work.enrolment.batch_id for work in works),
        number=number,
        pages=-(-ages.all // queries.PAGE),
        moment=now(),
    )


#: What a browser fetches ahead from a grading screen: the works before and after this one.
_AHEAD = """{"prefetch": [{
  "source": "document", "where": {"selector_matches": "[data-near]"}, "eagerness": "immediate"
}]}"""


@bp.get("/penilaian/prapanggil.json")
@public
def prefetching():
    return Response(_AHEAD, mimetype="application/speculationrules+json")

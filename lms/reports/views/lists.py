"""The nominative list and the recap of marks, as they stand now."""

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.i18n import reading_as
from lms.core.paper import answer
from lms.reports import lists, queries
from lms.reports.views.blueprint import bp


@bp.get("/angkatan/<int:batch_id>/daftar-nominatif.<any(pdf,xlsx):form>")
@requires("report.view", Batch)
def nominative(batch: Batch, form: str):
    with reading_as("id"):
        return answer(lists.nominative(batch, queries.trainees(batch)), form)


@bp.get("/angkatan/<int:batch_id>/rekapitulasi-nilai.<any(pdf,xlsx):form>")
@requires("report.view", Batch)
def recap(batch: Batch, form: str):
    with reading_as("id"):
        return answer(lists.recap(batch, queries.marks(batch)), form)

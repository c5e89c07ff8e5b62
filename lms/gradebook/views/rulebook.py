"""The rules by which a batch is judged, each with its clause and how sure it is."""

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.menu import under
from lms.core.pages import page
from lms.gradebook import queries, rulebooks
from lms.gradebook.views.blueprint import bp
from lms.gradebook.words import source_of


@bp.get("/angkatan/<int:batch_id>/nilai/aturan")
@requires("gradebook.tab", Batch)
@under("gradebook.marks")
def rulebook(batch: Batch):
    name = batch.version.rulebook
    parts = queries.parts_of(batch)
    return page(
        "gradebook/rulebook.html",
        batch=batch,
        title=rulebooks.title(name),
        edition=rulebooks.get(name, batch.starts_on).edition,
        parts=parts,
        sources={part["key"]: source_of(part) for part in parts},
        limit=batch.version.absence_limit,
        remedial=rulebooks.rule_on(batch.starts_on),
        best=rulebooks.BEST,
    )

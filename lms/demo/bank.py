"""A few questions in the bank: one of each type, those of the template."""

from lms.core.tables import Table
from lms.elearning import actions
from lms.elearning.exchange import table
from lms.elearning.exchange.pictures import Gallery, Shelf
from lms.people.models import Person


def fill_bank(by: Person) -> None:
    """Add the template's examples to the bank."""
    examples = Table(
        list(table.HEADER), [(at, list(row)) for at, row in enumerate(table.EXAMPLES, 2)]
    )
    for item in table.read(examples, Shelf(Gallery())):
        assert item.form is not None, item.notes
        actions.add_question(item.form, category=item.category, tags=", ".join(item.tags), by=by)

"""A few questions in the bank: one of each type, those of the template, and two with pictures."""

from decimal import Decimal

from lms.core.pictures import made_anew
from lms.core.tables import Table
from lms.demo import drawings
from lms.elearning import actions
from lms.elearning.exchange import table
from lms.elearning.exchange.pictures import Gallery, Shelf
from lms.elearning.questions.written import OptionForm, QuestionForm
from lms.people.models import Person


def fill_bank(by: Person) -> None:
    """Add the template's examples to the bank, and questions that are read from a picture."""
    examples = Table(
        list(table.HEADER), [(at, list(row)) for at, row in enumerate(table.EXAMPLES, 2)]
    )
    for item in table.read(examples, Shelf(Gallery())):
        assert item.form is not None, item.notes
        actions.add_question(item.form, category=item.category, tags=", ".join(item.tags), by=by)
    for form in (_read_from_bars(), _choose_a_row()):
        actions.add_question(form, category="Pelayanan / Diagram", tags="gambar", by=by)


def _read_from_bars() -> QuestionForm:
    chart = _picture(
        drawings.bars([("Loket A", 48), ("Loket B", 30), ("Loket C", 42)]),
        "Diagram batang berkas sehari: loket A 48, loket B 30, loket C 42 berkas",
    )
    return QuestionForm(
        "bank", "numeric", f"Berapa rata-rata berkas setiap loket?\n\n{chart}", answers=["40"],
        points=Decimal(1), feedback="(48 + 30 + 42) : 3 = 40 berkas.",
    )  # fmt: skip


def _choose_a_row() -> QuestionForm:
    rows = (("Terima", "Periksa", "Serahkan"), ("Periksa", "Serahkan", "Terima"))
    right, wrong = (
        _picture(drawings.steps(names), f"Alur: {', lalu '.join(names).lower()}") for names in rows
    )
    return QuestionForm(
        "bank", "single", "Alur mana yang sesuai dengan standar pelayanan?",
        [OptionForm(right, True, "Berkas diperiksa sebelum hasilnya diserahkan."),
         OptionForm(wrong, False, "Hasil tidak dapat diserahkan sebelum berkas diterima.")],
    )  # fmt: skip


def _picture(data: bytes, alt: str) -> str:
    """Keep a picture in the bank and return how a question says it."""
    picture = made_anew(data)
    actions.keep_pictures([picture])
    return f"![{alt}](media/{picture.name})"

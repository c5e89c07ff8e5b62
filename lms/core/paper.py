"""A document that is a table: printed on A4, or as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Response, current_app

from lms.core.clock import now
from lms.core.pdf import answer_pdf, bind, lay_out
from lms.core.tables import answer_table

#: So many narrow columns fit on a sheet beside names and sums.
MOST_NARROW = 20


@dataclass(frozen=True)
class Paper:
    """Title and lead, names of columns, rows; `numbers` and `narrow` are places of columns."""

    name: str
    title: str
    lead: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    #: What the head of the sheet names, such as a batch.
    batch: Any = None
    landscape: bool = False
    #: Columns that hold figures, and columns as narrow as one letter.
    numbers: frozenset[int] = field(default_factory=frozenset)
    narrow: frozenset[int] = field(default_factory=frozenset)
    #: Those of the figures that are marks, with two decimals.
    marks: frozenset[int] = field(default_factory=frozenset)
    notes: Sequence[str] = ()
    #: Who signs: (role, name); the name may be empty.
    signs: Sequence[tuple[str, str]] = ()
    #: Row of sums under the table.
    sums: Sequence[Any] = ()
    template: str = "layouts/paper_table.html"


def answer(paper: Paper, form: str) -> Response:
    """Answer with the document; `form` is "pdf" or "xlsx"."""
    if form == "xlsx":
        rows = [*paper.rows, paper.sums] if paper.sums else paper.rows
        return answer_table(paper.name, paper.header, rows)
    return answer_pdf(to_pdf(paper), paper.name)


def to_pdf(paper: Paper) -> bytes:
    """Return the document as PDF; one too wide for a sheet goes on over the next ones."""
    common = {"agency": current_app.config["AGENCY_NAME"], "printed_at": now()}
    return bind(
        [
            lay_out(part.template, paper=part, batch=part.batch, landscape=part.landscape, **common)
            for part in parts_of(paper)
        ]
    )


def parts_of(paper: Paper) -> list[Paper]:
    """Cut a document by its narrow columns; sums and signatures stand on the last part."""
    narrow = sorted(paper.narrow)
    if len(narrow) <= MOST_NARROW:
        return [paper]
    portions = [narrow[at : at + MOST_NARROW] for at in range(0, len(narrow), MOST_NARROW)]
    parts = []
    for portion in portions:
        is_last = portion is portions[-1]
        kept = [
            place for place in range(len(paper.header))
            if place in portion
            or (place not in paper.narrow and (is_last or place not in paper.numbers))
        ]  # fmt: skip
        parts.append(
            replace(
                paper,
                header=[paper.header[place] for place in kept],
                rows=[[row[place] for place in kept] for row in paper.rows],
                narrow=frozenset(at for at, place in enumerate(kept) if place in paper.narrow),
                numbers=frozenset(at for at, place in enumerate(kept) if place in paper.numbers),
                marks=frozenset(at for at, place in enumerate(kept) if place in paper.marks),
                notes=paper.notes if is_last else (),
                signs=paper.signs if is_last else (),
            )
        )
    return parts

"""New dated lines of the conversion of forms into hours; none is ever rewritten."""

from datetime import date

from lms.core.access import forget
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db
from lms.hours import queries as hours
from lms.hours import rules as conversion
from lms.hours.models import ConversionLine
from lms.hours.rules import Conversion
from lms.people.models import Person


def add_line(line: Conversion, reason: str, *, by: Person) -> ConversionLine:
    """Enter a line that holds from its first day on; the former ones keep their time."""
    newest: dict[str, date] = {}
    for known in hours.conversions():
        newest[known.form] = max(newest.get(known.form, date.min), known.valid_from)
    conversion.check_line(line, newest)
    entered = ConversionLine(
        form=line.form, unit=line.unit, jp=line.jp, cap=line.cap, cap_per=line.cap_per,
        international=line.international, cell=line.cell, evidence=line.evidence,
        clause=line.clause, confidence=line.confidence, valid_from=line.valid_from,
        valid_until=line.valid_until, reason=reason.strip(), entered_by_id=by.id, entered_at=now(),
    )  # fmt: skip
    db.session.add(entered)
    db.session.flush()
    record("conversion.entered", entered, by=by, form=line.form, jp=line.jp, reason=reason.strip())
    forget()
    return entered

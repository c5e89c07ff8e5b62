"""Setting how numbers look, and taking the next one."""

from dataclasses import dataclass
from datetime import date

from flask import current_app

from lms.certificates import numbering
from lms.certificates.models import NumberRule, NumberSeries
from lms.certificates.numbers import queries
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import add_missing, db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person


def set_rule(rule: numbering.Rule, *, by: Person) -> NumberRule:
    """Let numbers look like this from a year on; those already given stay as they are."""
    check(rule)
    present = queries.rule_of(rule.kind, rule.year)
    if (present.scope, present.pattern) == (rule.scope, rule.pattern):
        raise RuleBroken(_("Pola ini sudah berlaku."))
    row = NumberRule(
        kind=rule.kind, scope=rule.scope, year=rule.year, pattern=rule.pattern,
        by_id=by.id, at=now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    record("number_rule.set", row, by=by, scope=rule.scope, pattern=rule.pattern, year=rule.year)
    return row


def check(rule: numbering.Rule) -> None:
    """Refuse a rule whose numbers would be broken, of a past year, or could meet another's."""
    code = current_app.config["ARCHIVE_CODE"]
    if rule.year < today().year:
        raise RuleBroken(_("Tahun yang sudah lewat tidak dinomori ulang."))
    try:
        numbering.check_pattern(rule.pattern)
        numbering.check_border(rule, code=code)
    except ValueError as fault:
        raise RuleBroken(numbering_fault(fault)) from fault
    for other in queries.in_use(rule.year):
        if clash := numbering.clash(rule, other, code=code):
            raise RuleBroken(
                _(
                    "Nomor %(number)s dapat terbit dua kali: juga menurut pola %(pattern)s "
                    "untuk %(scope)s.",
                    number=clash,
                    pattern=other.pattern,
                    scope=other.scope,
                )
            )


def numbering_fault(fault: ValueError) -> str:
    """Return what is wrong with a pattern, in a sentence for whoever wrote it."""
    sentences = {
        numbering.UNKNOWN: _(
            "Pola hanya memakai {seq}, {code}, {unit}, {roman_month}, {month}, dan {year}."
        ),
        numbering.WIDTH: _("Hanya {seq} yang boleh diberi lebar, misalnya {seq:04}."),
        numbering.REPEATS: _("Pola harus memuat {seq} satu kali dan {year}, agar tidak berulang."),
        numbering.TOUCHES: _("Beri tanda, misalnya garis miring, di kiri dan kanan {seq}."),
    }
    return str(sentences[str(fault)])


@dataclass(frozen=True)
class Counter:
    """A kind's rule and its counter row of a year, locked until the transaction ends.

    An undone transaction gives its numbers back, and whoever waits takes them: no gap, no double.
    """

    rule: numbering.Rule
    series: NumberSeries


def lock_counter(kind: str, on: date) -> Counter:
    """Return the counter that numbers a kind on a day (WIB), made when it is the year's first."""
    rule = queries.rule_of(kind, on.year)
    add_missing(NumberSeries, {"scope": rule.scope, "year": on.year}, last=0)
    return Counter(rule, queries.locked_series(rule.scope, on.year))


def take(counter: Counter, on: date) -> str:
    """Take the next number of a counter and return it as it is written."""
    counter.series.last += 1
    return queries.written(counter.rule, counter.series.last, on)

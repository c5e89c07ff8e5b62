"""Which exemptions from the index can be recorded, and how one ends. Pure."""

from datetime import date, timedelta

from lms.competence.rules.table import RULE_SETS
from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: The competence dimension exists since PerBKN 8/2019; plans reach a year ahead.
EARLIEST = date(2019, 1, 1)
AHEAD = timedelta(days=366)
#: Shortest reason that says something, in letters.
SHORTEST_REASON = 10


def check_reason(reason: str) -> None:
    """Refuse a reason that says nothing."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(
            _("Tulis alasan dan dasarnya, paling sedikit %(count)s huruf.", count=SHORTEST_REASON)
        )


def check_span(starts_on: date, ends_on: date | None, today: date) -> None:
    """Refuse days on which nobody can be exempted."""
    if starts_on < EARLIEST or starts_on > today + AHEAD:
        raise RuleBroken(_("Hari pertama paling awal 1 Januari 2019 dan paling jauh setahun lagi."))
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken(_("Hari terakhir tidak boleh sebelum hari pertama."))


def check_cell(cell: str, position_kind: str) -> None:
    """Refuse a cell that no rule set has for the kind of position; "" is the whole index."""
    tables = (rules.table[position_kind] for rules in RULE_SETS.values())
    if cell and not any(one.key == cell for row in tables for one in row):
        raise RuleBroken(_("Sel ini tidak dinilai untuk jenis jabatan pegawai itu."))


def check_end(last_day: date | None, starts_on: date, ends_on: date | None) -> None:
    """Refuse an earlier end that is none; None takes the exemption back altogether."""
    if last_day is None:
        return
    if last_day < starts_on:
        raise RuleBroken(
            _("Hari terakhir tidak boleh sebelum hari pertama. Bila pengecualiannya keliru sejak "
              "awal, kosongkan hari terakhir.")
        )  # fmt: skip
    if ends_on is not None and last_day >= ends_on:
        raise RuleBroken(_("Pengecualian ini memang berakhir pada hari itu atau sebelumnya."))

"""Recording who is exempted from a cell or from the index, and ending or reversing that."""

from datetime import date

from lms.competence import queries
from lms.competence.models import ExemptionReversal, IndexExemption
from lms.competence.rules import exemption as rules
from lms.core.audit import record
from lms.core.clock import now, today
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.formats import tanggal
from lms.core.i18n import _
from lms.people.models import Person


def exempt(
    person: Person | None, cell: str, starts_on: date, ends_on: date | None, reason: str, *,
    by: Person,
) -> IndexExemption:  # fmt: skip
    """Let a cell count as filled for a person, or (cell "") leave the person out of the index."""
    if person is None:
        raise RuleBroken(_("Tidak ada pegawai dengan NIP itu. Periksa 18 angkanya."))
    if person.id == by.id:
        raise RuleBroken(_("Pengecualian Anda sendiri dicatat oleh orang lain."))
    rules.check_span(starts_on, ends_on, today())
    rules.check_reason(reason)
    rules.check_cell(cell, person.position_kind)
    lock(person)  # two that record the same at once must see each other
    known = queries.clashing(person.id, cell, starts_on, ends_on)
    if known is not None:
        raise RuleBroken(
            _("Pengecualian yang sama sudah tercatat sejak %(day)s. Akhiri atau batalkan yang itu "
              "lebih dahulu.", day=tanggal(known.starts_on))
        )  # fmt: skip
    made = IndexExemption(
        person_id=person.id, cell=cell, starts_on=starts_on, ends_on=ends_on,
        reason=reason.strip(), granted_by_id=by.id, granted_at=now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    record("index_exemption.granted", made, by=by, person_id=person.id, cell=cell,
           reason=made.reason)  # fmt: skip
    return made


def reverse_exemption(
    exemption: IndexExemption, last_day: date | None, reason: str, *, by: Person
) -> None:
    """End an exemption on a day, or (None) take it back as if it had never been."""
    rules.check_reason(reason)
    rules.check_end(last_day, exemption.starts_on, exemption.ends_on)
    lock(exemption)
    if db.session.get(ExemptionReversal, exemption.id, populate_existing=True) is not None:
        raise RuleBroken(_("Pengecualian ini sudah diakhiri atau dibatalkan. Muat ulang halaman."))
    db.session.add(
        ExemptionReversal(
            exemption_id=exemption.id, last_day=last_day, reason=reason.strip(),
            reversed_by_id=by.id, reversed_at=now(),
        )
    )  # fmt: skip
    db.session.flush()
    record("index_exemption.reversed", exemption, by=by, last_day=str(last_day or ""),
           reason=reason.strip())  # fmt: skip

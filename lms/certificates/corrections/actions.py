"""Correcting released results and, in the same transaction, the papers that said otherwise."""

from lms.catalogue.models import Batch
from lms.certificates import actions
from lms.certificates.corrections import queries
from lms.gradebook import actions as gradebook
from lms.gradebook.queries import Change, Revised
from lms.people.models import Person


def correct(
    batch: Batch, change: Change, *, seen: str, reason: str, by: Person
) -> tuple[Revised, list[queries.Consequence]]:
    """Correct the results as they were previewed; ask to replace or revoke what is wrong then.

    Where two people must agree on changes of certificates, those wait for the second one.
    """
    found = gradebook.correct_results(batch, change, seen=seen, reason=reason, by=by)
    papers = queries.consequences(batch, found)
    for one in papers:
        if one.fate == "revoke":
            actions.ask_to_lapse(one.certificate, reason, by=by)
        else:
            actions.ask_to_correct(one.certificate, one.new, reason, by=by)
    return found, papers

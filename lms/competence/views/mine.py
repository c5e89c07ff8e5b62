"""One's own hours and score."""

from flask_login import current_user

from lms.competence import queries, rules
from lms.competence.views.blueprint import bp, cell_labels, chosen_rules
from lms.core.access import requires
from lms.core.clock import today
from lms.core.menu import under
from lms.core.pages import page


@bp.get("/kompetensi/saya")
@requires("competence.own")
@under("competence.hours")
def mine():
    entries = queries.ledger(current_user)
    chosen = chosen_rules()
    return page(
        "competence/mine.html",
        entries=entries,
        year=today().year,
        hours=queries.hours_of(entries, today().year).total,
        target=rules.YEARLY_JP,
        score=queries.score_of(
            current_user, entries, chosen, today(), queries.exemptions_of(current_user, today())
        ),
        rule_set=chosen,
        rule_sets=list(rules.RULE_SETS.values()),
        labels=cell_labels(),
    )

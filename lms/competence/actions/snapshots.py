"""Freezing the index as it is reported."""

from lms.competence import queries, rules
from lms.competence.actions.settling import take_turn
from lms.competence.models import IndexSnapshot
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person


def freeze(rule_set: rules.RuleSet, title: str, *, by: Person) -> IndexSnapshot:
    """Keep today's figures as reported; nobody can change them later."""
    take_turn()  # two that freeze at once must see each other
    if queries.reported(rule_set.key, title.strip()):
        raise RuleBroken(_("Laporan dengan nomor atau keperluan ini sudah dibekukan."))
    found = queries.province_index(rule_set)
    if not found.sums.people:
        raise RuleBroken(_("Belum ada pegawai yang dihitung."))
    figures = {
        "people": found.sums.people,
        "mean": str(found.sums.mean),
        "with_technical": found.sums.with_technical,
        "bands": list(found.sums.bands),
        "offices": [
            [one.name, one.sums.people, str(one.sums.mean), one.sums.with_technical]
            for one in found.offices
        ],
        "kinds": [[kind, sums.people, str(sums.mean)] for kind, sums, _few in found.kinds],
    }
    snapshot = IndexSnapshot(
        rule_set=rule_set.key, as_of=found.as_of, reported_at=now(), reported_by_id=by.id,
        title=title.strip(), figures=figures,
    )  # fmt: skip
    db.session.add(snapshot)
    db.session.flush()
    record("index_snapshot.frozen", snapshot, by=by, title=snapshot.title)
    return snapshot

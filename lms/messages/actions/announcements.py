"""Announcements: an organiser's word to the people of a batch."""

from lms.catalogue.models import Batch
from lms.core.addresses import path_of
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.messages import queries
from lms.messages.actions.telling import tell
from lms.messages.models import Announcement
from lms.people.models import Person


def announce(
    batch: Batch, audience: str, title: str, text: str, *, key: str, by: Person
) -> Announcement:
    """Tell a part of a batch something, once for each `key`; returns what was announced."""
    said = queries.announcement_with(key)
    if said is not None:
        return said
    people = queries.audience_of(batch.id, audience)
    said = Announcement(
        batch_id=batch.id, by_id=by.id, at=now(), audience=audience, title=" ".join(title.split()),
        text=text.strip(), key=key,
    )  # fmt: skip
    db.session.add(said)
    db.session.flush()
    waiting = audience == "waiting"  # people without a seat cannot open the batch's pages
    link = (
        path_of("catalogue.my_trainings")
        if waiting
        else path_of("messages.announcements", batch_id=batch.id)
    )
    facts = {"batch": batch.name}
    said.count = tell("announcement", people, link, facts, announcement=said, but=by)
    if not said.count:
        raise RuleBroken(_("Belum ada orang di kelompok ini. Pilih kelompok lain."))
    record("announcement.sent", said, by=by, batch=batch.id, audience=audience, count=said.count)
    return said

"""Groups of a batch that meet apart."""

from lms.catalogue.models import Batch
from lms.core.audit import record
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import queries
from lms.schedule.models import TrainingGroup


def add_group(batch: Batch, name: str, *, by: Person) -> TrainingGroup:
    """Let a group of the roster meet apart; a name that is there already gives that group."""
    if not name.strip():
        raise RuleBroken(_("Isi nama kelompok seperti pada daftar peserta."))
    found = next((one for one in queries.groups_of(batch) if one.name == name.strip()), None)
    if found is not None:
        return found
    group = TrainingGroup(batch_id=batch.id, name=name.strip())
    db.session.add(group)
    db.session.flush()
    record("training_group.added", group, by=by, batch=batch.id, name=group.name)
    return group

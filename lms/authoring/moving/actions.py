"""A batch goes over to another version with everything its people did, and back."""

from collections.abc import Mapping

from lms.assignments import actions as assignments
from lms.authoring.models import BatchMove
from lms.authoring.moving import queries, rules
from lms.catalogue.actions import change_version
from lms.catalogue.models import Batch, ProgrammeVersion
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning import actions as elearning
from lms.packages.actions.moving import move_materials, move_runs
from lms.people.models import Person
from lms.schedule import actions as schedule

Places = Mapping[str, Mapping[int, int]]


def move(batch: Batch, version: ProgrammeVersion, *, by: Person) -> BatchMove:
    """Let a batch go over to another version; RuleBroken with every reason that forbids it."""
    lock(batch)
    found = queries.consequence(batch, version)
    if found.refusals:
        raise RuleBroken(" ".join(found.refusals))
    former = batch.version
    keys = {old.key: new.key for old, new in found.matches["units"].pairs}
    places = {name: match.ids for name, match in found.matches.items()}
    _go_over(batch, version, places, keys, by=by)
    done = BatchMove(
        batch_id=batch.id, former_id=former.id, version_id=version.id,
        places={name: [[*pair] for pair in ids.items()] for name, ids in places.items()},
        by_id=by.id, at=now(),
    )  # fmt: skip
    db.session.add(done)
    db.session.flush()
    return done


def undo(batch: Batch, done: BatchMove, *, by: Person) -> None:
    """Take a going over back; what was done since at units that only the new version has stays."""
    lock(batch)
    if done.undone_at is not None or batch.version_id != done.version_id:
        raise RuleBroken(_("Angkatan ini sudah pindah lagi sesudahnya."))
    former = db.session.get_one(ProgrammeVersion, done.former_id)
    found = queries.consequence(batch, former)
    if found.refusals:
        raise RuleBroken(" ".join(found.refusals))
    back = {name: {new: old for old, new in pairs} for name, pairs in done.places.items()}
    keys = {old.key: new.key for old, new in found.matches["units"].pairs}
    _go_over(batch, former, back, keys, by=by)
    done.undone_at, done.undone_by_id = now(), by.id


def _go_over(
    batch: Batch, version: ProgrammeVersion, places: Places, keys: Mapping[str, str], *, by: Person
) -> None:
    components = batch.components
    if components is not None:
        components = rules.renamed_sources(components, keys)
    change_version(
        batch, version, phases=places["phases"], courses=places["courses"], components=components,
        by=by,
    )  # fmt: skip
    elearning.move_work(batch, places["units"])
    assignments.move_works(batch, places["units"])
    move_runs(batch, places["units"])
    move_materials(batch, places["courses"])
    schedule.move_sessions(batch, places["courses"])

"""Everything that changes batches: opening them, places in them, and who works in them."""

from lms.catalogue.actions.batches import (
    Plan,
    edit_batch,
    move_batch,
    open_batch,
    set_components,
)
from lms.catalogue.actions.places import (
    Decision,
    accept,
    apply,
    decline,
    endorse,
    nominate,
    nominate_all,
    promote,
    put_forward,
    refuse_to_nominate,
    set_group,
    withdraw,
)
from lms.catalogue.actions.staff import assign_staff, cover_staff, remove_staff
from lms.catalogue.actions.units import add_batch_unit, remove_batch_unit
from lms.catalogue.actions.versions import change_version

__all__ = [
    "Decision",
    "Plan",
    "accept",
    "add_batch_unit",
    "apply",
    "assign_staff",
    "change_version",
    "cover_staff",
    "decline",
    "edit_batch",
    "endorse",
    "move_batch",
    "nominate",
    "nominate_all",
    "open_batch",
    "promote",
    "put_forward",
    "refuse_to_nominate",
    "remove_batch_unit",
    "remove_staff",
    "set_components",
    "set_group",
    "withdraw",
]

"""A task: a neighbouring area reads and shows it (lms/assignments); done by what is handed in."""

from lms.core.i18n import _l, lazy_pgettext
from lms.elearning.kinds.kind import Kind

_STATES = {
    "draft": _l("draf"), "returned": _l("dikembalikan"), "submitted": _l("dikumpulkan"),
    "proposed": _l("dikumpulkan"), "marked": _l("dinilai"), "released": _l("dirilis"),
}  # fmt: skip

KIND = Kind(
    "assignment", lazy_pgettext("singular", "Tugas"), "clipboard-check",
    ("handed_in", "graded", "passed"), place="tugas", states=_STATES, can_be_kept=False,
    is_talked_about=False,
)  # fmt: skip

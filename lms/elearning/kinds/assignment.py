"""A task: a neighbouring area reads it, shows it and counts it (lms/assignments)."""

from lms.core.i18n import lazy_pgettext
from lms.elearning.kinds.kind import Kind

KIND = Kind("assignment", lazy_pgettext("singular", "Tugas"), "clipboard-check", (),
            place="tugas", is_counted=False)  # fmt: skip

"""A question to talk about; the posts belong to one batch."""

from lms.catalogue.media import Media
from lms.core.i18n import _l
from lms.core.sources import Mapping
from lms.elearning.kinds.kind import Facts, Kind


def read(_source: Mapping, _media: Media) -> Facts:
    """Say nothing more: the text is the question."""
    return {}


KIND = Kind(
    "discussion", _l("Diskusi"), "message", ("posted", "declared", "marked"), read,
    template="elearning/discussion.html", need=1,
)  # fmt: skip

"""A meeting of the timetable, shown where its subject is studied, with the recording afterwards."""

from lms.catalogue.media import Media
from lms.core.i18n import _l
from lms.core.sources import Mapping
from lms.elearning.kinds.kind import Facts, Kind


def read(source: Mapping, _media: Media) -> Facts:
    """Say which meeting of the subject it is, counted in order of time from 1."""
    return {"session": source.whole("session", 1, least=1, most=60)}


KIND = Kind(
    "live", _l("Sesi langsung"), "presentation", ("attended", "declared", "visited", "marked"),
    read, template="elearning/live.html",
)  # fmt: skip

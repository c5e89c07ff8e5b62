"""A sound recording of the library, heard in the page, with transcript and a light edition."""

from lms.catalogue.media import Media
from lms.core.i18n import _l
from lms.core.sources import Mapping
from lms.elearning.kinds._recording import read_recording
from lms.elearning.kinds.kind import Facts, Kind


def read(source: Mapping, media: Media) -> Facts:
    """Describe the recording."""
    return read_recording(source, media, ("mp3", "m4a", "ogg", "opus", "wav"))


KIND = Kind(
    "audio", _l("Audio"), "headphones", ("watched", "declared", "visited", "marked"), read,
    template="elearning/recording.html", need=80,
)  # fmt: skip

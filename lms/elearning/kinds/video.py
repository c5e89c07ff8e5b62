"""A video of the library: watched in the page, with captions, transcript and a light edition."""

from lms.catalogue.media import Media
from lms.core.i18n import _l
from lms.core.sources import Mapping
from lms.elearning.kinds._recording import read_recording
from lms.elearning.kinds.kind import Facts, Kind


def read(source: Mapping, media: Media) -> Facts:
    """Describe the video."""
    return read_recording(source, media, ("mp4", "webm"))


KIND = Kind(
    "video", _l("Video"), "video", ("watched", "declared", "visited", "marked"), read,
    template="elearning/recording.html", need=80,
)  # fmt: skip

"""The kinds of units, one file each. A new kind is one file here and one line below.

`KINDS` is the only list of them: the reader of course files, the outline, the player and the pages
about progress ask it.
"""

from lms.elearning.kinds import (
    assignment,
    audio,
    discussion,
    file,
    lesson,
    link,
    live,
    package,
    quiz,
    video,
)
from lms.elearning.kinds.kind import Kind

KINDS: dict[str, Kind] = {
    each.KIND.name: each.KIND
    for each in (lesson, file, video, audio, link, live, discussion, package, quiz, assignment)
}
#: Kinds whose file is read by `Kind.read` and kept as an Activity.
ACTIVITIES = {name: kind for name, kind in KINDS.items() if kind.read is not None}

__all__ = ["ACTIVITIES", "KINDS", "Kind"]

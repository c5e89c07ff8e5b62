"""What video and audio have in common: a file of the library, captions, and a lighter edition."""

import re
from pathlib import PurePosixPath

from lms.catalogue.media import Media
from lms.core import webvtt
from lms.core.i18n import _
from lms.core.sources import Mapping
from lms.elearning.kinds.kind import Facts

_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d\d)")
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def read_recording(source: Mapping, media: Media, formats: tuple[str, ...]) -> Facts:
    """Describe a recording: its files, its length in seconds and what is said in it."""
    facts: Facts = {
        "file": _library_path(source, "file", formats),
        "light": _library_path(source, "light", formats) if source.has("light") else "",
        "length": _read_length(source),
        "captions": "",
        "cues": [],
    }
    source.text("light", "")
    if source.has("captions"):
        name = media.take(source, "captions", ("vtt",))
        facts["captions"] = f"media/{name}"
        facts["cues"] = _read_cues(source, media, name, facts["length"])
    elif not source.has("text"):
        source.fault("captions", _('rekaman perlu takarir ("captions") atau uraian ("text") untuk '
                                   'yang tidak dapat mendengarnya.'))  # fmt: skip
    source.text("captions", "")
    return facts


def _library_path(source: Mapping, key: str, formats: tuple[str, ...]) -> str:
    text = source.text(key)
    path = PurePosixPath(text)
    if text and (path.is_absolute() or not all(_PART.fullmatch(part) for part in path.parts)):
        source.fault(key, _('"%(key)s" menyebut tempat berkas di pustaka media, seperti '
                            '"latsar-cpns/akuntabel.mp4".', key=key))  # fmt: skip
    elif text and path.suffix.lstrip(".") not in formats:
        source.fault(key, _('"%(key)s" harus berkas %(kinds)s.', key=key, kinds=", ".join(formats)))
    return text


def _read_length(source: Mapping) -> int:
    text = source.text("length")
    found = _LENGTH.fullmatch(text)
    if text and found is None:
        source.fault("length", _('"length" ditulis seperti "4:05" atau "1:02:30", dalam kutip.'))
    if found is None:
        return 1
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return max(1, 3600 * hours + 60 * minutes + seconds)


def _read_cues(source: Mapping, media: Media, name: str, length: int) -> list[dict[str, int | str]]:
    path = media.paths.get(name)
    if path is None:
        return []
    try:
        cues = webvtt.read(path.read_bytes())
    except webvtt.Broken as broken:
        source.faults.add(f"{source.path.rpartition('/')[0]}/media/{name}", broken.line,
                          str(broken))  # fmt: skip
        return []
    if cues and cues[-1].starts >= length:
        source.fault("length", _("takarir berjalan lebih lama daripada rekaman."))
    return [{"at": int(cue.starts), "text": cue.text} for cue in cues]

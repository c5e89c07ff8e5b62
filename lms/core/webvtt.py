"""Captions as WebVTT files: read, and checked so that every browser shows them."""

import re
from dataclasses import dataclass

from lms.core.i18n import _

_TIMES = re.compile(
    r"(?:(\d{2,}):)?(\d\d):(\d\d)\.(\d{3}) +--> +(?:(\d{2,}):)?(\d\d):(\d\d)\.(\d{3})(?: .*)?"
)
_TAG = re.compile(r"<[^>]*>")


class Broken(ValueError):
    """A fault with its line, in a sentence."""

    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True)
class Cue:
    """What is said from one second to another."""

    starts: float
    ends: float
    text: str


def read(data: bytes) -> list[Cue]:
    """Return the cues of a file in order (W3C WebVTT, without styles and regions)."""
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise Broken(_("simpan berkas ini sebagai UTF-8."), 1) from error
    if not lines or not lines[0].startswith("WEBVTT"):
        raise Broken(_('baris pertama takarir harus "WEBVTT".'), 1)
    cues: list[Cue] = []
    at = 1
    while at < len(lines):
        if "-->" not in lines[at]:
            at += 1
            continue
        starts, ends = _times(lines[at], at + 1)
        if ends <= starts or (cues and starts < cues[-1].starts):
            raise Broken(_("waktu takarir ini mundur."), at + 1)
        words = []
        at += 1
        while at < len(lines) and lines[at].strip():
            words.append(_TAG.sub("", lines[at]).strip())
            at += 1
        cues.append(Cue(starts, ends, " ".join(words)))
    if not cues:
        raise Broken(_("takarir ini kosong."), 1)
    return cues


def _times(line: str, number: int) -> tuple[float, float]:
    found = _TIMES.fullmatch(line.strip())
    if found is None:
        raise Broken(_('waktu takarir ditulis seperti "00:01.000 --> 00:04.500".'), number)
    parts = [int(part or 0) for part in found.groups()]
    one, other = parts[:4], parts[4:]
    return tuple(  # type: ignore[return-value]
        3600 * hours + 60 * minutes + seconds + thousandths / 1000
        for hours, minutes, seconds, thousandths in (one, other)
    )

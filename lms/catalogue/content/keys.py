"""What the files of a programme have in common: short names, marks of confidence, numbers."""

import re
from collections.abc import Sequence
from decimal import Decimal

from lms.core.i18n import _
from lms.core.sources import Mapping

#: How sure a figure is: regulation seen, seen once, derived, from memory.
CONFIDENCES = ("C", "C1", "D", "M")
_KEY = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")


def read_key(part: Mapping, name: str = "key") -> str:
    """Return the short name of a part: lower-case letters, figures and hyphens."""
    key = part.text(name)
    if key and not _KEY.fullmatch(key):
        part.fault(
            name,
            _('"%(key)s" hanya boleh huruf kecil, angka, dan tanda hubung.', key=name),
        )
    return key


def refuse_repeats(parts: Sequence[Mapping], name: str = "key") -> None:
    """Note each short name of a list that stood there before, with the line of the first."""
    seen: dict[str, int] = {}
    for part in parts:
        key = part.text(name, "")
        if key and key in seen:
            part.fault(
                name,
                _('"%(key)s" sudah dipakai di baris %(line)s.', key=key, line=seen[key]),
            )
        seen.setdefault(key, part.line_of(name))


def plain(value: Decimal) -> int | float:
    """Return a number as JSON keeps it best."""
    return int(value) if value == value.to_integral_value() else float(value)

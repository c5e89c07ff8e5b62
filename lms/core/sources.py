"""Files written by people: YAML read key by key; what is wrong becomes a fault with its line.

Each area describes its own files with a `Mapping`; what nobody asked for is an unknown key. Pure:
text in, values and faults out.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from lms.core.faults import Faults
from lms.core.i18n import _

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"[+-]?\d{1,9}")
_TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True)
class Prose:
    """Markdown and the line of the file on which it begins."""

    text: str
    line: int


class Mapping:
    """The keys of one place in a YAML file. Every reading that fails notes a fault and goes on."""

    def __init__(self, node: yaml.MappingNode, path: str, faults: Faults, shift: int = 0) -> None:
        self.path = path
        self.faults = faults
        self._shift = shift
        self.line = self._line_of(node)
        self._known: set[str] = set()
        self._nodes: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        for key, value in node.value:
            self._take(key, value)

    def _line_of(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + 1 + self._shift

    def _take(self, key: yaml.Node, value: yaml.Node) -> None:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not name:
            self.faults.add(self.path, self._line_of(key), _("kunci harus berupa satu kata."))
        elif name in self._nodes:
            self.faults.add(
                self.path, self._line_of(key), _('kunci "%(key)s" tertulis dua kali.', key=name)
            )
        else:
            self._nodes[name], self._lines[name] = value, self._line_of(key)

    def line_of(self, key: str) -> int:
        """Return the line of `key`, or of the place where it is missing."""
        return self._lines.get(key, self.line)

    def fault(self, key: str, sentence: str) -> None:
        """Note an error at `key`."""
        self.faults.add(self.path, self.line_of(key), sentence)

    def warn(self, key: str, sentence: str) -> None:
        """Note a doubt at `key`."""
        self.faults.warn(self.path, self.line_of(key), sentence)

    def has(self, key: str) -> bool:
        """Tell whether `key` is written and not empty."""
        node = self._nodes.get(key)
        return node is not None and not _is_empty(node)

    def is_list(self, key: str) -> bool:
        """Tell whether a list stands at `key`."""
        return isinstance(self._nodes.get(key), yaml.SequenceNode)

    def is_mapping(self, key: str) -> bool:
        """Tell whether keys stand below `key`."""
        return isinstance(self._nodes.get(key), yaml.MappingNode)

    def _get(self, key: str, required: bool) -> yaml.Node | None:
        self._known.add(key)
        if self.has(key):
            return self._nodes[key]
        if required:
            known = key in self._nodes
            self.fault(
                key,
                _('isi "%(key)s" kosong.', key=key) if known
                else _('kunci "%(key)s" belum ada.', key=key),
            )  # fmt: skip
        return None

    def _scalar(self, key: str, required: bool) -> str | None:
        node = self._get(key, required)
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.fault(key, _('"%(key)s" harus berupa teks atau angka.', key=key))
            return None
        return str(node.value).strip()

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; required unless a default is given."""
        found = self._scalar(key, default is None)
        return found if found is not None else default or ""

    def prose(self, key: str, *, required: bool = True) -> Prose:
        """Return Markdown with the line it begins on."""
        found = self._scalar(key, required)
        if found is None:
            return Prose("", self.line_of(key))
        node = self._nodes[key]
        below = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        return Prose(found, self._line_of(node) + (1 if below else 0))

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """Return a text that must be one of `allowed`."""
        found = self._scalar(key, default is None)
        if found is None:
            return default or ""
        if found not in allowed:
            self.fault(
                key,
                _('"%(key)s" berisi "%(found)s"; pilihannya: %(allowed)s.',
                  key=key, found=found, allowed=", ".join(allowed)),
            )  # fmt: skip
            return default or allowed[0]
        return found

    def whole(
        self, key: str, default: int | None = None, *, least: int = 0, most: int = 100_000
    ) -> int:
        """Return a whole number between `least` and `most`."""
        found = self._scalar(key, default is None)
        if found is None:
            return default if default is not None else least
        if not _WHOLE.fullmatch(found) or not least <= int(found) <= most:
            self.fault(
                key,
                _('"%(key)s" harus bilangan bulat antara %(least)s dan %(most)s, '
                  'bukan "%(found)s".', key=key, least=least, most=most, found=found),
            )  # fmt: skip
            return default if default is not None else least
        return int(found)

    def decimal(
        self,
        key: str,
        default: Decimal | None = None,
        *,
        least: Decimal | None = None,
        most: Decimal | None = None,
    ) -> Decimal:
        """Return a number; people may not write a decimal comma here."""
        found = self._scalar(key, default is None)
        fallback = default if default is not None else least or Decimal()
        if found is None:
            return fallback
        try:
            value = Decimal(found)
        except InvalidOperation:
            value = Decimal("NaN")
        too_far = value.is_finite() and (
            (least is not None and value < least) or (most is not None and value > most)
        )
        if not value.is_finite():
            self.fault(
                key,
                _('"%(key)s" harus angka (titik untuk desimal), bukan "%(found)s".',
                  key=key, found=found),
            )  # fmt: skip
            return fallback
        if too_far:
            self.fault(
                key,
                _('"%(key)s" bernilai %(found)s; batasnya %(least)s sampai %(most)s.', key=key,
                  found=found, least=_limit(least), most=_limit(most)),
            )  # fmt: skip
            return fallback
        return value

    def truth(self, key: str, default: bool | None = None) -> bool:
        """Return true or false."""
        found = self._scalar(key, default is None)
        if found is None:
            return bool(default)
        if found.lower() not in _TRUTHS:
            self.fault(
                key, _('"%(key)s" harus true atau false, bukan "%(found)s".', key=key, found=found)
            )
            return bool(default)
        return _TRUTHS[found.lower()]

    def texts(self, key: str, *, required: bool = True) -> list[str]:
        """Return a list of texts."""
        return self._items(key, required, yaml.ScalarNode, lambda node: str(node.value).strip())

    def mappings(self, key: str, *, required: bool = True) -> list["Mapping"]:
        """Return a list of mappings."""
        return self._items(key, required, yaml.MappingNode, self._below)

    def _items(
        self, key: str, required: bool, kind: type[yaml.Node], take: Callable[[Any], Any]
    ) -> list[Any]:
        node = self._get(key, required)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(key, _('"%(key)s" harus berupa daftar (baris diawali "-").', key=key))
            return []
        taken = []
        for item in node.value:
            if isinstance(item, kind) and not _is_empty(item):
                taken.append(take(item))
            else:
                self.faults.add(
                    self.path, self._line_of(item),
                    _('butir daftar "%(key)s" tidak sesuai bentuknya.', key=key),
                )  # fmt: skip
        return taken

    def mapping(self, key: str, *, required: bool = True) -> "Mapping | None":
        """Return the mapping below `key`."""
        node = self._get(key, required)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.fault(key, _('"%(key)s" harus berisi kunci-kunci di bawahnya.', key=key))
            return None
        return self._below(node)

    def _below(self, node: yaml.MappingNode) -> "Mapping":
        return Mapping(node, self.path, self.faults, self._shift)

    def close(self) -> None:
        """Note every key that nobody asked for; called when all known keys were read."""
        for key in self._nodes.keys() - self._known:
            self.fault(
                key,
                _('kunci "%(key)s" tidak dikenal; yang dikenal di sini: %(known)s.',
                  key=key, known=", ".join(sorted(self._known))),
            )  # fmt: skip


def _is_empty(node: yaml.Node) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return node.tag.endswith(":null") or not str(node.value).strip()
    return not node.value


def _limit(value: Decimal | None) -> str:
    return "…" if value is None else str(value)


def read_yaml(text: str, path: str, faults: Faults, shift: int = 0) -> Mapping | None:
    """Return the mapping that a YAML text holds, None with a fault when it holds none."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + 1 + shift
        faults.add(
            path, line,
            _("YAML tidak terbaca (%(problem)s). Periksa lekukan, titik dua, dan tanda kutip.",
              problem=error.problem or error.context or "?"),
        )  # fmt: skip
        return None
    except yaml.YAMLError:
        faults.add(path, 1 + shift, _("YAML berisi huruf yang tidak boleh ada."))
        return None
    if not isinstance(node, yaml.MappingNode):
        faults.add(path, 1 + shift, _("berkas ini harus berisi kunci-kunci YAML."))
        return None
    return Mapping(node, path, faults, shift)


def split_front_matter(text: str, path: str, faults: Faults) -> tuple[Mapping | None, Prose]:
    """Return the header between two lines `---` and the Markdown after it."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        faults.add(path, 1, _('bacaan harus diawali baris "---", lalu title dan minutes.'))
        return None, Prose(text, 1)
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            header = read_yaml("\n".join(lines[1:number]), path, faults, shift=1)
            return header, Prose("\n".join(lines[number + 1 :]), number + 2)
    faults.add(path, 1, _('kepala bacaan belum ditutup dengan baris "---".'))
    return None, Prose("", 1)

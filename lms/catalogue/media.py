"""The pictures and files of a subject, held against the texts that show them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lms.core.faults import Faults
from lms.core.i18n import _
from lms.core.richtext import findings
from lms.core.sources import Mapping, Prose


@dataclass
class Media:
    """The pictures and files of one subject, and which of them its texts use."""

    #: name -> size in bytes
    sizes: dict[str, int]
    used: set[str] = field(default_factory=set)
    #: name -> where it lies, for who looks into it
    paths: dict[str, Path] = field(default_factory=dict)

    def take(self, source: Mapping, key: str, kinds: Sequence[str]) -> str:
        """Return the name of the file that `key` says as media/…; it must be one of `kinds`."""
        said = source.text(key)
        name = said.removeprefix("media/")
        if said and name.rpartition(".")[2] not in kinds:
            source.fault(key, _('"%(key)s" harus berkas %(kinds)s.', key=key,
                                kinds=", ".join(kinds)))  # fmt: skip
        elif said and (name == said or name not in self.sizes):
            source.fault(key, _("berkas media/%(name)s tidak ada.", name=name))
        self.used.add(name)
        return name

    def check(self, prose: Prose, path: str, faults: Faults) -> int:
        """Note faults of a text's pictures and links; return what its pictures weigh."""
        weight = 0
        for finding in findings(prose.text):
            line = prose.line + finding.line
            if finding.kind == "html":
                faults.warn(
                    path, line,
                    _("tanda HTML %(tag)s akan tampil sebagai huruf; pakai Markdown.",
                      tag=finding.target),
                )  # fmt: skip
            elif finding.kind == "formula":
                faults.add(path, line, _("rumus %(words)s tidak terbaca sebagai LaTeX.",
                                         words=finding.target))  # fmt: skip
            elif finding.kind == "h1":
                faults.add(path, line, _('judul bagian diawali "##"; "#" sudah dipakai title.'))
            else:
                weight += self._check_target(finding.kind, finding.target, path, line, faults)
            if finding.kind == "picture" and not finding.alt:
                faults.add(
                    path, line,
                    _("gambar %(name)s belum punya teks pengganti: ![uraian](…).",
                      name=finding.target),
                )  # fmt: skip
        return weight

    def _check_target(self, kind: str, target: str, path: str, line: int, faults: Faults) -> int:
        outside = "://" in target or target.startswith(("mailto:", "#", "/"))
        if kind == "link" and outside:
            return 0
        name = target.removeprefix("media/")
        if kind == "picture" and outside:
            faults.add(
                path, line,
                _("gambar %(name)s harus disimpan di folder media/ mata pelatihan ini.",
                  name=target),
            )  # fmt: skip
        elif kind == "link" and not target.startswith("media/"):
            faults.add(
                path, line,
                _("tautan %(name)s tidak dapat dibuka; tautan di dalam hanya ke media/….",
                  name=target),
            )  # fmt: skip
        elif name not in self.sizes:
            faults.add(path, line, _("berkas media/%(name)s tidak ada.", name=name))
        else:
            self.used.add(name)
            return self.sizes[name] if kind == "picture" else 0
        return 0

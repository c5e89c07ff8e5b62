"""How an assignment looks as a file: what it asks for and the rubric it is judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lms.catalogue.content import UnitForm, plain, read_key, read_unit, refuse_repeats
from lms.catalogue.media import Media
from lms.core.files import MIME
from lms.core.i18n import _
from lms.core.sources import Mapping

LEVELS = 4
#: The papers of a final project that are handed in as tasks.
PAPERS = ("design", "report")


@dataclass(frozen=True)
class BriefForm:
    """What an assignment file says."""

    unit: UnitForm
    text: str
    #: [{key, title, weight, levels: [{points, title, text} × 4]}]
    rubric: list[dict[str, Any]]
    due_day: int
    accept: list[str]
    max_mb: int
    takes_text: bool
    #: Which paper of the final project this is, "" for other tasks.
    stage: str


def read_brief(source: Mapping, key: str, media: Media) -> BriefForm:
    """Describe an assignment with its rubric."""
    unit = read_unit(source, key, "assignment")
    brief = source.prose("brief")
    media.check(brief, source.path, source.faults)
    form = BriefForm(
        unit=unit,
        text=brief.text,
        rubric=_read_rubric(source),
        due_day=source.whole("due_day", least=1, most=1000),
        accept=source.texts("accept", required=False),
        max_mb=source.whole("max_mb", 10, least=1, most=100),
        takes_text=source.truth("text", False),
        stage=source.choice("stage", PAPERS, ""),
    )
    source.text("kind")
    source.close()
    _check_ways_in(source, form)
    return form


def _check_ways_in(source: Mapping, form: BriefForm) -> None:
    for kind in form.accept:
        if kind not in MIME:
            source.fault(
                "accept",
                _('jenis berkas "%(kind)s" tidak diterima; pilihannya: %(allowed)s.',
                  kind=kind, allowed=", ".join(MIME)),
            )  # fmt: skip
    if not form.accept and not form.takes_text:
        source.fault("accept", _("tugas harus menerima berkas (accept) atau teks (text: true)."))


def _read_rubric(source: Mapping) -> list[dict[str, Any]]:
    rubric = []
    total = Decimal()
    parts = source.mappings("rubric")
    refuse_repeats(parts)
    for part in parts:
        weight = part.decimal("weight", least=Decimal(1), most=Decimal(100))
        rubric.append(
            {
                "key": read_key(part),
                "title": part.text("title"),
                "weight": plain(weight),
                "levels": _read_levels(part),
            }
        )
        part.close()
        total += weight
    if rubric and total != 100:
        source.fault("rubric", _("bobot rubrik berjumlah %(total)s, seharusnya 100.", total=total))
    return rubric


def _read_levels(part: Mapping) -> list[dict[str, Any]]:
    levels: list[dict[str, Any]] = []
    points: list[Decimal] = []
    for level in part.mappings("levels"):
        points.append(level.decimal("points", least=Decimal(0), most=Decimal(100)))
        levels.append(
            {"points": plain(points[-1]), "title": level.text("title"), "text": level.text("text")}
        )
        level.close()
    _check_levels(part, points)
    return levels


def _check_levels(part: Mapping, points: Sequence[Decimal]) -> None:
    if not part.has("levels"):
        return
    if len(points) != LEVELS:
        part.fault(
            "levels",
            _("kriteria perlu %(need)s tingkat, di sini %(count)s.",
              need=LEVELS, count=len(points)),
        )  # fmt: skip
    if any(after >= before for before, after in zip(points, points[1:], strict=False)):
        part.fault("levels", _("poin tingkat harus menurun dari atas ke bawah."))

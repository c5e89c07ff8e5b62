"""Moodle's embedded answers within a text: {2:MULTICHOICE:=right#feedback~wrong~%50%half}."""

import re
from decimal import Decimal

from lms.core.i18n import _
from lms.elearning.exchange.item import choices
from lms.elearning.exchange.markup import literal, to_plain
from lms.elearning.questions.numeric import numbers_in
from lms.elearning.questions.written import GapForm, OptionForm

ANSWER = re.compile(r"\{([0-9]*):([A-Z_]+):((?:[^{}\\]|\\.)*)\}")
_CHOICE = re.compile(r"(MULTICHOICE|MC)(_?[HVS]{0,2})")
_SHORT = re.compile(r"(SHORTANSWER|SA|MW)(_?C)?")
#: What stands between two "~", and what stands before and behind the first "#", unless escaped.
_PART = re.compile(r"(?:[^~\\]|\\.)+", re.S)
_FEEDBACK = re.compile(r"((?:[^#\\]|\\.)*)(?:#(.*))?", re.S)
_WEIGHT = re.compile(r"(=|%(-?[0-9.]+)%)?(.*)", re.S)


def gaps_of(html: str, notes: list[str]) -> tuple[str, list[GapForm]] | None:
    """Return the text with [[marks]] and its gaps, None when an answer is of no known type."""
    gaps: list[GapForm] = []

    def take(found: re.Match[str]) -> str:
        gap = _gap(f"isian-{len(gaps) + 1}", found, notes)
        if gap is None:
            raise ValueError
        gaps.append(gap)
        return f"[[{gap.key}]]"

    try:
        return ANSWER.sub(take, html), gaps
    except ValueError:
        return None


def _gap(key: str, found: re.Match[str], notes: list[str]) -> GapForm | None:
    weight, kind, body = found.groups()
    points = Decimal(weight or 1)
    marked = [_answer(part) for part in _PART.findall(body)]
    if not 0 < points <= 100:
        return None
    if _CHOICE.fullmatch(kind):
        named, options = choices(marked, several=False, notes=notes)
        if any(option.feedback for option in options):
            notes.append(_("Umpan balik pilihan di dalam isian tidak ikut."))
        bare = [OptionForm(literal(one.text), one.is_correct, "", one.credit) for one in options]
        return GapForm(key, "single", bare, points=points) if named == "single" else None
    full = [text for text, share, _said in marked if share >= 100]
    if len(full) < len(marked) or any(said for _text, _share, said in marked):
        notes.append(_("Jawaban sebagian dan umpan balik di dalam isian tidak ikut."))
    if _SHORT.fullmatch(kind):
        return GapForm(key, "short", answers=full, points=points)
    if kind in ("NUMERICAL", "NM") and full:
        value, _colon, around = full[0].partition(":")
        read, near = numbers_in(value), numbers_in(around or "0")
        if read and near:
            return GapForm(key, "numeric", [], [str(read[-1])], abs(near[-1]), points)
    return None


def _answer(part: str) -> tuple[str, Decimal, str]:
    halves = _FEEDBACK.fullmatch(part)
    match = _WEIGHT.fullmatch(halves[1]) if halves else None
    assert halves is not None and match is not None
    said = halves[2] or ""
    share = Decimal(100) if match[1] == "=" else Decimal(match[2] or 0)
    return _bare(match[3]).strip(), share, _bare(said).strip()


def _bare(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def written(gap: GapForm) -> str:
    """Return a gap as Moodle writes it."""
    if gap.type == "single":
        body = "~".join(_option(option) for option in gap.options)
        return f"{{{gap.points.normalize():f}:MULTICHOICE:{body}}}"
    if gap.type == "numeric":
        return f"{{{gap.points.normalize():f}:NUMERICAL:={gap.answers[0]}:{gap.tolerance:f}}}"
    body = "~".join(f"={_escaped(one)}" for one in gap.answers)
    return f"{{{gap.points.normalize():f}:SHORTANSWER:{body}}}"


def _option(option: OptionForm) -> str:
    text = to_plain(option.text)
    if option.is_correct:
        return f"={_escaped(text)}"
    # without a share, a text that begins so would be read as one
    is_shared = option.credit or text.startswith(("=", "%"))
    share = f"%{(100 * option.credit).normalize():f}%" if is_shared else ""
    return share + _escaped(text)


def _escaped(text: str) -> str:
    return re.sub(r"([{}~#/\"\\])", r"\\\1", text)

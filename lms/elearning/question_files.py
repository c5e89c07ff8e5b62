"""How questions look as files (courses/README.md)."""

from decimal import Decimal
from typing import Any

from lms.catalogue.content import read_key, refuse_repeats
from lms.catalogue.media import Media
from lms.core.i18n import _
from lms.core.sources import Mapping
from lms.elearning.questions import TYPES
from lms.elearning.questions.cloze import GAPS
from lms.elearning.questions.written import (
    GapForm,
    OptionForm,
    PairForm,
    QuestionForm,
    faults_of,
    plain,
)  # fmt: skip

_LEAST, _MOST = Decimal("0.01"), Decimal(100)


def read_question(part: Mapping, media: Media) -> QuestionForm:
    """Describe one question; what is wrong with it becomes a fault with its line."""
    kind = part.choice("type", list(TYPES))
    before = len(part.faults.errors)
    form = QuestionForm(
        key=read_key(part, "id"),
        type=kind,
        text=read_prose(part, "text", media),
        points=part.decimal("points", Decimal(1), least=_LEAST, most=_MOST),
        feedback=read_prose(part, "feedback", media, required=False),
        line=part.line,
        options=_read_options(part, kind, media),
        answers=_read_answers(part, kind),
        tolerance=_read_tolerance(part, kind),
        pairs=_read_pairs(part, media) if kind == "matching" else [],
        extras=part.texts("extras", required=False) if kind == "matching" else [],
        items=part.texts("items") if kind == "ordering" else [],
        gaps=_read_gaps(part, media) if kind == "cloze" else [],
        guide=read_prose(part, "guide", media, required=False) if kind == "essay" else "",
    )
    part.close()
    if len(part.faults.errors) == before:  # what is missing has been said already
        for key, sentence in faults_of(form):
            part.fault(key, sentence)
    return form


def read_prose(source: Mapping, key: str, media: Media, *, required: bool = True) -> str:
    """Return Markdown after looking at its pictures and links."""
    prose = source.prose(key, required=required)
    media.check(prose, source.path, source.faults)
    return prose.text


def _read_options(part: Mapping, kind: str, media: Media) -> list[OptionForm]:
    if kind not in ("single", "multiple", "truefalse"):
        return []
    if kind == "truefalse" and not part.has("options"):
        is_true = part.truth("answer")
        return [OptionForm("Benar", is_true, ""), OptionForm("Salah", not is_true, "")]
    options = []
    for option in part.mappings("options"):
        text = read_prose(option, "text", media)
        feedback = read_prose(option, "feedback", media, required=False)
        credit = option.decimal("credit", Decimal(), least=Decimal(), most=Decimal(99)) / 100
        options.append(OptionForm(text, option.truth("correct", False), feedback, credit))
        option.close()
    return options


def _read_answers(part: Mapping, kind: str) -> list[str]:
    if kind == "numeric":
        return [str(part.decimal("answer"))]
    if kind == "short":
        written = part.texts("answer") if part.is_list("answer") else [part.text("answer")]
        return [answer for answer in written if answer]
    return []


def _read_tolerance(part: Mapping, kind: str) -> Decimal:
    if kind != "numeric":
        return Decimal()
    return part.decimal("tolerance", Decimal(), least=Decimal())


def _read_pairs(part: Mapping, media: Media) -> list[PairForm]:
    pairs = []
    for pair in part.mappings("pairs"):
        pairs.append(PairForm(read_prose(pair, "text", media), read_prose(pair, "match", media)))
        pair.close()
    return pairs


def _read_gaps(part: Mapping, media: Media) -> list[GapForm]:
    gaps = []
    parts = part.mappings("gaps")
    refuse_repeats(parts, "id")
    for gap in parts:
        kind = gap.choice("type", list(GAPS), "short")
        gaps.append(
            GapForm(
                read_key(gap, "id"), kind, _read_options(gap, kind, media),
                _read_answers(gap, kind), _read_tolerance(gap, kind),
                gap.decimal("points", Decimal(1), least=_LEAST, most=_MOST),
            )
        )  # fmt: skip
        gap.close()
    return gaps


def write_question(form: QuestionForm) -> dict[str, Any]:
    """Return a question as the keys of a file; reading those gives the same question again."""
    written: dict[str, Any] = {"id": form.key, "type": form.type, "text": form.text}
    written |= _write_key(form)
    if form.type == "matching":
        written["pairs"] = [{"text": one.text, "match": one.match} for one in form.pairs]
        written["extras"] = form.extras
    elif form.type == "ordering":
        written["items"] = form.items
    elif form.type == "cloze":
        written["gaps"] = [_write_gap(gap) for gap in form.gaps]
    elif form.type == "essay":
        written["guide"] = form.guide
    points = None if form.points == 1 else form.points
    return written | {"points": points, "feedback": form.feedback}


def _write_key(form: QuestionForm | GapForm) -> dict[str, Any]:
    if form.type == "numeric":
        number = Decimal(form.answers[0]) if form.answers else ""
        return {"answer": number, "tolerance": form.tolerance or None}
    if form.type == "short":
        single = len(form.answers) == 1
        return {"answer": form.answers[0] if single else form.answers}
    if form.type == "truefalse" and _is_plain(form.options):
        return {"answer": form.options[0].is_correct}
    return {"options": [_write_option(one) for one in form.options]} if form.options else {}


def _is_plain(options: list[OptionForm]) -> bool:
    return [(one.text, one.feedback) for one in options] == [("Benar", ""), ("Salah", "")]


def _write_option(form: OptionForm) -> dict[str, Any]:
    return {
        "text": form.text,
        "correct": True if form.is_correct else None,
        "credit": 100 * form.credit if form.credit else None,
        "feedback": form.feedback,
    }


def _write_gap(gap: GapForm) -> dict[str, Any]:
    written: dict[str, Any] = {"id": gap.key, "type": None if gap.type == "short" else gap.type}
    return written | _write_key(gap) | {"points": None if gap.points == 1 else gap.points}


def refuse_twins(source: Mapping, questions: list[QuestionForm]) -> None:
    """Note questions that say the same."""
    seen: dict[str, int] = {}
    for question in questions:
        text = plain(question.text)
        if text and text in seen:
            source.faults.add(
                source.path, question.line,
                _("bunyi soal sama dengan soal di baris %(line)s.", line=seen[text]),
            )  # fmt: skip
        seen.setdefault(text, question.line)

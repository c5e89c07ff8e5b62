"""GIFT, the text format of Moodle: https://docs.moodle.org/en/GIFT_format."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lms.core.i18n import _
from lms.elearning.exchange.item import Item, choices, dropped, full_answers, settled, true_false
from lms.elearning.exchange.markup import from_html, literal
from lms.elearning.exchange.pictures import Contents, Shelf, lay_in
from lms.elearning.questions.numeric import numbers_in
from lms.elearning.questions.written import OptionForm, PairForm, QuestionForm

_TITLE = re.compile(r"\s*::((?:[^:]|:(?!:))*)::\s*", re.S)
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]")
_TAGS = re.compile(r"\[tag:([^\]]*)\]")
_ANSWER = re.compile("([=~])")
_WEIGHT = re.compile(r"\s*%(-?[0-9]+(?:[.,][0-9]+)?)%\s*")
_TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#.*)?", re.I | re.S)
#: An escaped sign means nothing: it is put aside into a range that no writing uses.
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_ASIDE = 0xE000
_PUT_ASIDE = re.compile("[\ue000-\ue0ff]")


def read(text: str, shelf: Shelf) -> Iterator[Item]:
    """Yield the questions of a GIFT text."""
    category = ""
    whole = _PUT_ASIDE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for block, tags in _blocks(_ESCAPED.sub(lambda sign: chr(_ASIDE + ord(sign[1])), whole)):
        if block.lstrip().upper().startswith("$CATEGORY:"):
            category = _category(block.split(":", 1)[1])
            continue
        yield settled(_question(block, category, tags, shelf))


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield what stands between blank lines outside of braces, with the tags of its comments."""
    lines: list[str] = []
    tags: list[str] = []
    depth = 0
    for line in [*text.split("\n"), ""]:
        if line.lstrip().startswith("//"):
            tags += [tag.strip().lower() for tag in _TAGS.findall(line)]
            continue
        if line.strip() or depth > 0:
            lines.append(line)
            depth = max(0, depth + line.count("{") - line.count("}"))
            is_command = line.lstrip().upper().startswith("$CATEGORY:")
            if not is_command:
                continue
        if any(line.strip() for line in lines):
            yield "\n".join(lines).strip(), tags
            tags = []
        lines, depth = [], 0
    if any(line.strip() for line in lines):
        yield "\n".join(lines).strip(), tags


def _category(written: str) -> str:
    parts = [part.strip() for part in _unescaped(written).strip().split("/")]
    return " / ".join(part for part in parts if part and not part.startswith("$") and part != "top")


def _question(block: str, category: str, tags: list[str], shelf: Shelf) -> Item:
    notes: list[str] = []
    title = _TITLE.match(block)
    name = _unescaped(title[1]).strip() if title else ""
    rest = block[title.end() :] if title else block
    start, end = _braces(rest)
    if start < 0:
        return dropped(
            name or _unescaped(rest)[:80], _("Keterangan tanpa jawaban, bukan soal."), category
        )
    stem, answer, tail = rest[:start], rest[start + 1 : end], rest[end + 1 :]
    tail = tail.strip().removesuffix(";").removesuffix('"').strip()
    way = _Way((_FORMAT.match(stem) or ["", "moodle"])[1], shelf)
    if tail:
        stem = f"{stem.rstrip()} _____ {tail}"
    text = _text(stem, way, notes)
    answer, general = _general(answer)
    feedback = _text(general, way, notes)
    form = _form(text, answer, way, feedback, notes)
    shown = name or " ".join(_unescaped(stem).split())[:80]
    if form is None:
        return dropped(shown, _("Jawabannya tidak terbaca sebagai GIFT."), category)
    return Item(shown, form, notes, category, tags)


def _braces(text: str) -> tuple[int, int]:
    start, end = text.find("{"), text.rfind("}")
    return (start, end) if 0 <= start < end else (-1, -1)


def _general(answer: str) -> tuple[str, str]:
    parts = answer.split("####", 1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def _unescaped(text: str) -> str:
    """Return text with its escaped signs back in place."""
    return _PUT_ASIDE.sub(lambda sign: _sign(ord(sign[0]) - _ASIDE), text)


def _sign(code: int) -> str:
    return "\n" if chr(code) == "n" else chr(code)


@dataclass(frozen=True)
class _Way:
    """How a question is written, and where its pictures are."""

    format: str
    shelf: Shelf


def _text(text: str, way: _Way, notes: list[str], *, inline: bool = False) -> str:
    """Return a piece of GIFT as Markdown, by its own format or by that of the question."""
    own = _FORMAT.match(text)
    form = own[1] if own else way.format
    text = _unescaped(text[own.end() if own else 0 :].strip())
    if form == "markdown":
        return way.shelf.markdown(text, notes)
    if form == "plain":
        return literal(text)
    return from_html(way.shelf.html(text, notes), notes, inline=inline)


def _form(
    text: str, answer: str, way: _Way, feedback: str, notes: list[str]
) -> QuestionForm | None:
    if not answer:
        return QuestionForm("bank", "essay", text, feedback=feedback)
    if _TRUTH.fullmatch(answer):
        said = [_text(one, way, notes) for one in answer.split("#")[1:3]]
        wrong, right = (*said, "", "")[:2]
        is_true = answer[0] in "Tt"
        options = true_false(is_true, right if is_true else wrong, wrong if is_true else right)
        return QuestionForm("bank", "truefalse", text, options, feedback=feedback)
    if answer.startswith("#"):
        return _numeric(text, answer[1:].strip(), feedback, notes)
    found = _answers(answer)
    if not found:
        return None
    if all(sign == "=" and "->" in body for sign, _share, body, _said in found):
        return _matching(text, found, way, feedback, notes)
    if all(sign == "=" for sign, *_rest in found):
        marked = [(_unescaped(body).strip(), share, said) for _sign, share, body, said in found]
        answers = [one for one, _said in full_answers(marked, notes) if one != "*"]
        if any("*" in one for one in answers):
            notes.append(_("Tanda * dalam jawaban dibaca sebagai huruf biasa."))
        return QuestionForm("bank", "short", text, answers=answers, feedback=feedback)
    marked = [
        (_text(body, way, notes, inline=True), share, _text(said, way, notes, inline=True))
        for _sign, share, body, said in found
    ]
    several = not any(sign == "=" for sign, *_rest in found)
    kind, options = choices(marked, several=several, notes=notes)
    return QuestionForm("bank", kind, text, options, feedback=feedback)


def _answers(answer: str) -> list[tuple[str, Decimal, str, str]]:
    """Return (sign, share in percent, text, feedback) of every answer."""
    pieces = _ANSWER.split(answer)
    found = []
    for sign, body in zip(pieces[1::2], pieces[2::2], strict=True):
        weight = _WEIGHT.match(body)
        share = Decimal(weight[1].replace(",", ".")) if weight else Decimal(100 * (sign == "="))
        body = body[weight.end() :] if weight else body
        text, _sign, said = _split_feedback(body)
        found.append((sign, share, text.strip(), said.strip()))
    return found


def _split_feedback(body: str) -> tuple[str, str, str]:
    return body.partition("#")


def _matching(
    text: str, found: list[tuple[str, Decimal, str, str]], way: _Way, feedback: str,
    notes: list[str],
) -> QuestionForm:  # fmt: skip
    pairs, extras = [], []
    for _sign, _share, body, said in found:
        left, right = (_text(part, way, notes, inline=True) for part in body.rsplit("->", 1))
        if said:
            notes.append(_("Umpan balik setiap pasangan tidak ikut."))
        if left:
            pairs.append(PairForm(left, right))
        elif right:
            extras.append(right)
    return QuestionForm("bank", "matching", text, pairs=pairs, extras=extras, feedback=feedback)


def _numeric(text: str, answer: str, feedback: str, notes: list[str]) -> QuestionForm | None:
    found = _answers(answer)
    if not found:
        body, _sign, said = _split_feedback(answer)
        found = [("=", Decimal(100), body.removesuffix("~").strip(), said)]
    found = [one for one in found if one[2]]
    full = full_answers(((body, share, said) for _s, share, body, said in found), notes)
    read = [number for body, _said in full if (number := _number(body)) is not None]
    if not read:
        return None
    if len(read) > 1:
        notes.append(_("Hanya angka pertama yang diterima; angka lain tidak ikut."))
    value, around = read[0]
    return QuestionForm(
        "bank", "numeric", text, answers=[str(value)], tolerance=around, feedback=feedback
    )


def _number(body: str) -> tuple[Decimal, Decimal] | None:
    if ".." in body:
        ends = [_one_number(part) for part in body.split("..", 1)]
        if None in ends:
            return None
        low, high = sorted(ends)  # type: ignore[type-var]
        return (low + high) / 2, (high - low) / 2  # type: ignore[operator]
    parts = [_one_number(part) for part in body.split(":", 1)]
    if None in parts:
        return None
    return parts[0], abs(parts[1]) if len(parts) > 1 else Decimal()  # type: ignore[return-value,arg-type]


def _one_number(text: str) -> Decimal | None:
    """Return a number with a decimal point: the format is English."""
    found = numbers_in(text.strip())
    return found[-1] if found else None


def write(items: list[Item]) -> tuple[str, list[str]]:
    """Return the questions as GIFT, and in sentences what GIFT cannot say."""
    lines, lost, category = [], [], ""
    for item in items:
        form = item.form
        assert form is not None
        if form.type in ("ordering", "cloze"):
            lost.append(_("%(name)s: GIFT tidak mengenal jenis ini.", name=item.name))
            continue
        if form.points != 1 or form.guide:
            lost.append(_("%(name)s: poin dan panduan tidak dapat ditulis.", name=item.name))
        if item.category != category:
            category = item.category
            lines.append(f"$CATEGORY: {category.replace(' / ', '/')}\n")
        if item.tags:
            lines.append("// " + " ".join(f"[tag:{tag}]" for tag in item.tags))
        general = f"\n\t####{_escaped(form.feedback)}" if form.feedback else ""
        lines.append(
            f"::{_escaped(item.name)}::[markdown]{_escaped(form.text)}"
            f"{{{_written_answer(form)}{general}}}\n"
        )
    return "\n".join(lines), lost


def _escaped(text: str) -> str:
    text = re.sub(r"([~=#{}:\\])", r"\\\1", text)
    return text.replace("\n", "\\n")


def _written_answer(form: QuestionForm) -> str:
    if form.type == "truefalse":
        true, false = form.options
        right, wrong = (true, false) if true.is_correct else (false, true)
        said = f"#{_escaped(wrong.feedback)}#{_escaped(right.feedback)}"
        return ("TRUE" if true.is_correct else "FALSE") + (said if said != "##" else "")
    if form.type == "numeric":
        return f"#{form.answers[0]}:{form.tolerance:f}"
    if form.type == "short":
        return "".join(f"\n\t={_escaped(one)}" for one in form.answers)
    if form.type == "matching":
        pairs = [f"\n\t={_escaped(one.text)} -> {_escaped(one.match)}" for one in form.pairs]
        return "".join([*pairs, *(f"\n\t= -> {_escaped(one)}" for one in form.extras)])
    keys = sum(one.is_correct for one in form.options)
    return "".join(_written_option(one, form.type, keys) for one in form.options)


def _written_option(option: OptionForm, kind: str, right: int) -> str:
    if kind == "multiple":
        share = (Decimal(100) / right).quantize(Decimal("0.00001")).normalize()
        sign = f"~%{'' if option.is_correct else '-'}{share:f}%"
    elif option.credit:
        sign = f"~%{(100 * option.credit).normalize():f}%"
    else:
        sign = "=" if option.is_correct else "~"
    said = f"#{_escaped(option.feedback)}" if option.feedback else ""
    return f"\n\t{sign}{_escaped(option.text)}{said}"


def write_archive(text: str, names: Iterable[str], pictures: Contents) -> bytes:
    """Return an archive of a GIFT text with its pictures beside it."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("soal.gift", text)
        lay_in(archive, names, pictures)
    return target.getvalue()

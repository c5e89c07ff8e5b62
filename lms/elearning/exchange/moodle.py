"""Moodle XML: https://docs.moodle.org/en/Moodle_XML_format."""

import base64
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lms.core.i18n import _
from lms.elearning.exchange import embedded
from lms.elearning.exchange.item import Item, choices, dropped, full_answers, settled, true_false
from lms.elearning.exchange.markup import from_html, literal, to_plain
from lms.elearning.exchange.pictures import BESIDE, NAME, NONE, Contents, Gallery, Shelf, decoded
from lms.elearning.questions.cloze import MARK
from lms.elearning.questions.written import OptionForm, PairForm, QuestionForm


def read(root: Element, gallery: Gallery) -> Iterator[Item]:
    """Yield the questions of a <quiz>."""
    category = ""
    for question in root.findall("question"):
        if question.get("type") == "category":
            written = question.findtext("category/text") or ""
            parts = [part.strip() for part in written.split("/")]
            category = " / ".join(
                part for part in parts if part and part != "top" and not part.startswith("$")
            )
        else:
            yield settled(_item(question, category, gallery))


def _item(question: Element, category: str, gallery: Gallery) -> Item:
    kind = question.get("type") or ""
    notes: list[str] = []
    name = " ".join((question.findtext("name/text") or "").split())[:200]
    if kind not in _READERS:
        return dropped(name or kind, _("Jenis soal %(kind)s belum dikenal.", kind=kind), category)
    for element in question.iter():
        _place_pictures(element, gallery, notes)
    text = _words(question.find("questiontext"), notes)
    form = _READERS[kind](question, text, notes)
    if form is None:
        return dropped(name or text[:80], _("Kunci soal ini tidak terbaca."), category)
    if question.find("hint") is not None:
        notes.append(_("Petunjuk bertahap (hint) tidak ikut."))
    tags = [" ".join((tag.text or "").lower().split()) for tag in question.findall("tags/tag/text")]
    return Item(name or text[:80], form, notes, category, [tag for tag in tags if tag][:12])


def _place_pictures(element: Element, gallery: Gallery, notes: list[str]) -> None:
    """Let the text of an element name the pictures that lie beside it as they are called here."""
    text = element.find("text")
    if text is None or not text.text:
        return
    files = {_place(one): one for one in element.findall("file")}
    used = set()

    def find(path: str) -> bytes | None:
        place = path.strip("/")
        used.add(place)
        return decoded(files[place].text or "") if place in files else None

    shelf = Shelf(gallery, find)
    put = shelf.markdown if element.get("format") == "markdown" else shelf.html
    text.text = put(text.text, notes)
    notes += [_("Lampiran %(name)s tidak ikut.", name=place[:80])
              for place in files if place not in used]  # fmt: skip


def _place(file: Element) -> str:
    return f"{file.get('path', '/')}{file.get('name', '')}".strip("/")


def _words(element: Element | None, notes: list[str], *, inline: bool = False) -> str:
    """Return the text of an element as Markdown, by the format it names."""
    if element is None:
        return ""
    text = (element.findtext("text") or "").strip()
    way = element.get("format", "moodle_auto_format")
    if way == "markdown":
        return text
    if way == "plain_text":
        return literal(text)
    return from_html(text, notes, inline=inline)


def _number(text: str | None, otherwise: str = "0") -> Decimal:
    try:
        found = Decimal((text or otherwise).strip() or otherwise)
    except InvalidOperation:
        found = Decimal(otherwise)
    return found if found.is_finite() and abs(found) < 10**15 else Decimal(otherwise)


def _shared(question: Element, notes: list[str]) -> dict[str, object]:
    feedback = _words(question.find("generalfeedback"), notes)
    if not feedback:
        feedback = _words(question.find("correctfeedback"), notes)
    elif _words(question.find("correctfeedback"), notes):
        notes.append(_("Umpan balik gabungan (benar, sebagian, salah) tidak ikut."))
    return {"feedback": feedback, "points": _number(question.findtext("defaultgrade"), "1")}


def _answers(question: Element, notes: list[str]) -> list[tuple[str, Decimal, str]]:
    """Return text, share in percent and feedback of every answer."""
    return [
        (_words(one, notes, inline=True), _number(one.get("fraction")),
         _words(one.find("feedback"), notes, inline=True))
        for one in question.findall("answer")
    ]  # fmt: skip


def _typed(question: Element, notes: list[str]) -> list[tuple[str, Decimal, str]]:
    """Return the same of answers that are typed: these are plain text whatever they say."""
    return [
        ((one.findtext("text") or "").strip(), _number(one.get("fraction")),
         one.findtext("feedback/text") or "")
        for one in question.findall("answer")
    ]  # fmt: skip


def _multichoice(question: Element, text: str, notes: list[str]) -> QuestionForm:
    several = (question.findtext("single") or "true").strip() in ("false", "0")
    kind, options = choices(_answers(question, notes), several=several, notes=notes)
    return QuestionForm("bank", kind, text, options, **_shared(question, notes))  # type: ignore[arg-type]


def _truefalse(question: Element, text: str, notes: list[str]) -> QuestionForm | None:
    said = {"true": "", "false": ""}
    key = ""
    for word, share, feedback in _answers(question, notes):
        if word.lower() in said:
            said[word.lower()] = feedback
            key = word.lower() if share > 0 else key
    if not key:
        return None
    options = true_false(key == "true", said["true"], said["false"])
    return QuestionForm("bank", "truefalse", text, options, **_shared(question, notes))  # type: ignore[arg-type]


def _short(question: Element, text: str, notes: list[str]) -> QuestionForm:
    if question.findtext("usecase", "0").strip() == "1":
        notes.append(_("Huruf besar dan kecil di sini tidak dibedakan."))
    full = [one for one, _said in full_answers(_typed(question, notes), notes)]
    if any("*" in one for one in full):
        notes.append(_("Tanda * dalam jawaban dibaca sebagai huruf biasa."))
    answers = [one for one in full if one != "*"]
    return QuestionForm("bank", "short", text, answers=answers, **_shared(question, notes))  # type: ignore[arg-type]


def _numerical(question: Element, text: str, notes: list[str]) -> QuestionForm | None:
    full = [one for one in question.findall("answer") if _number(one.get("fraction")) >= 100]
    full_answers(_typed(question, notes), notes)
    if not full:
        return None
    if question.find("units/unit") is not None:
        notes.append(_("Satuan tidak dinilai; cukup angkanya."))
    if len(full) > 1:
        notes.append(_("Hanya angka pertama yang diterima; angka lain tidak ikut."))
    value = (full[0].findtext("text") or "").strip()
    if _number(value, "1") != _number(value, "2"):
        return None
    return QuestionForm(
        "bank", "numeric", text, answers=[str(_number(value))],
        tolerance=abs(_number(full[0].findtext("tolerance"))), **_shared(question, notes),  # type: ignore[arg-type]
    )  # fmt: skip


def _matching(question: Element, text: str, notes: list[str]) -> QuestionForm:
    pairs, extras = [], []
    for one in question.findall("subquestion"):
        left = _words(one, notes, inline=True)
        right = literal((one.findtext("answer/text") or "").strip())
        if left:
            pairs.append(PairForm(left, right))
        elif right:
            extras.append(right)
    return QuestionForm(
        "bank",
        "matching",
        text,
        pairs=pairs,
        extras=extras,
        **_shared(question, notes),  # type: ignore[arg-type]
    )


def _ordering(question: Element, text: str, notes: list[str]) -> QuestionForm:
    answers = sorted(question.findall("answer"), key=lambda one: _number(one.get("fraction")))
    items = [_words(one, notes, inline=True) for one in answers]
    return QuestionForm("bank", "ordering", text, items=items, **_shared(question, notes))  # type: ignore[arg-type]


def _essay(question: Element, text: str, notes: list[str]) -> QuestionForm:
    guide = _words(question.find("graderinfo"), notes)
    return QuestionForm("bank", "essay", text, guide=guide, **_shared(question, notes))  # type: ignore[arg-type]


def _cloze(question: Element, _text: str, notes: list[str]) -> QuestionForm | None:
    element = question.find("questiontext")
    html = (element.findtext("text") if element is not None else "") or ""
    found = embedded.gaps_of(html, notes)
    if found is None:
        return None
    notes[:] = [note for note in notes if "periksa bunyinya" not in note]
    marked, gaps = found
    way = element.get("format") if element is not None else ""
    text = marked if way == "markdown" else _keep_marks(from_html(marked, notes))
    return QuestionForm("bank", "cloze", text, gaps=gaps, **_shared(question, notes))  # type: ignore[arg-type]


def _keep_marks(markdown: str) -> str:
    return markdown.replace("\\[\\[", "[[").replace("\\]\\]", "]]")


_READERS = {
    "multichoice": _multichoice, "truefalse": _truefalse, "shortanswer": _short,
    "numerical": _numerical, "matching": _matching, "ordering": _ordering, "essay": _essay,
    "cloze": _cloze,
}  # fmt: skip
_NAMES = {
    "single": "multichoice", "multiple": "multichoice", "truefalse": "truefalse",
    "short": "shortanswer", "numeric": "numerical", "matching": "matching",
    "ordering": "ordering", "essay": "essay", "cloze": "cloze",
}  # fmt: skip


def write(items: list[Item], pictures: Contents = NONE) -> tuple[bytes, list[str]]:
    """Return the questions as Moodle XML, and in sentences what it cannot say.

    Texts stay Markdown, which Moodle reads; their pictures lie beside them.
    """
    root, category = Element("quiz"), ""
    lost: list[str] = []
    for item in items:
        if item.category != category:
            category = item.category
            place = SubElement(SubElement(root, "question", type="category"), "category")
            SubElement(place, "text").text = f"$course$/top/{category.replace(' / ', '/')}"
        _write(root, item)
        for element in list(root[-1].iter()):
            _lay_beside(element, pictures)
        if any(literal(to_plain(text)) != text for text in _told_plainly(item.form)):
            lost.append(_("%(name)s: hiasan tulisan pada jodoh atau isian hilang.", name=item.name))
        if item.form is not None and item.form.type == "cloze" and item.form.points != 1:
            lost.append(_("%(name)s: poin mengikuti bobot isiannya.", name=item.name))
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8"), lost


def _lay_beside(element: Element, pictures: Contents) -> None:
    """Put the pictures that a text names into <file> elements beside it."""
    text = element.find("text")
    if text is None or element.get("format") != "markdown" or "media/" not in (text.text or ""):
        return
    written = text.text or ""
    for name in dict.fromkeys(NAME.findall(written)):
        content = pictures.get(name)
        if content is not None:
            file = SubElement(element, "file", name=name, path="/", encoding="base64")
            file.text = base64.b64encode(content).decode()
    text.text = NAME.sub(rf"{BESIDE}\1", written)


def _all_pairs(form: QuestionForm) -> list[PairForm]:
    """Return the pairs, and what belongs to nothing as pairs without a left side."""
    return [*form.pairs, *(PairForm("", one) for one in form.extras)]


def _told_plainly(form: QuestionForm | None) -> list[str]:
    """Return the texts that have no place for bold or italics there."""
    if form is None:
        return []
    gaps = [option.text for gap in form.gaps for option in gap.options]
    return [*gaps, *(pair.match for pair in _all_pairs(form))]


def _write(root: Element, item: Item) -> None:
    form = item.form
    assert form is not None
    question = SubElement(root, "question", type=_NAMES[form.type])
    SubElement(SubElement(question, "name"), "text").text = item.name
    text = form.text
    if form.type == "cloze":
        gaps = {gap.key: embedded.written(gap) for gap in form.gaps}
        text = MARK.sub(lambda found: gaps[found[1]], text)
    _say(question, "questiontext", text)
    _say(question, "generalfeedback", form.feedback)
    if form.type != "cloze":
        SubElement(question, "defaultgrade").text = f"{form.points:f}"
    if form.type in ("single", "multiple"):
        SubElement(question, "single").text = "true" if form.type == "single" else "false"
        SubElement(question, "shuffleanswers").text = "true"
    _write_answers(question, form)
    if item.tags:
        tags = SubElement(question, "tags")
        for tag in item.tags:
            SubElement(SubElement(tags, "tag"), "text").text = tag


def _say(parent: Element, name: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, name, {"format": "markdown", **attributes})
    SubElement(element, "text").text = text
    return element


def _write_answers(question: Element, form: QuestionForm) -> None:
    right = sum(one.is_correct for one in form.options)
    for at, option in enumerate(form.options):
        text = ("true", "false")[at] if form.type == "truefalse" else option.text
        answer = _say(question, "answer", text, fraction=_share(option, form.type, right))
        _say(answer, "feedback", option.feedback)
    for one in form.answers:
        answer = SubElement(question, "answer", fraction="100", format="moodle_auto_format")
        SubElement(answer, "text").text = one
        if form.type == "numeric":
            SubElement(answer, "tolerance").text = f"{form.tolerance:f}"
    for pair in _all_pairs(form):
        part = _say(question, "subquestion", pair.text)
        SubElement(SubElement(part, "answer"), "text").text = to_plain(pair.match)
    for place, item in enumerate(form.items, 1):
        _say(question, "answer", item, fraction=str(place))
    if form.guide:
        _say(question, "graderinfo", form.guide)


def _share(option: OptionForm, kind: str, right: int) -> str:
    if kind == "multiple":
        share = (Decimal(100) / max(1, right)).quantize(Decimal("0.00001"))
        return f"{share if option.is_correct else -share:f}"
    return "100" if option.is_correct else f"{100 * option.credit:f}"

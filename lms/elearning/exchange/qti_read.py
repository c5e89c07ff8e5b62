"""QTI 2.1, 2.2 and 3.0: single items and packages. https://www.1edtech.org/standards/qti"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from html import escape
from urllib.parse import unquote
from xml.etree.ElementTree import Element, tostring

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning.exchange.archive import Archive
from lms.elearning.exchange.item import Item, choices, dropped, settled, true_false
from lms.elearning.exchange.markup import from_html, literal
from lms.elearning.exchange.pictures import Gallery, PicturesOf, Shelf
from lms.elearning.exchange.xml import attribute, first, name_of, parse, within
from lms.elearning.questions.written import GapForm, PairForm, QuestionForm

_INTERACTIONS = (
    "choiceinteraction", "textentryinteraction", "inlinechoiceinteraction", "matchinteraction",
    "orderinteraction", "extendedtextinteraction",
)  # fmt: skip


def read_package(archive: Archive, gallery: Gallery) -> Iterator[Item]:
    """Yield the items that the manifest of a package names."""
    manifest = parse(archive.read("imsmanifest.xml"))
    found = [one for one in within(manifest, "resource") if "item" in attribute(one, "type")]
    if not found:
        raise RuleBroken(_("Paket ini tidak memuat soal QTI."))
    pictures = PicturesOf(archive)
    for resource in found:
        href = unquote(attribute(resource, "href"))
        try:
            yield read_item(parse(archive.read(href)), Shelf(gallery, pictures.beside(href)))
        except RuleBroken as refused:
            yield dropped(href, refused.sentence)


def read_item(root: Element, shelf: Shelf) -> Item:
    """Return one assessmentItem."""
    notes: list[str] = []
    name = " ".join((attribute(root, "title") or attribute(root, "identifier")).split())[:200]
    body = first(root, "itembody")
    if name_of(root) != "assessmentitem" or body is None:
        return dropped(name, _("Bukan soal QTI: tidak ada assessmentItem dengan itemBody."))
    found = [one for one in body.iter() if name_of(one).endswith("interaction")]
    strange = sorted({name_of(one) for one in found} - set(_INTERACTIONS))
    if strange:
        return dropped(name, _("Bentuk %(kinds)s belum dikenal.", kinds=", ".join(strange)))
    shelf.tree(root, notes)
    form = _form(root, body, found, notes)
    if form is None:
        return dropped(name, _("Gabungan bentuk jawaban di soal ini belum dikenal."))
    if len(list(within(root, "modalfeedback"))) > 1:
        notes.append(_("Hanya satu umpan balik umum yang ikut."))
    return settled(Item(name or form.text[:80], form, notes))


def _form(
    root: Element, body: Element, found: list[Element], notes: list[str]
) -> QuestionForm | None:
    kinds = {name_of(one) for one in found}
    shared = {"feedback": _feedback(root, notes), "points": _points(root)}
    if len(found) == 1 and kinds != {"inlinechoiceinteraction"}:
        return _one(root, body, found[0], shared, notes)
    if found and kinds <= {"textentryinteraction", "inlinechoiceinteraction"}:
        gaps = [_gap(root, one, number, notes) for number, one in enumerate(found, 1)]
        for one, gap in zip(found, gaps, strict=True):
            _replace(one, f"[[{gap.key}]]")
        text = _markdown(body, notes).replace("\\[\\[", "[[").replace("\\]\\]", "]]")
        return QuestionForm("bank", "cloze", text, gaps=gaps, **shared)  # type: ignore[arg-type]
    return None


def _one(
    root: Element, body: Element, interaction: Element, shared: dict[str, object],
    notes: list[str],
) -> QuestionForm | None:  # fmt: skip
    key = _Key(root, attribute(interaction, "responseidentifier"))
    kind = name_of(interaction)
    parts = _parts(interaction, kind, key, notes)
    prompt = first(interaction, "prompt")
    asked = _markdown(prompt, notes) if prompt is not None else ""
    _replace(interaction, "_____" if kind == "textentryinteraction" else "")
    around = _markdown(body, notes)
    if kind == "textentryinteraction":
        around = around.replace("\\_\\_\\_\\_\\_", "…").removesuffix("…").strip()
    text = "\n\n".join(piece for piece in (around, asked) if piece)
    if parts is None:
        return None
    return QuestionForm("bank", text=text, **(parts | shared))  # type: ignore[arg-type]


class _Key:
    """What a responseDeclaration says is right."""

    def __init__(self, root: Element, identifier: str) -> None:
        self.correct: list[str] = []
        self.mapped: dict[str, Decimal] = {}
        self.is_number = False
        self.is_several = False
        self.tolerance = _tolerance(root, identifier)
        for one in within(root, "responsedeclaration"):
            if attribute(one, "identifier") != identifier:
                continue
            self.is_number = attribute(one, "basetype") in ("integer", "float")
            self.is_several = attribute(one, "cardinality") == "multiple"
            right = first(one, "correctresponse")
            values = within(right, "value") if right is not None else ()
            self.correct = ["".join(value.itertext()).strip() for value in values]
            for entry in within(one, "mapentry"):
                share = _decimal(attribute(entry, "mappedvalue"))
                self.mapped[attribute(entry, "mapkey")] = share

    def share(self, identifier: str) -> Decimal:
        """Return what an option earns in percent of the best."""
        if not self.mapped:
            hits = len(self.correct) if self.is_several else 1
            return Decimal(100) / max(1, hits) if identifier in self.correct else Decimal()
        full = self.full
        return 100 * self.mapped.get(identifier, Decimal()) / full if full else Decimal()

    @property
    def full(self) -> Decimal:
        """Return what a right answer earns in all."""
        gains = [share for share in self.mapped.values() if share > 0]
        return sum(gains, Decimal()) if self.is_several else max(gains, default=Decimal())


def _decimal(text: str) -> Decimal:
    try:
        found = Decimal(text.strip() or "0")
    except InvalidOperation:
        return Decimal()
    return found if found.is_finite() and abs(found) < 10**15 else Decimal()


def _tolerance(root: Element, identifier: str) -> Decimal:
    for equal in within(root, "equal"):
        compared = [attribute(one, "identifier") for one in within(equal, "variable")]
        if attribute(equal, "tolerancemode") == "absolute" and identifier in compared:
            return abs(_decimal((attribute(equal, "tolerance").split() or ["0"])[0]))
    return Decimal()


def _points(root: Element) -> Decimal:
    for outcome in within(root, "outcomedeclaration"):
        if attribute(outcome, "identifier") == "MAXSCORE":
            value = first(outcome, "value")
            return _decimal((value.text or "1") if value is not None else "1")
    return Decimal(1)


def _feedback(root: Element, notes: list[str]) -> str:
    said = first(root, "modalfeedback")
    return _markdown(said, notes) if said is not None else ""


def _parts(
    interaction: Element, kind: str, key: _Key, notes: list[str]
) -> dict[str, object] | None:
    if kind == "choiceinteraction":
        return _chosen(interaction, key, notes)
    if kind == "textentryinteraction":
        gap = _typed(key)
        return {"type": gap.type, "answers": gap.answers, "tolerance": gap.tolerance}
    if kind == "extendedtextinteraction":
        return {"type": "essay", "guide": ""}
    labels = {
        attribute(one, "identifier"): _markdown(one, notes, inline=True)
        for one in interaction.iter()
        if name_of(one) in ("simplechoice", "simpleassociablechoice")
    }
    if kind == "orderinteraction":
        items = [labels[one] for one in key.correct if one in labels]
        return {"type": "ordering", "items": items} if len(items) == len(labels) else None
    return _matched(interaction, labels, key)


def _chosen(interaction: Element, key: _Key, notes: list[str]) -> dict[str, object]:
    marked = []
    identifiers = []
    for choice in within(interaction, "simplechoice"):
        said = first(choice, "feedbackinline")
        feedback = _markdown(said, notes, inline=True) if said is not None else ""
        if said is not None:
            _replace(said, "")
        identifier = attribute(choice, "identifier")
        identifiers.append(identifier.lower())
        marked.append((_markdown(choice, notes, inline=True), key.share(identifier), feedback))
    if identifiers == ["true", "false"] and not key.is_several:
        options = true_false(marked[0][1] > 0, marked[0][2], marked[1][2])
        return {"type": "truefalse", "options": options}
    if key.is_several and not key.mapped:
        # match_correct: all or nothing there, a share for each right choice here
        notes.append(_("Di asalnya semua atau tidak sama sekali; di sini pilihan benar dihitung "
                       "satu per satu."))  # fmt: skip
        marked = [
            (t, share or -Decimal(100) / max(1, len(key.correct)), f) for t, share, f in marked
        ]
    kind, options = choices(marked, several=key.is_several, notes=notes)
    return {"type": kind, "options": options}


def _typed(key: _Key) -> GapForm:
    accepted = [word for word, share in key.mapped.items() if share >= key.full > 0]
    answers = list(dict.fromkeys([*key.correct, *accepted]))
    if key.is_number:
        return GapForm("isian", "numeric", answers=[str(_decimal(one)) for one in answers[:1]],
                       tolerance=key.tolerance)  # fmt: skip
    return GapForm("isian", "short", answers=answers)


def _gap(root: Element, interaction: Element, number: int, notes: list[str]) -> GapForm:
    key = _Key(root, attribute(interaction, "responseidentifier"))
    name = f"isian-{number}"
    points = key.full or Decimal(1)
    if name_of(interaction) == "inlinechoiceinteraction":
        marked = [
            (_markdown(one, notes, inline=True), key.share(attribute(one, "identifier")), "")
            for one in within(interaction, "inlinechoice")
        ]
        _kind, options = choices(marked, several=False, notes=notes)
        return GapForm(name, "single", options, points=points)
    gap = _typed(key)
    return GapForm(name, gap.type, [], gap.answers, gap.tolerance, points)


def _matched(interaction: Element, labels: dict[str, str], key: _Key) -> dict[str, object] | None:
    pairs = [tuple(one.split()) for one in key.correct] or [
        tuple(one.split()) for one in key.mapped
    ]
    if any(len(pair) != 2 or not set(pair) <= set(labels) for pair in pairs):
        return None
    sides = [
        [attribute(one, "identifier") for one in within(side, "simpleassociablechoice")]
        for side in within(interaction, "simplematchset")
    ]
    lefts = [left for left, _right in pairs]
    if len(sides) != 2 or sorted(lefts) != sorted(sides[0]):
        return None
    used = {right for _left, right in pairs}
    return {
        "type": "matching",
        "pairs": [PairForm(labels[left], labels[right]) for left, right in pairs],
        "extras": [labels[one] for one in sides[1] if one not in used],
    }


def _replace(element: Element, text: str) -> None:
    """Let an element say `text` alone; what follows it stays."""
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "span", text, tail


def _markdown(element: Element, notes: list[str], *, inline: bool = False) -> str:
    """Return what stands within an element as Markdown."""
    if not len(element):
        return literal(" ".join((element.text or "").split()))
    html = escape(element.text or "", quote=False) + "".join(
        tostring(_bare(child), encoding="unicode", method="html") for child in element
        if name_of(child) != "rubricblock"
    )  # fmt: skip
    return from_html(html, notes, inline=inline)


def _bare(element: Element) -> Element:
    """Return a copy whose names carry no namespace."""
    copy = Element(name_of(element), dict(element.attrib))
    copy.text, copy.tail = element.text, element.tail
    copy.extend([_bare(child) for child in element])
    return copy

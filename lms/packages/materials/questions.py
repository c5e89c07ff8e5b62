"""Questions of cartridges (QTI 1.2) and backups (Moodle) as Moodle XML, which the bank reads.

So there is one reader of such questions (elearning.exchange.moodle), with one report.
"""

import base64
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement, tostring

from lms.core.errors import RuleBroken
from lms.elearning.exchange.xml import attribute, name_of, parse, within

#: Profiles of QTI in cartridges -> kinds of Moodle XML.
_PROFILES = {
    "cc.multiple_choice": "multichoice", "cc.multiple_response": "multichoice",
    "cc.true_false": "truefalse", "cc.fib": "shortanswer", "cc.pattern_match": "shortanswer",
    "cc.essay": "essay",
}  # fmt: skip


#: The file by the path that a text names, None for none; and that of a text by area and id.
Files = Callable[[str], Path | None]
FilesOf = Callable[[str, str], Files]
#: Bytes of the pictures of one course: its questions must fit into one import of the bank.
_MOST_PICTURES = 20_000_000
_SOURCE = re.compile(r"""<img\b[^>]*?\ssrc\s*=\s*["']([^"']+)["']""", re.I)


def nothing(_place: str) -> Path | None:
    """Find no file: of texts that name none."""
    return None


class MoodleXml:
    """A <quiz> that grows question by question."""

    def __init__(self) -> None:
        self.root = Element("quiz")
        self._left = _MOST_PICTURES

    def add(
        self, kind: str, name: str, html: str, points: str = "1", beside: Files = nothing
    ) -> Element:
        """Add a question and return it, for its answers."""
        question = SubElement(self.root, "question", type=kind)
        SubElement(SubElement(question, "name"), "text").text = name[:200] or kind
        self.text(question, "questiontext", html, beside)
        SubElement(question, "defaultgrade").text = points
        return question

    def written(self) -> bytes:
        """Return the file, b"" when no question was added."""
        return tostring(self.root, encoding="utf-8") if len(self.root) else b""

    def text(
        self, above: Element, name: str, html: str, beside: Files = nothing, **attributes: str
    ) -> Element:
        """Add an element with a text in HTML, and the pictures that it names, beside it."""
        found = SubElement(above, name, {"format": "html", **attributes})
        SubElement(found, "text").text = html
        for source in dict.fromkeys(_SOURCE.findall(html)):
            place = unquote(source).removeprefix("@@PLUGINFILE@@").strip("/")
            path = beside(place)
            if path is not None and 0 < path.stat().st_size <= self._left:
                self._left -= path.stat().st_size
                file = SubElement(found, "file", name=place, path="/", encoding="base64")
                file.text = base64.b64encode(path.read_bytes()).decode()
        return found


def files_below(root: Path, *folders: Path) -> Files:
    """Return how the texts of a cartridge name its files: from one of these folders of it."""

    def find(place: str) -> Path | None:
        for folder in folders:
            path = (folder / place.removeprefix("$IMS-CC-FILEBASE$").lstrip("/")).resolve()
            if path.is_relative_to(root.resolve()) and path.is_file():
                return path
        return None

    return find


def from_qti(data: bytes, into: MoodleXml, beside: Files) -> str:
    """Add the items of a test; returns why when it cannot be read, "" when it was."""
    try:
        root = parse(data)
    except RuleBroken as refused:
        return refused.sentence
    for item in within(root, "item"):
        _add_item(item, into, beside)
    return ""


def _add_item(item: Element, into: MoodleXml, beside: Files) -> None:
    fields = {
        (one.findtext("{*}fieldlabel") or "").strip(): (one.findtext("{*}fieldentry") or "").strip()
        for one in within(item, "qtimetadatafield")
    }
    profile = fields.get("cc_profile", "").rpartition(".v")[0] or fields.get("question_type", "")
    kind = _PROFILES.get(profile, profile or "unknown")
    name = attribute(item, "title") or attribute(item, "ident")
    question = into.add(kind, name, _material(item, "presentation"), _points(fields), beside)
    right = {(one.text or "").strip() for one in _right(item)}
    if kind in ("multichoice", "truefalse"):
        many = profile == "cc.multiple_response"
        SubElement(question, "single").text = "false" if many else "true"
        labels = list(within(item, "response_label"))
        share = Decimal(100) / max(1, sum(attribute(one, "ident") in right for one in labels))
        for label in labels:
            is_right = attribute(label, "ident") in right
            html = _words(label)
            if kind == "truefalse":
                html = "true" if html.casefold() in ("true", "benar") else "false"
            worth = f"{share if many else 100:.5f}" if is_right else "0"
            into.text(question, "answer", html, beside, fraction=worth)
    elif kind == "shortanswer":
        for answer in sorted(right):
            into.text(question, "answer", answer, fraction="100")


def _points(fields: dict[str, str]) -> str:
    try:
        weight = Decimal(fields.get("cc_weighting", "") or fields.get("points_possible", "") or "1")
    except InvalidOperation:
        weight = Decimal(1)
    return str(weight if weight.is_finite() and 0 < weight <= 100 else 1)


def _right(item: Element) -> list[Element]:
    """Return the answers that stand in a condition that gives points and in no "not"."""
    found = []
    for condition in within(item, "respcondition"):
        scores = [(one.text or "0").strip() for one in within(condition, "setvar")]
        if not any(score not in ("0", "0.0", "") for score in scores):
            continue
        refused = {
            id(one) for negated in within(condition, "not") for one in within(negated, "varequal")
        }
        found += [one for one in within(condition, "varequal") if id(one) not in refused]
    return found


def _material(item: Element, name: str) -> str:
    place = next(within(item, name), None)
    if place is None:
        return ""
    for one in place:
        if name_of(one) in ("material", "flow"):
            return _words(one)
    return ""


def _words(element: Element) -> str:
    return " ".join((one.text or "").strip() for one in within(element, "mattext")).strip()


def from_backup(data: bytes, into: MoodleXml, beside: FilesOf) -> None:
    """Add the questions of a Moodle backup (questions.xml).

    `beside` finds the files of a text by its area and the id of its question or answer.
    """
    for question in (one for one in parse(data).iter() if name_of(one) == "question"):
        kind = (question.findtext("qtype") or "").strip()
        if not kind or kind == "random":
            continue
        one = into.add(
            {"match": "matching"}.get(kind, kind), question.findtext("name") or kind,
            question.findtext("questiontext") or "", question.findtext("defaultmark") or "1",
            beside("questiontext", question.get("id", "")),
        )  # fmt: skip
        into.text(one, "generalfeedback", question.findtext("generalfeedback") or "",
                  beside("generalfeedback", question.get("id", "")))  # fmt: skip
        _add_answers(question, one, kind, into, beside)


def _add_answers(
    question: Element, one: Element, kind: str, into: MoodleXml,
    beside: FilesOf,
) -> None:  # fmt: skip
    single = next((found.text for found in question.iter() if name_of(found) == "single"), "1")
    SubElement(one, "single").text = "true" if single == "1" else "false"
    right = next((found.text for found in question.iter() if name_of(found) == "trueanswer"), None)
    tolerances = {
        found.findtext("answer"): found.findtext("tolerance") or "0"
        for found in question.iter() if name_of(found) == "numericalrecord"
    }  # fmt: skip
    for answer in (found for found in question.iter() if name_of(found) == "answer"):
        if answer.findtext("answertext") is None:
            continue
        share = (Decimal(answer.findtext("fraction") or "0") * 100).quantize(Decimal("0.00001"))
        html = answer.findtext("answertext") or ""
        if kind == "truefalse":
            html = "true" if answer.get("id") == right else "false"
        mine = answer.get("id", "")
        made = into.text(one, "answer", html, beside("answer", mine),
                         fraction=str(share))  # fmt: skip
        into.text(made, "feedback", answer.findtext("feedback") or "",
                  beside("answerfeedback", mine))  # fmt: skip
        if kind == "numerical":
            SubElement(made, "tolerance").text = tolerances.get(answer.get("id"), "0")
    for pair in (found for found in question.iter() if name_of(found) == "match"):
        made = into.text(one, "subquestion", pair.findtext("questiontext") or "",
                         beside("subquestion", pair.get("id", "")))  # fmt: skip
        SubElement(SubElement(made, "answer"), "text").text = pair.findtext("answertext") or ""

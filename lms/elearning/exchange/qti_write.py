"""QTI 2.1: a package with one item per question and its manifest."""

import re
from decimal import Decimal
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring
from zipfile import ZIP_DEFLATED, ZipFile

from lms.elearning.exchange.item import Item
from lms.elearning.exchange.markup import to_html, to_inline
from lms.elearning.exchange.pictures import NONE, Contents, lay_in, named_in
from lms.elearning.questions.cloze import MARK
from lms.elearning.questions.written import GapForm, OptionForm, QuestionForm

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_RULES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
#: A picture as the page says it; what only browsers know stays behind.
_IMG = re.compile(r'<img([^>]*?)(?: loading="lazy")?>')
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def write(items: list[Item], pictures: Contents = NONE) -> bytes:
    """Return the package."""
    target = BytesIO()
    manifest = Element("manifest", xmlns=_CP, identifier="lms-bank-soal")
    described = SubElement(manifest, "metadata")
    SubElement(described, "schema").text = "QTIv2.1 Package"
    SubElement(described, "schemaversion").text = "1.0.0"
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    shown: set[str] = set()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for number, item in enumerate(items, 1):
            href = f"soal-{number:05}.xml"
            resource = SubElement(
                resources, "resource", identifier=f"soal-{number:05}", href=href,
                type="imsqti_item_xmlv2p1",
            )  # fmt: skip
            SubElement(resource, "file", href=href)
            for name in sorted(named_in(item.form.texts) if item.form else ()):
                SubElement(resource, "file", href=f"media/{name}")
                shown.add(name)
            archive.writestr(href, item_xml(item, f"soal-{number:05}"))
        lay_in(archive, shown, pictures)
        archive.writestr("imsmanifest.xml", _HEAD + tostring(manifest, encoding="utf-8"))
    return target.getvalue()


def item_xml(item: Item, identifier: str) -> bytes:
    """Return one assessmentItem."""
    form = item.form
    assert form is not None
    root = Element(
        "assessmentItem", xmlns=_QTI, identifier=identifier, title=item.name, adaptive="false",
        timeDependent="false",
    )  # fmt: skip
    body = Element("itemBody")
    _WRITERS[form.type](root, body, form)
    SubElement(root, "outcomeDeclaration", identifier="SCORE", cardinality="single",
               baseType="float")  # fmt: skip
    most = SubElement(root, "outcomeDeclaration", identifier="MAXSCORE", cardinality="single",
                      baseType="float")  # fmt: skip
    SubElement(SubElement(most, "defaultValue"), "value").text = f"{form.points:f}"
    if form.feedback:
        SubElement(root, "outcomeDeclaration", identifier="FEEDBACK", cardinality="single",
                   baseType="identifier")  # fmt: skip
    root.append(body)
    _processing(root, form)
    if form.feedback:
        said = SubElement(root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier="umum",
                          showHide="hide")  # fmt: skip
        _put_html(said, to_html(form.feedback))
    return _HEAD + tostring(root, encoding="utf-8")


def _put_html(element: Element, html: str) -> None:
    """Put HTML of ours into an element."""
    source = fromstring(f"<x>{_as_xml(html)}</x>")  # noqa: S314 - our own text
    element.text = source.text
    element.extend(list(source))


def _as_xml(html: str) -> str:
    for name in ("br", "hr"):
        html = html.replace(f"<{name}>", f"<{name}/>")
    html = _IMG.sub(r"<img\1/>", html)
    return html.replace("&nbsp;", "\N{NO-BREAK SPACE}")


def _declare(root: Element, name: str, cardinality: str, base: str, correct: list[str]) -> Element:
    found = SubElement(root, "responseDeclaration", identifier=name, cardinality=cardinality,
                       baseType=base)  # fmt: skip
    if correct:
        values = SubElement(found, "correctResponse")
        for one in correct:
            SubElement(values, "value").text = one
    return found


def _map(declaration: Element, shares: dict[str, Decimal], least: str = "") -> None:
    attributes = {"defaultValue": "0"} | ({"lowerBound": least} if least else {})
    mapping = SubElement(declaration, "mapping", attributes)
    for key, share in shares.items():
        SubElement(mapping, "mapEntry", mapKey=key, mappedValue=f"{share:f}")


def _choice(root: Element, body: Element, form: QuestionForm) -> None:
    names = (
        ["true", "false"] if form.type == "truefalse"
        else [f"P{number}" for number in range(1, len(form.options) + 1)]
    )  # fmt: skip
    several = form.type == "multiple"
    pairs = list(zip(names, form.options, strict=True))
    right = [name for name, one in pairs if one.is_correct]
    declared = _declare(root, "RESPONSE", "multiple" if several else "single", "identifier", right)
    if several:
        each = (Decimal(1) / len(right)).quantize(Decimal("0.0000001"))
        _map(declared, {name: each if one.is_correct else -each for name, one in pairs}, "0")
    elif any(one.credit for one in form.options):
        _map(declared, {n: Decimal(1) if o.is_correct else o.credit for n, o in pairs})
    _put_html(body, to_html(form.text))
    asked = SubElement(body, "choiceInteraction", responseIdentifier="RESPONSE",
                       shuffle="false" if form.type == "truefalse" else "true",
                       maxChoices="0" if several else "1")  # fmt: skip
    for name, option in pairs:
        _choice_option(asked, name, option)


def _choice_option(asked: Element, name: str, option: OptionForm) -> None:
    choice = SubElement(asked, "simpleChoice", identifier=name)
    _put_html(choice, to_inline(option.text))
    if option.feedback:
        said = SubElement(choice, "feedbackInline", outcomeIdentifier="FEEDBACK", identifier=name,
                          showHide="show")  # fmt: skip
        _put_html(said, to_inline(option.feedback))


def _typed(root: Element, body: Element, form: QuestionForm) -> None:
    _declare_typed(root, "RESPONSE", form)
    _put_html(body, to_html(form.text))
    SubElement(SubElement(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE")


def _declare_typed(root: Element, name: str, form: QuestionForm | GapForm) -> None:
    base = "float" if form.type == "numeric" else "string"
    declared = _declare(root, name, "single", base, form.answers[:1])
    points = form.points if isinstance(form, GapForm) else Decimal(1)
    if form.type == "short" or isinstance(form, GapForm):
        _map(declared, dict.fromkeys(form.answers, points))


def _matching(root: Element, body: Element, form: QuestionForm) -> None:
    choices = list(dict.fromkeys([*(pair.match for pair in form.pairs), *form.extras]))
    right = [f"K{at} J{choices.index(pair.match)}" for at, pair in enumerate(form.pairs)]
    declared = _declare(root, "RESPONSE", "multiple", "directedPair", right)
    _map(declared, dict.fromkeys(right, Decimal(1)))
    _put_html(body, to_html(form.text))
    asked = SubElement(body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true",
                       maxAssociations=str(len(form.pairs)))  # fmt: skip
    sides = (("K", [pair.text for pair in form.pairs], "1"), ("J", choices, "0"))
    for letter, texts, most in sides:
        side = SubElement(asked, "simpleMatchSet")
        for at, text in enumerate(texts):
            choice = SubElement(side, "simpleAssociableChoice", identifier=f"{letter}{at}",
                                matchMax=most)  # fmt: skip
            _put_html(choice, to_inline(text))


def _ordering(root: Element, body: Element, form: QuestionForm) -> None:
    names = [f"L{at}" for at in range(len(form.items))]
    _declare(root, "RESPONSE", "ordered", "identifier", names)
    _put_html(body, to_html(form.text))
    asked = SubElement(body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for name, text in zip(names, form.items, strict=True):
        _put_html(SubElement(asked, "simpleChoice", identifier=name), to_inline(text))


def _cloze(root: Element, body: Element, form: QuestionForm) -> None:
    gaps = {gap.key: gap for gap in form.gaps}
    for gap in form.gaps:
        name = f"R_{gap.key}"
        if gap.type == "single":
            keys = [f"P{at}" for at, one in enumerate(gap.options) if one.is_correct]
            declared = _declare(root, name, "single", "identifier", keys)
            _map(declared, {
                f"P{at}": gap.points * (Decimal(1) if one.is_correct else one.credit)
                for at, one in enumerate(gap.options)
            })  # fmt: skip
        else:
            _declare_typed(root, name, gap)
    _put_html(body, MARK.sub(lambda found: _gap_xml(gaps[found[1]]), to_html(form.text)))


def _gap_xml(gap: GapForm) -> str:
    if gap.type != "single":
        return f'<textEntryInteraction responseIdentifier="R_{gap.key}"/>'
    asked = Element("inlineChoiceInteraction", responseIdentifier=f"R_{gap.key}", shuffle="true")
    for at, option in enumerate(gap.options):
        _put_html(SubElement(asked, "inlineChoice", identifier=f"P{at}"), to_inline(option.text))
    return tostring(asked, encoding="unicode")


def _essay(root: Element, body: Element, form: QuestionForm) -> None:
    _declare(root, "RESPONSE", "single", "string", [])
    if form.guide:
        _put_html(SubElement(body, "rubricBlock", view="scorer"), to_html(form.guide))
    holder = SubElement(body, "div")
    _put_html(holder, to_html(form.text))
    SubElement(body, "extendedTextInteraction", responseIdentifier="RESPONSE", expectedLines="12")


def _processing(root: Element, form: QuestionForm) -> None:
    """Say how the answer is marked: by its mapping, by being right, or within a tolerance."""
    if form.type == "essay":
        return
    if form.type == "numeric":
        _near(SubElement(root, "responseProcessing"), "RESPONSE", form)
        return
    mapped = form.type in ("multiple", "short", "matching") or any(o.credit for o in form.options)
    template = "map_response" if mapped else "match_correct"
    if form.type == "cloze":
        rules = SubElement(root, "responseProcessing")
        value = SubElement(rules, "setOutcomeValue", identifier="SCORE")
        total = SubElement(value, "sum")
        for gap in form.gaps:
            if gap.type == "numeric":
                _near(rules, f"R_{gap.key}", gap)
            else:
                SubElement(total, "mapResponse", identifier=f"R_{gap.key}")
        return
    SubElement(root, "responseProcessing", template=f"{_RULES}/{template}")


def _near(rules: Element, name: str, form: QuestionForm | GapForm) -> None:
    """Add the points when a number is right within its tolerance."""
    test = SubElement(SubElement(rules, "responseCondition"), "responseIf")
    near = f"{form.tolerance:f}"
    equal = SubElement(test, "equal", toleranceMode="absolute", tolerance=f"{near} {near}")
    SubElement(equal, "variable", identifier=name)
    SubElement(equal, "correct", identifier=name)
    total = SubElement(SubElement(test, "setOutcomeValue", identifier="SCORE"), "sum")
    SubElement(total, "variable", identifier="SCORE")
    SubElement(total, "baseValue", baseType="float").text = f"{form.points:f}"


_WRITERS = {
    "single": _choice, "multiple": _choice, "truefalse": _choice, "short": _typed,
    "numeric": _typed, "matching": _matching, "ordering": _ordering, "cloze": _cloze,
    "essay": _essay,
}  # fmt: skip

"""XML of strangers: no entities, no outside files, no depth that breaks; and XML of our own."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: Elements within elements.
_DEEPEST = 100


def parse(data: bytes) -> Element:
    """Return the root of an XML text; RuleBroken for what is broken or hostile."""
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as refused:
        raise RuleBroken(
            _("Berkas XML ini memuat DTD atau entitas, yang tidak diterima demi keamanan.")
        ) from refused
    except (ParseError, ValueError, LookupError, RecursionError) as fault:
        raise RuleBroken(_("Berkas ini bukan XML yang utuh. Ekspor ulang dari asalnya.")) from fault
    if _depth(root) > _DEEPEST:
        raise RuleBroken(_("Susunan XML ini terlalu dalam."))
    return root


def _depth(root: Element) -> int:
    level, deepest = [root], 0
    while level and deepest <= _DEEPEST:
        level, deepest = [child for one in level for child in one], deepest + 1
    return deepest


def name_of(element: Element) -> str:
    """Return the name of an element without namespace, "qti-" and hyphens, in small letters.

    So QTI 2 (choiceInteraction) and QTI 3 (qti-choice-interaction) read alike.
    """
    local = str(element.tag).rpartition("}")[2].lower()
    return local.removeprefix("qti-").replace("-", "")


def attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without hyphens and capitals, "" when it is missing."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].lower().replace("-", "") == name:
            return value
    return ""


def within(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements of this name anywhere below, in order."""
    return (one for one in element.iter() if one is not element and name_of(one) == name)


def first(element: Element, name: str) -> Element | None:
    """Return the first element of this name below, None when there is none."""
    return next(within(element, name), None)

"""How the surveys of all programmes look as a file (courses/survei.yaml)."""

from typing import Any

from lms.catalogue.content import read_key, refuse_repeats
from lms.core.i18n import _
from lms.core.sources import Mapping

#: Whom or what a survey is about: the batch as a whole, or each instructor.
ABOUT = ("batch", "instructor")
OPENS = ("during", "after")
LABELS = 5


def read_surveys(source: Mapping) -> list[dict[str, Any]]:
    """Describe the surveys, in the shape in which a version keeps them."""
    parts = source.mappings("surveys")
    refuse_repeats(parts)
    found = [_read_survey(part) for part in parts]
    source.close()
    return found


def _read_survey(part: Mapping) -> dict[str, Any]:
    survey: dict[str, Any] = {
        "key": read_key(part),
        "title": part.text("title"),
        "about": part.choice("about", ABOUT),
        "opens": part.choice("opens", OPENS),
        "intro": part.text("intro"),
        "scale": part.texts("scale"),
        "groups": [_read_group(group) for group in part.mappings("groups")],
        "questions": [_read_question(one) for one in part.mappings("questions", required=False)],
        "note": part.text("note", ""),
    }
    if part.has("scale") and len(survey["scale"]) != LABELS:
        part.fault("scale", _("skala perlu lima sebutan, dari terburuk sampai terbaik."))
    keys = [item["key"] for group in survey["groups"] for item in group["items"]]
    keys += [one["key"] for one in survey["questions"]]
    if len(set(keys)) < len(keys):
        part.fault("groups", _("kunci butir survei tidak boleh berulang."))
    part.close()
    return survey


def _read_group(group: Mapping) -> dict[str, Any]:
    items = []
    for item in group.mappings("items"):
        items.append(
            {
                "key": read_key(item),
                "text": item.text("text"),
                "optional": item.truth("optional", False),
            }
        )
        item.close()
    found = {"title": group.text("title"), "items": items}
    group.close()
    return found


def _read_question(one: Mapping) -> dict[str, str]:
    found = {"key": read_key(one), "text": one.text("text")}
    one.close()
    return found

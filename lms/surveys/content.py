"""How the surveys of all programmes look as a file (courses/survei.yaml)."""

from typing import Any

from lms.catalogue.content import read_key, refuse_repeats
from lms.core.i18n import _
from lms.core.sources import Mapping

#: Whom or what a survey is about: the batch as a whole, or each instructor.
ABOUT = ("batch", "instructor")
OPENS = ("during", "after")
#: Who answers: the trainees themselves, or the superior whom each of them named.
WHO = ("trainee", "superior")
LABELS = 5


def read_surveys(source: Mapping) -> list[dict[str, Any]]:
    """Describe the surveys, in the shape in which a version keeps them."""
    parts = source.mappings("surveys")
    refuse_repeats(parts)
    found = [_read_survey(part) for part in parts]
    for part, survey in zip(parts, found, strict=True):
        _check_beside(part, survey, found)
    source.close()
    return found


def _read_survey(part: Mapping) -> dict[str, Any]:
    survey: dict[str, Any] = {
        "key": read_key(part),
        "title": part.text("title"),
        "about": part.choice("about", ABOUT),
        "who": part.choice("who", WHO, "trainee"),
        "beside": part.text("beside", ""),
        "opens": part.choice("opens", OPENS),
        "intro": part.text("intro"),
        "scale": part.texts("scale"),
        "groups": [_read_group(group) for group in part.mappings("groups")],
        "questions": [_read_question(one) for one in part.mappings("questions", required=False)],
        "note": part.text("note", ""),
    }
    if part.has("scale") and len(survey["scale"]) != LABELS:
        part.fault("scale", _("skala perlu lima sebutan, dari terburuk sampai terbaik."))
    keys = item_keys(survey) + [one["key"] for one in survey["questions"]]
    if len(set(keys)) < len(keys):
        part.fault("groups", _("kunci butir survei tidak boleh berulang."))
    part.close()
    return survey


def _check_beside(part: Mapping, survey: dict[str, Any], found: list[dict[str, Any]]) -> None:
    """Let superiors be asked the same items as trainees, so that the answers can be compared."""
    if survey["who"] == "trainee":
        if survey["beside"]:
            part.fault("beside", _('"beside" hanya untuk survei yang diisi atasan.'))
        return
    own = next((one for one in found if one["key"] == survey["beside"]), None)
    if own is None or own["who"] != "trainee" or {own["about"], survey["about"]} != {"batch"}:
        part.fault("beside", _('"beside" menyebut survei peserta tentang angkatan yang sama.'))
    elif item_keys(own) != item_keys(survey) or own["opens"] != survey["opens"]:
        part.fault("groups", _("butir dan waktu survei atasan harus sama dengan survei peserta."))


def item_keys(survey: dict[str, Any]) -> list[str]:
    """Return the keys of the items in order."""
    return [item["key"] for group in survey["groups"] for item in group["items"]]


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

"""The form of a survey, made from its items and questions, and of naming a superior."""

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from lms.core.forms import Form
from lms.core.i18n import _l
from lms.surveys import rules

#: The longest free answer, in letters.
LONGEST = 2000


class SurveyForm(Form):
    """Answers to one survey; `points()` and `words()` give them in their stored shape."""

    survey: dict[str, Any]

    def points(self) -> dict[str, int]:
        """Return the chosen points by item."""
        items = [item["key"] for group in self.survey["groups"] for item in group["items"]]
        chosen = {key: self[f"i_{key}"].data for key in items}
        return {key: int(value) for key, value in chosen.items() if value}

    def words(self) -> dict[str, str]:
        """Return the free answers by question."""
        keys = [one["key"] for one in self.survey["questions"]]
        return {key: (self[f"q_{key}"].data or "").strip() for key in keys}


class SuperiorForm(Form):
    """Who the direct superior of an alumnus is."""

    nip = StringField(
        _l("NIP atasan langsung"),
        [DataRequired(_l("Isi NIP atasan langsung.")), Length(max=30)],
        description=_l("18 angka"),
    )


def form_for(survey: dict[str, Any]) -> SurveyForm:
    """Return the form of a survey with the answers just sent."""
    choices = [
        (str(point), label) for point, label in zip(rules.POINTS, survey["scale"], strict=True)
    ]
    fields: dict[str, Any] = {"survey": survey}
    for item in (item for group in survey["groups"] for item in group["items"]):
        asked = Optional() if item["optional"] else InputRequired(_l("Pilih salah satu."))
        fields[f"i_{item['key']}"] = RadioField(item["text"], [asked], choices=choices)
    for one in survey["questions"]:
        checks = [Optional(), Length(max=LONGEST)]
        fields[f"q_{one['key']}"] = TextAreaField(one["text"], checks, render_kw={"rows": 3})
    made: SurveyForm = type("SurveyForm", (SurveyForm,), fields)()
    return made

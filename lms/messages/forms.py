"""Forms: how letters come, and announcements."""

from wtforms import HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from lms.core.forms import Form
from lms.core.i18n import _l
from lms.messages.words import AUDIENCES, EXAMPLES, HOWS, TOPICS


class ChoicesForm(Form):
    """How letters about each topic come."""

    def ways(self) -> dict[str, str]:
        """Return topic -> way."""
        return {topic: self[topic].data for topic in TOPICS}


for _topic, _label in TOPICS.items():
    _ways = [SelectChoice(value=how, label=words) for how, words in HOWS.items()]
    setattr(
        ChoicesForm,
        _topic,
        RadioField(_label, choices=_ways, description=EXAMPLES[_topic]),
    )


class AnnouncementForm(Form):
    """What is announced, and to whom."""

    audience = RadioField(
        _l("Untuk siapa"),
        choices=[SelectChoice(value=key, label=words) for key, words in AUDIENCES.items()],
        default="trainees",
    )
    title = StringField(
        _l("Judul"),
        [DataRequired(), Length(max=120, message=_l("Judul paling panjang 120 huruf."))],
    )
    text = TextAreaField(
        _l("Isi"),
        [DataRequired(), Length(max=4000, message=_l("Isi paling panjang 4.000 huruf."))],
    )
    #: Drawn when the form is opened, so that two clicks send one announcement.
    key = HiddenField(validators=[InputRequired(), Length(max=40)])

    def told(self) -> dict[str, str]:
        """Return the announcement as the action takes it."""
        return {name: self[name].data for name in ("audience", "title", "text", "key")}

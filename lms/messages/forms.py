"""Forms: how letters come."""

from wtforms import RadioField, SelectChoice

from lms.core.forms import Form
from lms.messages.words import EXAMPLES, HOWS, TOPICS


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

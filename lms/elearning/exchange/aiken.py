"""Aiken: a question, its options with letters, and the letter of the right one."""

import re
from collections.abc import Iterator

from lms.core.i18n import _
from lms.elearning.exchange.item import Item, dropped, settled
from lms.elearning.exchange.markup import literal
from lms.elearning.questions.written import OptionForm, QuestionForm

_OPTION = re.compile(r"\s*([A-Z])[.)]\s+(.+)")
ANSWER = re.compile(r"\s*ANSWER\s*:\s*([A-Z])\s*$", re.I | re.M)


def read(text: str) -> Iterator[Item]:
    """Yield the questions of an Aiken text."""
    stem: list[str] = []
    options: dict[str, str] = {}
    for line in text.splitlines():
        answer, option = ANSWER.fullmatch(line), _OPTION.fullmatch(line)
        if answer:
            yield _question(" ".join(stem), options, answer[1].upper())
            stem, options = [], {}
        elif option and stem:
            options[option[1]] = option[2].strip()
        elif line.strip():
            stem.append(line.strip())
    if stem:
        yield dropped(" ".join(stem)[:80], _("Baris ANSWER belum ada."))


def _question(stem: str, options: dict[str, str], key: str) -> Item:
    if key not in options:
        return dropped(stem[:80], _("Kunci %(key)s bukan salah satu pilihannya.", key=key))
    written = [OptionForm(literal(text), one == key, "") for one, text in options.items()]
    return settled(Item(stem[:80], QuestionForm("bank", "single", literal(stem), written)))

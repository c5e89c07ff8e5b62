"""Pictures in the editor of a question: put where they belong, changed for another, taken out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from lms.core.forms import Form
from lms.core.i18n import _, _l
from lms.core.richtext import findings
from lms.elearning.exchange.markup import NO_ALT, literal
from lms.elearning.exchange.pictures import LONGEST_ALT, NAME
from lms.elearning.writing import QuestionWriteForm

#: What a place is called that changes one picture for another.
_INSTEAD = "ganti:"


class WordsForm(Form):
    """The words of a picture, read out to whoever does not see it."""

    alt = StringField(
        _l("Uraian gambar"),
        [DataRequired(_l("Tulis uraian gambar bagi yang tidak melihatnya.")),
         Length(max=LONGEST_ALT)],
        description=_l("Yang perlu diketahui dari gambar ini, tanpa membocorkan jawabannya."),
    )  # fmt: skip
    #: What the page showed: only words that were changed here go into the texts.
    before = HiddenField()


class PictureForm(WordsForm):
    """A picture with its words, and where in the question it belongs."""

    file = FileField(_l("Berkas gambar"), [FileRequired(_l("Pilih berkas gambarnya."))])
    place = SelectField(_l("Letak"), choices=[])


@dataclass(frozen=True)
class Shown:
    """A picture that a question shows, with the words said first for it."""

    name: str
    alt: str

    @property
    def is_described(self) -> bool:
        """Tell whether somebody wrote words for it: an import puts stand-in words."""
        return self.alt not in ("", NO_ALT)


def picture_form(form: QuestionWriteForm, kind: str) -> PictureForm:
    """Return the form of a picture with the places that a question of this type has."""
    found = PictureForm(prefix="gambar-")
    found.place.choices = [(field.name, label) for label, field, _join in _texts(form, kind)]
    found.place.choices += [
        (f"{_INSTEAD}{one.name}", _("Menggantikan gambar: %(alt)s", alt=one.alt[:60]))
        for one in pictures_in(form, kind)
    ]
    return found


def put_picture(form: QuestionWriteForm, kind: str, name: str, alt: str, place: str) -> None:
    """Put a picture at the end of a text of the form, or everywhere instead of another."""
    mark = _mark(name, alt)
    if place.startswith(_INSTEAD):
        _exchange(form, kind, place.removeprefix(_INSTEAD), mark)
        return
    for _label, field, join in _texts(form, kind):
        if field.name == place:
            field.data = join.join(part for part in ((field.data or "").strip(), mark) if part)
            field.data += " => " if field.short_name == "pairs" else ""


def words_forms(form: QuestionWriteForm, kind: str) -> dict[str, WordsForm]:
    """Return a form for the words of each picture that the question shows, by its name."""
    return {one.name: words_form(one) for one in pictures_in(form, kind)}


def words_form(picture: Shown, **facts: Any) -> WordsForm:
    """Return the form of the words of a picture."""
    said = picture.alt if picture.is_described else ""
    return WordsForm(prefix=f"gambar-{picture.name}-", alt=said, before=said, **facts)


def describe_pictures(form: QuestionWriteForm, kind: str, words: Mapping[str, WordsForm]) -> bool:
    """Put changed words of pictures wherever they are shown; tell whether all have good ones."""
    is_good = True
    for name, said in words.items():
        if said.alt.data == said.before.data:
            continue
        if said.validate():
            _exchange(form, kind, name, _mark(name, said.alt.data or ""))
        else:
            is_good = False
    return is_good


def _mark(name: str, alt: str) -> str:
    return f"![{literal(' '.join(alt.split()))}](media/{name})"


def take_picture_out(form: QuestionWriteForm, kind: str, name: str) -> None:
    """Take a picture out of every text of the form."""
    _exchange(form, kind, name, "")


def _exchange(form: QuestionWriteForm, kind: str, name: str, mark: str) -> None:
    said = re.compile(rf"!\[(?:[^\[\]\\]|\\.)*+\]\(media/{re.escape(name)}[^)]*\)")
    for _label, field, _join in _texts(form, kind):
        if field.data:
            field.data = said.sub(lambda _mark: mark, field.data).strip()


def pictures_in(form: QuestionWriteForm, kind: str) -> list[Shown]:
    """Return the pictures that the texts of the form show, each once."""
    found: dict[str, Shown] = {}
    for _label, field, _join in _texts(form, kind):
        for one in findings(field.data) if "![" in (field.data or "") else ():
            name = NAME.fullmatch(one.target)
            if one.kind == "picture" and name:
                found.setdefault(name[1], Shown(name[1], one.alt))
    return list(found.values())


def _texts(form: QuestionWriteForm, kind: str) -> Iterator[tuple[str, Any, str]]:
    """Yield what may show a picture: what people call it, the field, and what joins it on."""
    yield _("Pertanyaan"), form.text, "\n\n"
    if kind in ("single", "multiple", "truefalse"):
        for number, row in enumerate(form.options, 1):
            yield _("Pilihan %(number)s", number=number), row.form.text, " "
            yield (
                _("Umpan balik pilihan %(number)s", number=number), row.form.feedback, " "
            )  # fmt: skip
    elif kind == "matching":
        yield _("Pasangan baru: gambar => jodohnya"), form.pairs, "\n"
    elif kind == "ordering":
        yield _("Butir baru"), form["items"], "\n"
    elif kind == "essay":
        yield _("Panduan penilaian"), form.guide, "\n\n"
    yield _("Pembahasan"), form.feedback, "\n\n"

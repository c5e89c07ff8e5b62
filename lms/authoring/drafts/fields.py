"""Form fields that hold what stands in a file, as texts: what is wrong with it the checks say.

A field's name is the key in the file. `written` gives the value as it goes into the file.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm

from lms.core import source_edit
from lms.core.forms import Form
from lms.elearning import review

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}([.,][0-9]{1,6})?")
_LONGEST = 400_000


class Words(StringField):
    """A text on one line."""

    def written(self) -> Any:
        return " ".join((self.data or "").split())


class Figure(StringField):
    """A number as people type it; what is none goes into the file, and the checks refuse it."""

    def __init__(self, label: Any = None, **facts: Any) -> None:
        super().__init__(label, render_kw={"inputmode": "decimal"}, **facts)

    def written(self) -> Any:
        typed = (self.data or "").strip()
        if not _NUMBER.fullmatch(typed):
            return typed
        try:
            return Decimal(typed.replace(",", "."))
        except InvalidOperation:
            return typed


class Prose(TextAreaField):
    """Markdown."""

    def written(self) -> Any:
        return (self.data or "").replace("\r\n", "\n")[:_LONGEST]


class Lines(TextAreaField):
    """A list of texts, one on each line."""

    def process_data(self, value: Any) -> None:
        self.data = "\n".join(value) if isinstance(value, list) else value or ""

    def written(self) -> Any:
        return [line.strip() for line in (self.data or "").splitlines() if line.strip()]


class Choice(SelectField):
    """One of a few words; "" takes the key away."""

    def __init__(self, label: Any = None, choices: Any = (), **facts: Any) -> None:
        super().__init__(label, choices=[SelectChoice(*pair) for pair in choices], **facts)

    def process_data(self, value: Any) -> None:
        self.data = value or ""

    def offer(self, choices: Iterable[tuple[str, Any]]) -> None:
        """Offer these words instead, and what stands in the file."""
        self.choices = [SelectChoice(*pair) for pair in choices]
        if self.data and self.data not in {choice.value for choice in self.choices}:
            self.choices.append(SelectChoice(self.data, self.data))

    def written(self) -> Any:
        return self.data or ""


class Truth(BooleanField):
    """True or false; `usual` is what a missing key means."""

    def __init__(self, label: Any = None, *, usual: bool = False, **facts: Any) -> None:
        super().__init__(label, **facts)
        self.type, self.usual = "BooleanField", usual  # how the page draws it

    def process_data(self, value: Any) -> None:
        self.data = self.usual if value in (None, "") else str(value).lower() == "true"

    def written(self) -> Any:
        return bool(self.data)


class ReviewGrid(Field):
    """What is shown of answered questions and when: a box for every moment and aspect.

    A policy that has a name goes into the file by its name.
    """

    def process_data(self, value: Any) -> None:
        self.present, self.data = value, _policy(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        pairs = [one.partition(".") for one in valuelist]
        self.data = review.tidy(
            {moment: [aspect for at, _dot, aspect in pairs if at == moment]
             for moment in review.MOMENTS}
        )  # fmt: skip

    def process(self, formdata: Any, *given: Any, **facts: Any) -> None:
        """Read a form that was sent even where no box was ticked."""
        super().process(formdata, *given, **facts)
        if formdata and self.name not in formdata:
            self.process_formdata([])

    def written(self) -> Any:
        if self.data == _policy(self.present):
            return self.present
        name = review.name_of(self.data)
        return name or {moment: one for moment, one in self.data.items() if one}


def _policy(value: Any) -> dict[str, list[str]]:
    """Return the policy that stands in a file, as far as it can be read."""
    if not isinstance(value, Mapping):
        return review.tidy(review.POLICIES.get(str(value), {}))
    lists = {key: one for key, one in value.items() if isinstance(one, list)}
    return review.tidy(lists)


class Row(PlainForm):
    """One item of a list: its place in the order, and whether it goes."""

    #: The key that must be filled for the row to count.
    NEEDED = "title"

    place = StringField(render_kw={"inputmode": "numeric"})
    gone = BooleanField()

    #: Further keys one of which is enough.
    OR: tuple[str, ...] = ()
    #: What an empty row is folded behind, "" to leave it open.
    BLANK: Any = ""

    @property
    def summary(self) -> str:
        """Return the row in a few words when it shall be folded behind them, else ""."""
        return ""

    @property
    def folded_behind(self) -> str:
        """Return the words that the row is folded behind, "" when it stands open."""
        return self.summary if self.counts else str(self.BLANK)

    @property
    def counts(self) -> bool:
        """Tell whether the row is an item: something needed is written and it does not go."""
        needed = (self.NEEDED, *self.OR)
        return not self.gone.data and any((self[key].data or "").strip() for key in needed)


class Rows(FieldList):
    """A list of items, each in a row of its own, with empty rows below to add more."""

    def __init__(
        self, row: type[Row], label: Any = None, *, spare: int = 1, least: int = 0, most: int = 40,
        **facts: Any,
    ) -> None:  # fmt: skip
        super().__init__(FormField(row), label, max_entries=most, **facts)
        self.spare, self.least = spare, least

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        found = data if isinstance(data, list) else []
        filled = [
            {**one, "place": str(at)} for at, one in enumerate(found, 1) if isinstance(one, Mapping)
        ]
        super().process(formdata, filled, extra_filters)
        if not formdata:
            wanted = max(len(self.entries) + self.spare, self.least)
            while len(self.entries) < min(wanted, self.max_entries):
                self.append_entry({"place": str(len(self.entries) + 1)})

    def items(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the items in the order their people gave, each with the number it had."""
        kept = [(at, entry.form) for at, entry in enumerate(self.entries) if entry.form.counts]
        kept.sort(key=lambda one: _order(one[1].place.data, one[0]))
        return [(at, values_of(form)) for at, form in kept]


def _order(typed: Any, at: int) -> tuple[float, int]:
    text = (typed or "").strip()
    return (float(text), at) if re.fullmatch(r"[0-9]{1,4}", text) else (9999, at)


def values_of(form: Any) -> dict[str, Any]:
    """Return what the fields of a form or row give the file, in their order."""
    return {
        field.short_name: field.written() for field in form if hasattr(field, "written")
    } | {field.short_name: [one for _at, one in field.items()] for field in form
         if isinstance(field, Rows)}  # fmt: skip


def put_form(text: str, form: Form, place: source_edit.Place = (), *, but: str = "") -> str:
    """Return a YAML text with what the form says, the field `but` apart.

    Keys that did not change stay untouched.
    """
    present = source_edit.value_at(text, place) or {}
    values: dict[str, Any] = {}
    for field in form:
        name = field.short_name
        if isinstance(field, Rows):
            text = _put_rows(text, [*place, name], field)
            values[name] = source_edit.value_at(text, [*place, name])
        elif isinstance(field, Truth):
            same = field.written() == field.usual and name not in present
            values[name] = None if same else field.written()
        elif hasattr(field, "written") and name != but:
            values[name] = field.written()
    return source_edit.put_all(text, place, values)


def _put_rows(text: str, place: source_edit.Place, rows: Rows) -> str:
    present = source_edit.value_at(text, place) or []
    items = rows.items()
    order = [at for at, _item in items if at < len(present)]
    for at in reversed(range(len(present))):
        if at not in order:
            text = source_edit.drop(text, [*place, at])
    standing = sorted(order)
    for to, at in enumerate(order):
        text = source_edit.move(text, place, standing.index(at), to)
        standing.insert(to, standing.pop(standing.index(at)))
    for to, (at, item) in enumerate(items):
        if at < len(present):
            text = source_edit.put_all(text, [*place, to], item)
        else:
            text = source_edit.insert(text, place, to, item)
    return text


class DraftForm(Form):
    """A form over a file of a draft; `seen` and `window` keep anybody from being overwritten."""

    #: Fields that the page folds away below the rest.
    FOLDED: tuple[str, ...] = ()

    seen = HiddenField()
    window = HiddenField()

    def __init__(self, *given: Any, **facts: Any) -> None:
        super().__init__(*given, **facts)
        #: (id of the field or "", sentence) of what the checks found.
        self.faults: list[tuple[str, str]] = []

    @property
    def blocks(self) -> list[tuple[bool, list[Field]]]:
        """Return the fields to show in their order; figures that follow each other together."""
        apart = ("seen", "window", "body", *self.FOLDED)
        shown = [one for one in self if one.short_name not in apart]
        return [(are, list(some)) for are, some in groupby(shown, lambda f: isinstance(f, Figure))]

    @property
    def seen_revision(self) -> int:
        """Return which writing of the file the person looked at."""
        typed = self.seen.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 10 else 0

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Return everything that is wrong, for the summary on top."""
        known = {sentence for _anchor, sentence in self.faults}
        return [*(one for one in super().problems if one[1] not in known), *self.faults]

    def show(self, place: source_edit.Place, sentence: str) -> None:
        """Put what the checks found at the field of its place, else on top."""
        field, shown = field_at(self, place), sentence[:1].upper() + sentence[1:]
        if field is not None:
            field.errors = [*field.errors, shown]
        self.faults.append((field.id if field is not None else "", shown))


def field_at(form: Any, place: source_edit.Place) -> Any:
    """Return the field that holds a place of the file, None when none does."""
    if not place or str(place[0]) not in form:
        return None
    field = form[str(place[0])]
    if not isinstance(field, Rows):
        return field
    kept, at = field.items(), place[1] if len(place) > 1 else None
    if not isinstance(at, int) or at >= len(kept):
        return None
    row = field.entries[kept[at][0]].form
    return field_at(row, place[2:]) or row[row.NEEDED]

"""A file of a draft in its form and back: the header and the body of Markdown, the keys of YAML."""

from collections.abc import Sequence
from typing import Any

from lms.authoring.drafts.fields import DraftForm, put_form
from lms.authoring.drafts.forms import FORMS, TextForm
from lms.authoring.drafts.sources import Sources, offer_pools
from lms.authoring.drafts.timetable import offer_courses
from lms.authoring.drafts.tree import Files, phases_of, text_of
from lms.core import source_edit
from lms.core.faults import Fault, Faults
from lms.core.sources import read_yaml

#: Kinds of files that are Markdown with a header.
PROSE = ("lesson", "guide", "document")


def is_text(form: DraftForm) -> bool:
    """Tell whether a form shows its file as it stands."""
    return isinstance(form, TextForm)


def has_form(kind: str, content: bytes) -> bool:
    """Tell whether a file can be shown in its form: what is no YAML can only be seen as text."""
    return kind in FORMS and _readable(_yaml_part(kind, text_of(content)))


def _readable(text: str) -> bool:
    return read_yaml(text, "", Faults()) is not None


def _yaml_part(kind: str, text: str) -> str:
    return split(text)[0] if kind in PROSE else text


def split(text: str) -> tuple[str, str, int]:
    """Return header and body of a Markdown file, and the line on which the body begins."""
    if not text.startswith("---\n"):
        return "", text, 1
    header, rule, body = text[4:].partition("\n---\n")
    if not rule:
        return "", text, 1
    return header, body, header.count("\n") + 4


def form_of(
    kind: str, content: bytes, key: str, files: Files, *, sources: Sources | None = None,
    submitted: Any = None, **facts: Any,
) -> DraftForm:  # fmt: skip
    """Return the form of a file, filled with what stands in it, or with what was sent.

    `sources` are what a quiz may draw from.
    """
    form_class = FORMS.get(kind, TextForm)
    text = text_of(content)
    data: dict[str, Any] = {"whole": text} if form_class is TextForm else {}
    if form_class is not TextForm:
        data = source_edit.value_at(_yaml_part(kind, text)) or {}
    if kind in PROSE:
        data["body"] = split(text)[1].lstrip("\n")
    form: DraftForm = form_class(submitted, data=data | facts)
    if kind == "course":
        form["phase"].offer(phases_of(key, files))
    if kind == "timetable":
        offer_courses(form["rows"], key, files)
    if kind == "quiz":
        offer_pools(form["pools"], form["sections"], sources)
    return form


def changed(kind: str, content: bytes, form: DraftForm) -> bytes:
    """Return the file with what the form says: untouched where nothing changed."""
    text = text_of(content)
    if isinstance(form, TextForm):
        new = form.whole.written()
        new = new if new.endswith("\n") or not new else new + "\n"
    elif kind in PROSE:
        new = _changed_prose(text, form)
    else:
        new = put_form(text, form)
    return content if new == text else new.encode()


def _changed_prose(text: str, form: Any) -> str:
    header, body, _line = split(text)
    new_header = put_form(header, form, but="body").rstrip("\n")
    written = form.body.written().strip("\n")
    if written != body.strip("\n"):
        lead = "\n" * (len(body) - len(body.lstrip("\n"))) if header else "\n"
        body = f"{lead}{written}\n"
    return f"---\n{new_header}\n---\n{body}"


def show_faults(kind: str, content: bytes, form: DraftForm, faults: Sequence[Fault]) -> None:
    """Put what the checks found in a file at the fields of its form."""
    text = text_of(content)
    for fault in faults:
        form.show(place_of(kind, text, fault.line, form), said(kind, content, fault, form))


def place_of(kind: str, text: str, line: int, form: DraftForm) -> list[str | int]:
    """Return the place in the form that a line of the file belongs to."""
    if isinstance(form, TextForm):
        return ["whole"]
    if kind not in PROSE:
        return source_edit.place_of(text, line)
    header, _body, first = split(text)
    return source_edit.place_of(header, line - 1) if line < first - 1 else ["body"]


def said(kind: str, content: bytes, fault: Fault, form: DraftForm) -> str:
    """Return a fault as the form says it: in a long text with the line in that text."""
    text = text_of(content)
    if isinstance(form, TextForm):
        return f"{fault.line}: {fault.sentence}"
    if kind in PROSE and place_of(kind, text, fault.line, form) == ["body"]:
        _header, body, first = split(text)
        skipped = len(body) - len(body.lstrip("\n"))
        return f"{max(1, fault.line - first + 1 - skipped)}: {fault.sentence}"
    return fault.sentence

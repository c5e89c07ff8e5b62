"""The bank's own arithmetic: paths of categories, titles and words of questions. Pure."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.richtext import findings, passages
from lms.elearning.questions.cloze import MARK
from lms.elearning.questions.written import QuestionForm

#: Where the pictures of the bank are shown, and how a name of one looks there.
PICTURES = "/bank-soal/gambar"
_SHOWN = re.compile(rf"{PICTURES}/([0-9a-f]{{32}}\.(?:png|jpg))")
LONGEST_TITLE = 140
MOST_TAGS, LONGEST_TAG = 12, 40
_DEPTH = 5


def path_of(title: str) -> tuple[str, str]:
    """Return the path ("pengadaan/kontrak") and the tidy title ("Pengadaan / Kontrak")."""
    parts = [" ".join(part.split()) for part in title.split("/")]
    parts = [part for part in parts if _slug(part)]
    if not 1 <= len(parts) <= _DEPTH:
        raise RuleBroken(_("Tulis nama kategori, paling banyak lima tingkat."))
    return "/".join(_slug(part) for part in parts), " / ".join(part[:60] for part in parts)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]


def tags_of(text: str) -> list[str]:
    """Return the tags that people wrote with commas between them, each once, in small letters."""
    tags = list(dict.fromkeys(" ".join(one.lower().split()) for one in text.split(",")))
    tags = sorted(tag for tag in tags if tag)
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        raise RuleBroken(
            _("Paling banyak %(count)s label, masing-masing %(letters)s huruf.",
              count=MOST_TAGS, letters=LONGEST_TAG)
        )  # fmt: skip
    return tags


def title_of(form: QuestionForm) -> str:
    """Return the question in one line, without its marks of writing."""
    words = MARK.sub("…", " ".join(passage.text for passage in passages(form.text)))
    pictures = " ".join(one.alt for one in findings(form.text) if one.kind == "picture")
    line = " ".join(words.split()) or pictures or form.type
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"


def pictures_on(bodies: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the names of the bank's pictures that drawn questions show."""
    return {name for body in bodies for name in _SHOWN.findall(json.dumps(body))}


def words_of(form: QuestionForm) -> str:
    """Return everything it says in small letters, for the search."""
    return " ".join(" ".join([*form.texts, *form.answers]).lower().split())[:8000]

"""The timetable in a form: lines changed, taken away, moved and added, and the rest untouched."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.authoring.drafts import editing, timetable
from lms.authoring.models import ProgrammeDraft
from lms.people.models import Person
from tests.authoring.test_draft import SignIn, _at, _text, draft, version  # noqa: F401
from tests.authoring.test_roundtrip import COURSES, _files, _sent

pytestmark = pytest.mark.one_engine
PATH = "pkp/jadwal.yaml"
OWN = "contoh/jadwal.yaml"


def _written(app: Flask, **told: str) -> list[str]:
    """Return the lines of PKP's timetable after the form said these things."""
    files = _files("pkp")
    with app.test_request_context(method="POST"):
        sent = _sent(editing.form_of("timetable", files[PATH], "pkp", files))
        for name, value in told.items():
            sent[name.replace("__", "-")] = value
        form = editing.form_of("timetable", files[PATH], "pkp", files, submitted=sent)
        return editing.changed("timetable", files[PATH], form).decode().splitlines()


def test_only_what_was_changed_changes(app: Flask) -> None:
    before = (COURSES / PATH).read_text().splitlines()
    lines = [line for line in before if line.strip().startswith("- {")]
    changed = _written(app, rows__0__jp="20")
    assert [a for a, b in zip(changed, before, strict=True) if a != b] == [
        lines[0].replace("jp: 24", "jp: 20")
    ]
    gone = _written(app, rows__1__gone="y")
    assert gone == [line for line in before if line != lines[1]]
    moved = _written(app, rows__0__place="2", rows__1__place="1")
    assert sorted(moved) == sorted(before) and moved.index(lines[1]) < moved.index(lines[0])
    new = f"rows__{len(lines)}__"
    added = _written(app, **{
        f"{new}days": "70", f"{new}course": "16-studi-lapangan", f"{new}title": "Tambahan",
        f"{new}jp": "3", f"{new}format": "classical", f"{new}groups": "2", f"{new}place": "99",
    })  # fmt: skip
    assert [line for line in added if line not in before] == [
        "  - {days: 70, course: 16-studi-lapangan, title: Tambahan, jp: 3, format: classical, "
        "groups: 2}"
    ]


def test_the_page_offers_subjects_says_sums_and_refuses_what_does_not_add_up(
    sign_in: SignIn,
    rina: Person,
    draft: ProgrammeDraft,  # noqa: F811
) -> None:
    browser: FlaskClient = sign_in(rina)
    place = _at(draft, "/berkas", jalur=OWN)
    text = browser.get(place).text
    assert "JP pada jadwal" in text and "<option" in text and "01-nilai" in text
    assert "Hari 1" in text, "lines are folded behind what they say"
    more = browser.post(place, data=_form(browser, draft) | {"baris": "1"}).text
    assert more.count('value="01-nilai"') > text.count('value="01-nilai"')
    wrong = browser.post(place, data=_form(browser, draft) | {"rows-0-jp": "1"})
    assert wrong.status_code == 422 and "seharusnya" in wrong.text
    assert 'data-tone="bad">' in wrong.text
    own = _form(browser, draft) | {"note": "Pola yang disepakati."}
    before = _text(draft, OWN)
    assert browser.post(place, data=own).status_code == 302
    after = _text(draft, OWN)
    assert "Pola yang disepakati." in after and before.splitlines()[-1] == after.splitlines()[-1]
    assert browser.post(place, data=own | {"note": "Lama", "window": "v"}).status_code == 422, (
        "an older copy"
    )


def _form(_browser: FlaskClient, draft: ProgrammeDraft) -> dict[str, Any]:  # noqa: F811
    """Return what a browser sends of the untouched form."""
    from lms.authoring.drafts import queries

    file = queries.opened(draft, OWN)
    assert file is not None
    form = editing.form_of("timetable", file.content, "contoh", queries.files_of(draft),
                           seen=str(file.revision), window="w")  # fmt: skip
    return dict(_sent(form)) | {"rows-3-format": "classical"}  # as browsers send an empty line


def test_sums_tell_what_each_subject_lacks(tmp_path: Path) -> None:
    files = {
        "p/01-a/course.yaml": b"title: Satu\njp: 4\n", "p/02-b/course.yaml": b"title: Dua\njp: 2\n"
    }  # fmt: skip
    rows = b"rows:\n  - {course: 01-a, jp: 3}\n  - {course: 01-a, jp: 1}\n  - {course: x, jp: y}\n"
    found = timetable.sums("timetable", rows, "p", files)
    assert [(one.title, one.planned, one.fits) for one in found] == [
        ("Satu", 4, True), ("Dua", 0, False)
    ]  # fmt: skip
    assert timetable.sums("timetable", b"rows: [", "p", files) == []
    assert timetable.sums("course", rows, "p", files) == []

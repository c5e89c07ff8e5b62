"""Our programmes through forms and archives and back: not one letter differs."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from lms.authoring import check
from lms.authoring.drafts import archive, editing, showing, tree, workspace, writing
from lms.authoring.drafts.fields import Rows
from lms.elearning.questions import TYPES
from lms.elearning.writing import write_form, written_of

COURSES = Path(__file__).parents[2] / "courses"
KEYS = ("latsar-cpns", "pbj-level-1", "pkp")
#: A question of each type, and what a form may not lose of it.
NINE = """\
kind: quiz
title: Sembilan
minutes: 10
pass_mark: 70
attempts: 2
review: after_submit
questions:
  - {id: a, type: single, text: Satu?, options: [{text: Ya, correct: true, feedback: Tepat.}, {text: Tidak, credit: 25, feedback: Bukan.}]}
  - {id: b, type: multiple, text: Banyak?, options: [{text: Ya, correct: true}, {text: Juga, correct: true}, {text: Tidak}]}
  - {id: c, type: truefalse, text: Benar?, answer: false, feedback: Karena.}
  - {id: d, type: short, text: Kata?, answer: [maklumat, maklumat pelayanan]}
  - {id: e, type: numeric, text: Angka?, answer: 11.5, tolerance: 0.1, points: 2}
  - {id: f, type: matching, text: Pasang., pairs: [{text: A, match: B}, {text: C, match: D}], extras: [E]}
  - {id: g, type: ordering, text: Urut., items: [Satu, Dua, Tiga]}
  - {id: h, type: cloze, text: "Isi [[x]] dan [[y]].", gaps: [{id: x, type: numeric, answer: 2, points: 2}, {id: y, answer: [p, q]}]}
  - {id: i, type: essay, text: Ceritakan., guide: Nilai kejelasan.}
"""  # noqa: E501


def _files(key: str) -> dict[str, bytes]:
    folder = check.read(COURSES / key).folder
    return {path.relative_to(COURSES).as_posix(): path.read_bytes() for path in folder.files()}


def _sent(form: Any) -> MultiDict[str, str]:
    """Return what a browser sends of a form that nobody touched."""
    sent: MultiDict[str, str] = MultiDict()
    for field in form:
        if isinstance(field, Rows):
            for entry in field.entries:
                sent.update(_sent(entry.form))
        elif field.type in ("BooleanField", "Truth"):
            if field.data:
                sent.add(field.name, "y")
        elif field.type == "ReviewGrid":
            for moment, aspects in field.data.items():
                for aspect in aspects:
                    sent.add(field.name, f"{moment}.{aspect}")
        elif field.type == "Choice":
            sent.add(field.name, field.data or "")
        elif field.type == "FieldList":
            for entry in field.entries:
                sent.update(_sent(entry.form))
        else:
            sent.add(field.name, field._value().replace("\n", "\r\n"))
    return sent


@pytest.mark.one_engine
@pytest.mark.parametrize("key", KEYS)
def test_a_form_that_nobody_touched_changes_no_letter(app: Flask, key: str) -> None:
    files = _files(key)
    with app.test_request_context(method="POST"):
        for path, content in files.items():
            kind = tree.kind_of(path, content)
            if kind == "media":
                continue
            form = editing.form_of(kind, content, key, files)
            again = editing.form_of(kind, content, key, files, submitted=_sent(form))
            assert editing.changed(kind, content, again) == content, path


@pytest.mark.one_engine
@pytest.mark.parametrize("key", KEYS)
def test_export_and_import_give_the_same_bytes_and_the_same_version(
    app: Flask, key: str, tmp_path: Path
) -> None:
    files = _files(key)
    packed = archive.packed(files)
    found, back = archive.unpacked(packed)
    assert (found, back) == (key, files)
    assert archive.packed(back) == packed
    workspace.write_files(tmp_path / "courses", back)
    there = check.read(tmp_path / "courses" / key)
    assert there.folder.content_hash() == check.read(COURSES / key).folder.content_hash()
    assert there.faults.errors == []


@pytest.mark.one_engine
def test_a_question_of_every_type_survives_its_form_and_its_text(app: Flask) -> None:
    content = NINE.encode()
    lines = showing.questions("quiz", content)
    assert {line.kind for line in lines} == set(TYPES)
    with app.test_request_context(method="POST"):
        for line in lines:
            found = showing.question_at(content, line.at, {})
            assert found is not None and found.faults == []
            form = write_form(found.form)
            sent = write_form(None, formdata=_sent(form))
            written = written_of(sent, line.kind, line.key)
            assert written == replace(found.form, line=0), line.kind
            # written anew, at the end of the file, it reads as the same question
            added, at = writing.with_question(content, -1, partial(written_of, sent, line.kind))
            again = showing.question_at(added, at, {})
            assert again is not None and again.faults == []
            assert replace(again.form, line=0, key=line.key) == written, line.kind
            assert added.startswith(content.rstrip(b"\n")[:-2])
            text = writing.text_at(content, line.at, line.kind)
            same, _at = writing.with_text(content, line.at, text)
            assert showing.question_at(same, line.at, {}) is not None
        changed, _at = writing.with_question(
            content, 0, lambda key: replace(showing.question_at(content, 2, {}).form, key=key)
        )  # fmt: skip
        first = showing.question_at(changed, 0, {})
        assert first is not None and first.form.type == "truefalse" and first.faults == []


def test_questions_move_and_go() -> None:
    content = NINE.encode()
    moved = writing.arranged(content, 0, 1)
    assert [one.key for one in showing.questions("quiz", moved)][:3] == ["b", "a", "c"]
    assert writing.arranged(moved, 1, -1) == content
    fewer = content
    for _time in range(9):
        fewer = writing.arranged(fewer, 0, 0)
    assert fewer.endswith(b"questions: []\n")

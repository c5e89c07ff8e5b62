"""Activities as files: faults with their line, and published once and unchanged the second time."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.authoring import check, publish
from lms.core.db import db
from lms.elearning.models import Activity, UnitRule
from lms.people.models import Person
from tests.authoring.sample import write_programme

UNIT = "01-nilai/04-baru.yaml"
FILE = "kind: file\ntitle: Lembar\nminutes: 5\nfile: media/lembar.pdf\n"
SOUND = 'kind: audio\ntitle: Suara\nminutes: 5\nfile: contoh/a.wav\nlength: "0:09"\n'
LINK = "kind: link\ntitle: Naskah\nminutes: 5\nurl: https://contoh.go.id/naskah\n"
TASK = """\
kind: assignment
title: Tugas baru
minutes: 60
due_day: 2
text: true
brief: Susun.
rubric:
  - key: isi
    title: Isi
    weight: 100
    levels:
      - {points: 4, title: A, text: a}
      - {points: 3, title: B, text: b}
      - {points: 2, title: C, text: c}
      - {points: 1, title: D, text: d}
"""
VTT = "WEBVTT\n\n00:00.000 --> 00:04.000\nTarik napas.\n"
#: The unit file, the line blamed, and words of the sentence.
FAULTS = [
    (FILE.replace("lembar.pdf", "tiada.pdf"), 4, "media/tiada.pdf tidak ada"),
    (FILE.replace("lembar.pdf", "rusak.pdf"), 4, "tidak terbaca"),
    (FILE.replace("lembar.pdf", "alur.svg"), 4, "harus berkas pdf"),
    (FILE + "complete: watched\n", 5, "declared, visited, minutes, marked"),
    (FILE + "complete: minutes\nneed: 601\n", 6, "antara 1 dan 600"),
    (FILE + "need: 3\n", 5, "hanya untuk complete: minutes"),
    (FILE + "after: [01-nilai/09-tiada]\n", 5, "01-nilai/09-tiada bukan"),
    (FILE + "after: [01-nilai/04-baru]\n", 5, "sebelum unit ini"),
    (TASK + "complete: watched\n", 16, "handed_in, graded, passed"),
    (TASK + "complete: passed\nneed: 101\n", 17, "antara 1 dan 100"),
    (TASK + "opens_day: 3\n", 16, "setelah tenggat hari ke-2"),
    (TASK + "after: [01-nilai/05-nanti]\n", 16, "sebelum unit ini"),
    (TASK + "discussion: true\n", 16, '"discussion" tidak dikenal'),
    (TASK + "complete: passed\nopens_day: 2\nafter: [01-nilai/03-laporan]\n", 0, ""),
    (FILE + "opens_day: 6\n", 5, "hanya 5 hari"),
    (FILE + "warna: biru\n", 5, '"warna" tidak dikenal'),
    (SOUND, 1, "takarir"),
    (SOUND.replace("contoh/a.wav", "../a.wav") + "text: Bunyi.\n", 4, "pustaka media"),
    (SOUND.replace("a.wav", "a.exe") + "text: Bunyi.\n", 4, "mp3, m4a"),
    (SOUND.replace('"0:09"', "9") + "text: Bunyi.\n", 5, '"4:05"'),
    (SOUND + "captions: media/rusak.vtt\n", 3, "00:01.000 -->"),
    (SOUND.replace("0:09", "0:00") + "captions: media/a.vtt\ntext: x\n", 0, ""),
    (LINK.replace("https", "http"), 4, "diawali https://"),
    (LINK.replace("https://contoh.go.id/naskah", "javascript:alert(1)"), 4, "diawali https://"),
    ("kind: live\ntitle: Sesi\nminutes: 90\nsession: 0\n", 4, "antara 1 dan 60"),
    ("kind: discussion\ntitle: Diskusi\nminutes: 9\nneed: 51\n", 4, "antara 1 dan 50"),
    ("kind: rapat\ntitle: Rapat\nminutes: 9\n", 1, "pilihannya: quiz, assignment, file"),
]


def _write(root: Path, unit: str) -> Path:
    folder = write_programme(root)
    media = folder / "01-nilai/media"
    with pikepdf.new() as paper:
        paper.add_blank_page(page_size=(420, 595))
        paper.save(media / "lembar.pdf")
    (media / "rusak.pdf").write_bytes(b"%PDF-1.7 rusak")
    (media / "a.vtt").write_text(VTT)
    (media / "rusak.vtt").write_text("WEBVTT\n\n0:1 --> 0:2\nx\n")
    (folder / UNIT).write_text(unit)
    return folder


@pytest.mark.parametrize(("unit", "line", "words"), FAULTS)
def test_faults_are_named_with_file_and_line(
    tmp_path: Path, unit: str, line: int, words: str
) -> None:
    found = [str(fault) for fault in check.read(_write(tmp_path, unit)).faults.errors]
    places = [one for one in found if f":{line}:" in one and words in one]
    assert len(places) == 1 if line else not found, found


@pytest.mark.one_engine
def test_what_is_published_is_shown_and_twice_changes_nothing(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    sign_in: Callable[..., FlaskClient], sari: Person,
) -> None:  # fmt: skip
    monkeypatch.setitem(app.config, "VAR_DIR", tmp_path / "var")
    text = (
        "complete: visited\nopens_day: 2\nafter: [01-nilai/01-pengantar]\ntext: Untuk **meja**.\n"
    )
    folder = _write(tmp_path / "courses", FILE + text)
    done = publish.publish(check.read(folder), by=None, var=tmp_path / "var")
    db.session.commit()
    kept = db.session.scalars(select(Activity)).one()
    assert "<strong>meja</strong>" in kept.html and kept.facts["texts"] == [""]
    rule = db.session.scalars(select(UnitRule)).one()
    assert (rule.complete, rule.opens_day, rule.after) == ("visited", 2, ["01-nilai/01-pengantar"])
    browser = sign_in(sari)
    with browser.get(kept.facts["file"] + "/halaman/1") as page:
        assert page.status_code == 200 and page.mimetype == "image/webp"
    assert browser.get(kept.facts["file"] + "/halaman/2").status_code == 404
    with browser.get(kept.facts["file"]) as paper:
        assert "sandbox" not in paper.headers["Content-Security-Policy"]
        assert "default-src 'none'" in paper.headers["Content-Security-Policy"]
    assert done.is_new and publish.difference(check.read(folder), tmp_path / "var") == []
    (folder / UNIT).write_text(FILE + text.replace("opens_day: 2", "opens_day: 3"))
    changes = publish.difference(check.read(folder), tmp_path / "var")
    assert [(one.how, one.kind, one.key) for one in changes] == [
        ("changed", "unit", "01-nilai/04-baru")
    ]  # fmt: skip

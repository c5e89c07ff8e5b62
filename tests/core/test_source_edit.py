"""Changing one place of a YAML text: everything else stays, letter by letter."""

from decimal import Decimal
from pathlib import Path

import pytest

from lms.core import source_edit as edit

TEXT = """\
# Of the whole.
title: Kuis nilai   # its name
minutes: 15
tags: [satu, dua]
intro: |
  Dua baris
  # bukan catatan

# Before the list.
questions:
  - id: a
    text: Pertama
    options: [x, y]

  # before b
  - {id: b, text: Kedua}
  - id: c
    text: >-
      Panjang
      sekali
points: 2
"""


def test_one_value_changes_and_nothing_else() -> None:
    changed = edit.put(TEXT, ["title"], "Kuis baru")
    assert changed == TEXT.replace("Kuis nilai", "Kuis baru")
    assert edit.put(TEXT, ["minutes"], 15) == TEXT
    assert edit.put(TEXT, ["tags"], ["satu", "dua"]) == TEXT
    assert edit.put(TEXT, ["tags"], ["satu"]) == TEXT.replace("[satu, dua]", "[satu]")
    assert edit.put(TEXT, ["questions", 1, "text"], "Lain").count("Lain") == 1
    longer = edit.put(TEXT, ["questions", 2, "text"], "Satu\n\n- dua")
    assert edit.value_at(longer, ["questions", 2, "text"]) == "Satu\n\n- dua"
    assert longer.startswith(TEXT.split("  - id: c")[0]) and longer.endswith("points: 2\n")


def test_keys_come_where_they_belong_and_go_when_empty() -> None:
    with_marks = edit.put_all(TEXT, (), {"minutes": 15, "pass_mark": 70, "tags": ["satu", "dua"]})
    assert "minutes: 15\npass_mark: 70\ntags:" in with_marks
    assert edit.put(with_marks, ["pass_mark"], "") == TEXT
    assert "intro" not in edit.value_at(edit.put(TEXT, ["intro"], None))
    first_gone = edit.drop(TEXT, ["questions", 0, "id"])
    assert "  - text: Pertama\n    options" in first_gone


def test_items_are_added_moved_and_taken_out() -> None:
    added = edit.insert(TEXT, ["questions"], 3, {"id": "d", "text": "Keempat: akhir"})
    assert added == TEXT.replace("points: 2", "  - id: d\n    text: 'Keempat: akhir'\npoints: 2")
    moved = edit.move(TEXT, ["questions"], 0, 2)
    assert [one["id"] for one in edit.value_at(moved, ["questions"])] == ["b", "c", "a"]
    assert edit.value_at(edit.move(moved, ["questions"], 2, 0)) == edit.value_at(TEXT)
    fewer = edit.drop(TEXT, ["questions", 2])
    assert fewer == TEXT.split("  - id: c")[0] + "points: 2\n"
    block = edit.block_at(TEXT, ["questions", 0])
    assert block == "id: a\ntext: Pertama\noptions: [x, y]"
    assert edit.insert_block(edit.drop(TEXT, ["questions", 0]), ["questions"], 0, block) != ""


@pytest.mark.parametrize(
    ("line", "place"),
    [(2, ["title"]), (7, ["intro"]), (12, ["questions", 0, "text"]), (16, ["questions", 1])],
)
def test_a_line_belongs_to_a_place(line: int, place: list[str | int]) -> None:
    assert edit.place_of(TEXT, line) == place


def test_every_file_of_our_programmes_survives_changes_and_back() -> None:
    paths = sorted(Path(__file__).parents[2].joinpath("courses").rglob("*.yaml"))[::9]
    for path in paths:
        text = path.read_text()
        whole = edit.value_at(text)
        assert edit.put_all(text, (), whole) == text
        for key, value in whole.items():
            if isinstance(value, str) and value:
                other = edit.put(text, [key], f"{value} X")
                assert edit.value_at(other) == whole | {key: f"{value} X"}, path
            if value:
                without = edit.drop(text, [key])
                assert edit.value_at(edit.put_all(without, (), whole)) == whole, path


@pytest.mark.parametrize(
    ("place", "value", "line"),
    [
        (["a"], Decimal(20), "a: 20"),
        (["a"], Decimal("2.50"), "a: 2.5"),
        (["b", "c"], Decimal(7), 'b: {c: 7, d: "x, y", e: 08.00-09.30}'),
        (["b", "e"], "satu: dua", "b: {c: 1, d: \"x, y\", e: 'satu: dua'}"),
        (["b", "f"], Decimal(3), "b: {c: 1, d: 'x, y', e: 08.00-09.30, f: 3}"),
    ],
)
def test_numbers_stay_numbers_and_neighbours_stay_as_they_are(
    place: list[str | int], value: object, line: str
) -> None:
    text = 'a: 1\nb: {c: 1, d: "x, y", e: 08.00-09.30}\n'
    changed = edit.put(text, place, value).splitlines()
    assert line in changed and len([one for one in changed if one not in text.splitlines()]) == 1

"""Item analysis: the numbers by hand, what they say in words, and the page with its table."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from lms.catalogue.models import Batch, ProgrammeVersion
from lms.core.db import db
from lms.elearning import actions
from lms.elearning.analysis import Taken, analyse
from lms.people.models import Person
from tests import cast
from tests.elearning import sample

OPTIONS = {"kunci": True, "satu": False, "dua": False}


def papers(*rows: str) -> list[list[Taken]]:
    """Return papers of questions a, b, c …; each letter says right (1), wrong (0) or half (h)."""
    shares = {"1": 1.0, "0": 0.0, "h": 0.5}
    return [
        [Taken("abcdefgh"[at], "abcdefgh"[at], shares[sign]) for at, sign in enumerate(row)]
        for row in rows
    ]


def test_the_numbers_of_a_small_quiz_by_hand() -> None:
    rows = ["111"] * 4 + ["110"] * 2 + ["100"] * 2 + ["000"] * 2
    found = analyse(papers(*rows))
    assert [(item.key, item.facility) for item in found.items] == [
        ("c", 0.4),
        ("b", 0.6),
        ("a", 0.8),
    ]
    assert found.mean == pytest.approx(60)
    # KR-20: 3/2 * (1 - (.16 + .24 + .24) / 1.36)
    assert found.reliability == pytest.approx(1.5 * (1 - 0.64 / 1.36))
    hardest = found.items[0]
    # c with (a + b) / 2: covariance .16, variances .24 and .16
    assert hardest.discrimination == pytest.approx(0.12 / (0.24 * 0.16) ** 0.5, abs=0.05)
    assert all(item.discrimination and item.discrimination > 0 for item in found.items)


def test_few_people_and_different_papers_say_so() -> None:
    few = analyse(papers(*["10"] * 9))
    assert few.reliability is None and few.items[0].discrimination is None
    assert not few.items[0].flags and not few.items[0].choices
    other = papers(*["10"] * 9) + [[Taken("z", "z", 1.0), Taken("a", "a", 1.0)]]
    assert analyse(other).reliability is None and not analyse(other).same_paper
    assert analyse([]).people == 0


def answered(chosen: str, others: float) -> list[Taken]:
    """Return a paper with one question of options, and another that earned `others`."""
    first = Taken("a", "a", float(OPTIONS[chosen]), OPTIONS, [chosen])
    return [first, Taken("b", "b", others), Taken("c", "c", others)]


@pytest.mark.parametrize(
    ("strong", "weak", "flags"),
    [
        (["kunci"] * 10, ["satu"] * 6 + ["dua"] * 4, []),
        (["satu"] * 8 + ["kunci"] * 2, ["kunci"] * 9 + ["dua"], ["wrong_key", "tempting"]),
        (["kunci"] * 10, ["kunci"] * 10, ["easy"]),
        (["satu"] * 10, ["dua"] * 10, ["hard", "tempting"]),
        (["kunci"] * 9 + ["satu"], ["satu"] * 10, ["unused"]),
        (["kunci"] * 6 + ["satu"] * 4, ["kunci"] * 5 + ["satu"] * 3 + ["dua"] * 2,
         ["weak"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_question_is_said(
    strong: list[str], weak: list[str], flags: list[str]
) -> None:
    found = analyse([answered(one, 1.0) for one in strong] + [answered(one, 0.0) for one in weak])
    item = next(item for item in found.items if item.key == "a")
    assert item.flags == flags
    assert sum(choice.count for choice in item.choices) == 20
    assert item.choices[0].is_key


@given(st.lists(st.text("01h", min_size=3, max_size=3), max_size=30))
def test_numbers_stay_in_their_bounds(rows: list[str]) -> None:
    found = analyse(papers(*rows))
    assert 0 <= found.mean <= 100.0001 and (found.reliability is None or found.reliability <= 1)
    for item in found.items:
        assert 0 <= item.facility <= 1
        assert item.discrimination is None or -1 <= item.discrimination <= 1


@pytest.mark.one_engine
def test_the_page_and_its_table_are_for_who_teaches(
    sign_in: Callable[..., FlaskClient], count_queries: Callable[..., int], sari: Person,
    budi: Person, dedi: Person, batch: Batch, version: ProgrammeVersion,
) -> None:  # fmt: skip
    quiz = sample.a_quiz(version, questions=sample.bodies()[:3], attempts_allowed=0)
    cast.an_enrolment(sari, batch)
    for number in range(10):
        person = cast.a_person(f"Peserta {number}")
        attempt = sample.an_attempt(batch, quiz, cast.an_enrolment(person, batch), person)
        for position, right in sample.right_answers(attempt).items():
            value = right if number > 2 * position else 0
            actions.save_answer(attempt, position, value, flagged=False, seq=1)
        actions.submit_attempt(attempt, by=person)
    db.session.commit()
    address = f"/angkatan/{batch.id}/kuis/{quiz.unit_id}"
    teacher = sign_in(budi)
    assert f'href="{address}/analisis"' in teacher.get(address).text
    shown = teacher.get(f"{address}/analisis").text
    assert "Reliabilitas" in shown and "Pilih beberapa" in shown and "Lihat sebagai tabel" in shown
    assert shown.count("kunci") >= 4
    assert teacher.get(f"{address}/analisis?lingkup=semua").status_code == 200
    assert count_queries(lambda: teacher.get(f"{address}/analisis")) <= 12
    book = teacher.get(f"{address}/analisis.xlsx").data
    lines = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert len(lines) == 1 + 3 + 4 + 2
    assert sign_in(sari).get(f"{address}/analisis").status_code == 403
    for path in ("analisis", "analisis.xlsx"):
        assert sign_in(dedi).get(f"{address}/{path}").status_code in (403, 404)
    other = cast.a_batch(version, state="running", number=2)
    cast.a_staff(budi, other)
    assert "Belum ada percobaan" in teacher.get(
        f"/angkatan/{other.id}/kuis/{quiz.unit_id}/analisis"
    ).text  # fmt: skip

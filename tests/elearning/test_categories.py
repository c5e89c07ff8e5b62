"""Categories of the bank get another name or place, with all within them, and go back."""

from collections.abc import Callable
from random import Random

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import ProgrammeVersion
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.elearning import actions, categories, queries
from lms.elearning.models import BankCategory, BankQuestion
from lms.elearning.questions.written import OptionForm, QuestionForm
from lms.people.models import Person
from tests.elearning import sample

SignIn = Callable[..., FlaskClient]


def _question(text: str, category: str, by: Person) -> BankQuestion:
    options = [OptionForm("Ya", True, ""), OptionForm("Tidak", False, "")]
    return actions.add_question(
        QuestionForm("bank", "single", text, options), category=category, tags="", by=by
    )


def _places() -> dict[str, str]:
    found = db.session.execute(
        select(BankQuestion.title, BankCategory.path).join(
            BankCategory, BankCategory.id == BankQuestion.category_id
        )
    )
    return dict(found.all())


@pytest.mark.one_engine
def test_what_a_new_name_would_do_is_planned_for_all_within() -> None:
    titles = {"a": "A", "a/b": "A / B", "a/b/c": "A / B / C", "d": "D", "d/c": "D / C", "ab": "Ab"}
    moves = categories.plan(titles, "a/b", "D")
    assert [(one.path, one.to_path, one.to_title, one.merges) for one in moves] == [
        ("a/b", "d", "D", True), ("a/b/c", "d/c", "D / C", True),
    ]  # fmt: skip
    moves = categories.plan(titles, "a", "D / A baru")
    assert [one.to_path for one in moves] == ["d/a-baru", "d/a-baru/b", "d/a-baru/b/c"]
    assert not any(one.merges for one in moves)
    assert [one.to_title for one in categories.plan(titles, "ab", "AB")] == ["AB"]  # only its title
    for path, wanted, words in (
        ("a", "A / X", "dirinya"), ("a", "A", "sama dengan"), ("z", "Y", "tidak ada"),
        ("a", "1/2/3/4/5", "lima tingkat"),
        ("a", " / ", "lima tingkat"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match=words):
            categories.plan(titles, path, wanted)


def test_moving_and_merging_keep_quizzes_drawing_and_can_be_undone(
    rina: Person, version: ProgrammeVersion
) -> None:
    for text, place in (("satu", "Pengadaan / Kontrak"), ("dua", "Pengadaan / Kontrak / Jaminan"),
                        ("tiga", "Kontrak"), ("empat", "Lain")):  # fmt: skip
        _question(text, place, rina)
    before = _places()
    quiz = sample.a_quiz(version, pools=[{"bank": "pengadaan/kontrak", "draw": 2}], draw=2)

    def drawn() -> int:
        return sum(len(found) for part in queries.parts_of(quiz, Random(1))
                   for found, _count in part.pools)  # fmt: skip

    with pytest.raises(RuleBroken, match="2 soal"):
        actions.move_category("pengadaan/kontrak", "Kontrak", 1, by=rina)
    preview = queries.preview_of("pengadaan/kontrak", "Kontrak")
    assert (preview.questions, preview.there, preview.merges) == (2, 1, True)
    merged = actions.move_category("pengadaan/kontrak", "Kontrak", 2, by=rina)
    db.session.commit()
    assert _places() == before | {"satu": "kontrak", "dua": "kontrak/jaminan"}
    assert queries.category_at("pengadaan/kontrak") is None
    assert drawn() == 2  # the path in the quiz leads to the new place
    moved = actions.move_category("kontrak", "Arsip / Perikatan", 3, by=rina)
    db.session.commit()
    assert _places()["dua"] == "arsip/perikatan/jaminan" and drawn() == 2
    # a question that names the old place goes where the place is now
    _question("lima", "Pengadaan / Kontrak", rina)
    assert _places()["lima"] == "arsip/perikatan"
    with pytest.raises(RuleBroken, match="lebih baru"):
        actions.undo_category_move(merged, by=rina)
    actions.undo_category_move(moved, by=rina)
    db.session.commit()
    assert _places()["lima"] == "kontrak" and drawn() == 2
    actions.undo_category_move(merged, by=rina)
    db.session.commit()
    after = _places()
    assert {name: after[name] for name in before} == before
    assert after["lima"] == "kontrak"  # it came later and stays
    assert drawn() == 2 and queries.present_path("pengadaan/kontrak") == "pengadaan/kontrak"
    actions.undo_category_move(merged, by=rina)  # twice changes nothing
    assert _places() == after


@pytest.mark.one_engine
def test_the_page_shows_the_consequence_before_it_is_done(
    sign_in: SignIn, rina: Person, sari: Person
) -> None:
    _question("satu", "Pengadaan / Kontrak", rina)
    _question("dua", "Kontrak", rina)
    db.session.commit()
    browser, address = sign_in(rina), "/bank-soal/kategori"
    assert f'href="{address}"' in browser.get("/bank-soal").text
    shown = browser.get(f"{address}?dari=pengadaan/kontrak&wanted=Kontrak").text
    assert "1 soal ikut pindah" in shown and "Gabungkan" in shown
    assert "Di sana sudah ada 1 soal" in shown and _places()["satu"] == "pengadaan/kontrak"
    assert "dirinya sendiri" in browser.get(f"{address}?dari=pengadaan&wanted=Pengadaan/X").text
    sent = {"path": "pengadaan/kontrak", "wanted": "Kontrak", "seen": 1}
    for wrong in ({"wanted": ""}, {"path": "tiada"}, {"seen": "x"}, {"seen": 7}):
        assert browser.post(address, data=sent | wrong).status_code == 422
    assert browser.post(address, data=sent).status_code == 302
    assert _places()["satu"] == "kontrak" and "Urungkan" in browser.get(address).text
    done = queries.latest_moves()[0]
    assert browser.post(f"{address}/urungkan", data={"perubahan": done.id}).status_code == 302
    assert _places()["satu"] == "pengadaan/kontrak"
    assert browser.post(f"{address}/urungkan", data={"perubahan": 999}).status_code == 404
    assert sign_in(sari).get(address).status_code == 403

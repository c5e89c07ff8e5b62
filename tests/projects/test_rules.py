"""Stages, gates and deadlines: worked examples, no database."""

from datetime import date, timedelta

import pytest

from lms.core.errors import RuleBroken
from lms.projects import rules
from lms.projects.rules import Facts

FULL = Facts(
    title="Loket", issue="Antre", idea="Meja", roles=frozenset(rules.ROLES),
    papers=frozenset({"design", "report"}), papers_asked=frozenset({"design", "report"}),
    indicators=2, measured=2, evidence=1,
)  # fmt: skip


@pytest.mark.parametrize("stage", rules.STAGES)
def test_a_project_with_everything_lacks_nothing(stage: str) -> None:
    assert rules.missing(stage, FULL) == []


@pytest.mark.parametrize(
    ("stage", "lacks", "sentence"),
    [
        ("issue", {"idea": ""}, "Isi judul, isu, dan gagasan."),
        ("issue", {"roles": frozenset({"mentor"})}, "Penyelenggara belum menetapkan coach."),
        ("design", {"indicators": 0}, "Tulis paling sedikit satu indikator dengan keadaan awal"),
        ("design", {"papers": frozenset()}, "Kumpulkan naskahnya pada halaman tugas."),
        ("execution", {"evidence": 0}, "Unggah paling sedikit satu bukti pelaksanaan."),
        ("execution", {"measured": 1}, "Isi keadaan akhir setiap indikator."),
        ("report", {"papers": frozenset({"design"})}, "Kumpulkan naskahnya"),
    ],
)
def test_what_is_missing_is_said(stage: str, lacks: dict, sentence: str) -> None:
    found = rules.missing(stage, Facts(**{**FULL.__dict__, **lacks}))
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_a_programme_without_papers_asks_for_none() -> None:
    assert rules.missing("design", Facts(**{**FULL.__dict__, "papers_asked": frozenset(),
                                            "papers": frozenset()})) == []  # fmt: skip


def test_all_owners_must_agree_and_one_refusal_is_enough() -> None:
    assert rules.outcome_of("design", {"coach": True}) == ""
    assert rules.outcome_of("design", {"coach": True, "mentor": True}) == "passed"
    assert rules.outcome_of("design", {"coach": True, "mentor": False}) == "returned"


def test_the_way_through_the_stages() -> None:
    way = ["issue"]
    while way[-1] != rules.DONE:
        way.append(rules.stage_after(way[-1], "passed"))
    assert way == [*rules.STAGES, rules.DONE]
    assert rules.stage_after("design", "returned") == "design"
    assert rules.stage_after("design_seminar", "returned") == "design"
    assert rules.stage_after("final_seminar", "returned") == "report"


def test_nobody_examines_whom_they_coach_or_mentor() -> None:
    rules.check_team(1, 2, 3, 9)
    for team in ((1, 2, 1), (1, 2, 2), (9, 2, 3)):
        with pytest.raises(RuleBroken):
            rules.check_team(*team, 9)


def test_deadlines_follow_the_work_at_the_office() -> None:
    first, last = date(2026, 7, 1), date(2026, 9, 30)
    work = [("virtual", first, date(2026, 7, 31)),
            ("workplace", date(2026, 8, 3), date(2026, 9, 11))]  # fmt: skip
    dues = rules.proposed_dues(work, first, last, first)
    assert dues["design_seminar"] == date(2026, 8, 2)
    assert dues["execution"] == date(2026, 9, 11)
    assert dues["final_seminar"] == last
    rules.check_dues(dues)


@pytest.mark.parametrize("days", range(0, 40, 3))
def test_proposed_deadlines_are_always_in_order_and_inside(days: int) -> None:
    first = date(2026, 7, 1)
    last = first + timedelta(days=days)
    for phases in ([], [("workplace", first, last)]):
        dues = rules.proposed_dues(phases, first, last, first)
        rules.check_dues(dues)
        assert all(first <= day <= last for day in dues.values())


def test_no_deadline_is_proposed_for_a_day_that_is_over() -> None:
    today = date(2026, 8, 20)
    dues = rules.proposed_dues([], date(2026, 7, 1), date(2026, 9, 30), today)
    rules.check_dues(dues)
    assert dues["issue"] == dues["design_seminar"] == today < dues["report"]


def test_deadlines_out_of_order_are_refused() -> None:
    dues = rules.proposed_dues([], date(2026, 7, 1), date(2026, 9, 30), date(2026, 7, 1))
    with pytest.raises(RuleBroken, match="berurutan"):
        rules.check_dues({**dues, "issue": date(2026, 9, 30)})

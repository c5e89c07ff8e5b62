"""How numbers look is data: rules by kind and unit, no number twice, and the turn of the year."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.catalogue.models import Batch
from lms.certificates import actions, numbering
from lms.certificates.models import Certificate, NumberRule
from lms.certificates.numbering import Rule
from lms.certificates.numbers import actions as numbers
from lms.certificates.numbers import queries
from lms.core.audit import JournalEntry
from lms.core.clock import at, today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import InlineRoom, blank, issue, issue_all, released

Browser = Callable[..., FlaskClient]
CODE = "800.2.4.2"
GENERAL = Rule("", "BPSDM", 0, "{code}/{seq:04}/{unit}/{year}")


# ---- which rule --------------------------------------------------------------------------------


def test_a_kind_has_its_own_rule_or_the_general_one() -> None:
    own = Rule("sttp", "STTP", 2027, "{seq}/{unit}/{year}")
    later = Rule("", "BPSDM", 2028, "{seq}/B/{year}")
    mended = Rule("", "BPSDM", 2028, "{seq}/C/{year}")
    rules = [GENERAL, own, later, mended]
    assert numbering.rule_for(rules, "sttp", 2026) == GENERAL
    assert numbering.rule_for(rules, "sttp", 2027) == own
    assert numbering.rule_for(rules, "sertifikat", 2027) == GENERAL
    assert numbering.rule_for(rules, "sertifikat", 2028) == mended
    assert numbering.rule_for(rules, "sttp", 2030) == own


@pytest.mark.parametrize(
    ("one", "two", "number"),
    [
        # another unit, the same look
        (("STTP", "{code}/{seq}/{year}"), ("BPSDM", "{code}/{seq:04}/{year}"), "800.2.4.2/1/2026"),
        # one counter: its numbers differ whatever stands around them
        (("BPSDM", "{code}/{seq}/{year}"), ("BPSDM", "{code}/{seq:04}/{year}"), ""),
        (("STTP", "{seq}/{unit}/{year}"), ("BPSDM", "{seq}/{unit}/{year}"), ""),
        # 7/5/2026: the seventh of one, the fifth of the other
        (("BPSDM", "{seq}/5/{year}"), ("BPSDM", "7/{seq}/{year}"), "7/5/2026"),
        (("BPSDM", "{seq}/{month}/{year}"), ("BPSDM", "7/{seq}/{year}"), "7/01/2026"),
        (("BPSDM", "{seq}-A/{year}"), ("BPSDM", "7/{seq}/{year}"), ""),
    ],
)
def test_numbers_of_two_rules_meet_or_not(
    one: tuple[str, str], two: tuple[str, str], number: str
) -> None:
    first, second = (Rule("", scope, 2026, pattern) for scope, pattern in (one, two))
    assert numbering.clash(first, second, code=CODE) == number
    assert bool(numbering.clash(second, first, code=CODE)) == bool(number)


_parts = st.lists(
    st.sampled_from(["1", "7", "/", "-", "A", "{month}", "{unit}", "{roman_month}"]), max_size=4
)


@given(_parts, _parts, _parts, _parts, st.sampled_from(["A", "B"]))
def test_what_is_said_to_never_meet_never_does(
    a: list[str], b: list[str], c: list[str], d: list[str], scope: str
) -> None:
    """Two rules of one year are compared with all the numbers that both give up to 130."""
    rules = [
        Rule("", "A", 2026, f"{''.join(a)}{{seq}}{''.join(b)}-{{year}}"),
        Rule("", scope, 2026, f"{''.join(c)}{{seq}}{''.join(d)}-{{year}}"),
    ]
    try:
        for rule in rules:
            numbering.check_border(rule, code=CODE)
    except ValueError:
        return
    given_by = [
        {
            (number, seq)
            for month in (1, 7, 11)
            for seq in range(1, 131)
            for number in [
                numbering.format_number(
                    rule.pattern, seq=seq, on=date(2026, month, 1), code=CODE, unit=rule.scope
                )
            ]
        }
        for rule in rules
    ]
    both = {n for n, _seq in given_by[0]} & {n for n, _seq in given_by[1]}
    seqs = [dict(found) for found in given_by]
    met = {n for n in both if scope == "B" or seqs[0][n] != seqs[1][n]}
    if met:
        assert numbering.clash(rules[0], rules[1], code=CODE)


# ---- setting one -------------------------------------------------------------------------------


def test_a_changed_pattern_goes_on_counting_and_leaves_the_past(
    app: Flask, rina: Person, adi: Person, batch: Batch
) -> None:
    first, second, third = released(batch, [cast.a_person(f"Ani {n}") for n in "ABC"], by=rina)
    old = issue(first, by=rina)
    year = today().year
    numbers.set_rule(Rule("", "BPSDM", year, "{seq}/{unit}/{roman_month}/{year}"), by=adi)
    assert issue(second, by=rina).number.startswith("2/BPSDM/")
    assert old.number == f"800.2.4.2/0001/BPSDM/{year}"
    numbers.set_rule(Rule("sttp", "STTP", year, "{seq}/{unit}/{year}"), by=adi)
    numbers.set_rule(Rule("sertifikat", "SRT", year, "{seq}/{unit}/{year}"), by=adi)
    found = issue(third, by=rina)
    assert found.number in (f"1/STTP/{year}", f"1/SRT/{year}")  # a counter of its own
    lines = db.session.scalars(
        select(JournalEntry.facts)
        .where(JournalEntry.verb == "number_rule.set")
        .order_by(JournalEntry.id)
    ).all()
    assert len(lines) == 3
    assert "roman_month" in lines[0]


def test_a_revoked_number_stays_used(app: Flask, rina: Person, batch: Batch) -> None:
    first, second = released(batch, [cast.a_person("Ani"), cast.a_person("Beni")], by=rina)
    old = issue(first, by=rina)
    actions.ask_to_revoke(old, "salah orang, bukan peserta", by=rina)
    assert issue(first, by=rina) == old
    assert issue(second, by=rina).seq == 2


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (Rule("", "BPSDM", 2026, "{seq}"), "satu kali"),
        (Rule("", "BPSDM", 2026, "{seq}{year}"), "kiri dan kanan"),
        (Rule("", "BPSDM", 2026, "{nip}/{seq}/{year}"), "hanya memakai"),
        (Rule("", "BPSDM", 2026, "{seq}/{year:04}"), "lebar"),
        (Rule("", "BPSDM", 2025, "{seq}/{year}"), "sudah lewat"),
        (Rule("", "LAIN", 2026, "{code}/{seq}/BPSDM/{year}"), "dua kali"),
        (Rule("", "BPSDM", 2026, "{code}/{seq:04}/{unit}/{year}"), "sudah berlaku"),
    ],
)
def test_what_would_repeat_is_refused(app: Flask, adi: Person, rule: Rule, why: str) -> None:
    with at(datetime(2026, 5, 27, tzinfo=UTC)), pytest.raises(RuleBroken, match=why):
        numbers.set_rule(rule, by=adi)
    assert db.session.scalar(select(NumberRule.id)) is None


# ---- the turn of the year ----------------------------------------------------------------------


def test_the_year_turns_at_midnight_in_lampung(app: Flask, rina: Person, batch: Batch) -> None:
    people = [cast.a_person(f"Ani {n}") for n in "ABCD"]
    results = released(batch, people, by=rina)
    moments = [  # 16:59 UTC is 23:59 WIB
        datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC),
        datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 0, 0, tzinfo=UTC),
        datetime(2027, 1, 1, 17, 0, 0, tzinfo=UTC),
    ]
    found = []
    for moment, result in zip(moments, results, strict=True):
        with at(moment):
            found.append(issue(result, by=rina, on=today()).number)
    tails = [number.split("/", 1)[1] for number in found]
    assert tails == ["0001/BPSDM/2026", "0001/BPSDM/2027", "0002/BPSDM/2027", "0003/BPSDM/2027"]


def test_a_job_that_runs_over_midnight_numbers_each_chunk_by_its_day(
    app: Flask, rina: Person, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(batch, [cast.a_person(f"Ani {n}") for n in range(3)], by=rina)
    old, new = date(2026, 12, 31), date(2027, 1, 1)
    days = iter([old, old, new, new])  # the first for asking
    monkeypatch.setattr(actions, "today", lambda: next(days))
    monkeypatch.setattr(actions.pressroom, "CHUNK", 1)
    monkeypatch.setattr(actions.pressroom, "room", lambda _n: InlineRoom(blank))
    found = [(one.year, one.seq, one.facts["issued_on"]) for one in issue_all(batch, by=rina)]
    assert found == [(2026, 1, "2026-12-31"), (2027, 1, "2027-01-01"), (2027, 2, "2027-01-01")]


# ---- the page ----------------------------------------------------------------------------------


def test_an_administrator_sees_the_next_number_before_it_counts(
    sign_in: Browser, adi: Person
) -> None:
    browser, year = sign_in(adi), today().year
    page = "/sertifikat/pola-nomor"
    assert f"800.2.4.2/0001/BPSDM/{year}" in browser.get(page).text
    values = {"kind": "", "scope": "BPSDM", "year": year, "pattern": "LPG-{seq:05}/{year}"}
    seen = browser.post(page, data=values | {"lihat": "1"})
    assert seen.status_code == 200
    assert f"LPG-00001/{year}" in seen.text
    assert db.session.scalar(select(NumberRule.id)) is None
    assert browser.post(page, data=values).status_code == 302
    assert queries.rule_of("sttp", year).pattern == "LPG-{seq:05}/{year}"
    assert f"LPG-00001/{year}" in browser.get(page).text
    future = values | {"year": year + 1, "pattern": "{seq}/{month}/{year}", "lihat": "1"}
    assert f"1/01/{year + 1}" in browser.post(page, data=future).text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"pattern": "{seq}{year}"}, "kiri dan kanan"),
        ({"pattern": ""}, "Isi pola nomor."),
        ({"scope": "A/B"}, "tanpa garis miring"),
        ({"year": "kapan"}, "angka bulat"),
        ({"kind": "ijazah"}, "Pilih salah satu"),
    ],
)
def test_what_cannot_be_is_said_at_the_form(
    sign_in: Browser, adi: Person, change: dict[str, str], sentence: str
) -> None:
    values = {"kind": "", "scope": "BPSDM", "year": today().year, "pattern": "{seq}/{year}"}
    for more in ({}, {"lihat": "1"}):
        answer = sign_in(adi).post("/sertifikat/pola-nomor", data=values | change | more)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert db.session.scalar(select(NumberRule.id)) is None


def test_nobody_else_sets_numbers(sign_in: Browser, rina: Person, sari: Person) -> None:
    for person in (rina, sari):
        assert sign_in(person).get("/sertifikat/pola-nomor").status_code == 403
    assert db.session.scalar(select(Certificate.id)) is None

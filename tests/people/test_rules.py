"""What a NIP says, how long an account waits, which passwords are refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.errors import RuleBroken
from lms.people import rules

PNS = "199807152025042003"
NOON = datetime(2026, 11, 27, 5, tzinfo=UTC)


def test_a_nip_tells_birth_appointment_sex_and_serial() -> None:
    parsed = rules.check_nip(PNS, "cpns")
    assert parsed == rules.ParsedNip(date(1998, 7, 15), 2025, 4, True, 3)
    assert rules.check_nip("19980715 202504 2 003", "pns") == parsed


def test_a_pppk_number_has_no_month() -> None:
    number = "199807152025211003"
    assert rules.check_nip(number, "pppk").appointed_month is None
    assert not rules.check_nip(number, "pppk").is_woman
    with pytest.raises(RuleBroken, match="bukan bulan"):
        rules.check_nip(number, "pns")


@pytest.mark.parametrize(
    ("nip", "sentence"),
    [
        ("", "18 angka"),
        (PNS[:-1], "Anda mengisi 17"),
        (PNS + "1", "Anda mengisi 19"),
        (PNS[:-1] + "x", "tanpa huruf"),
        ("١" * 18, "tanpa huruf"),
        ("19980230" + PNS[8:], "bukan tanggal lahir: 19980230"),
        ("00000000" + PNS[8:], "bukan tanggal lahir"),
        (PNS[:12] + "00" + PNS[14:], "bukan bulan"),
        (PNS[:12] + "13" + PNS[14:], "bukan bulan"),
        (PNS[:14] + "0" + PNS[15:], "Angka ke-15"),
        (PNS[:14] + "3" + PNS[15:], "Angka ke-15"),
        (PNS[:15] + "000", "dimulai dari 001"),
    ],
)
def test_a_wrong_part_is_named(nip: str, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        rules.check_nip(nip, "pns")


@pytest.mark.parametrize(("appointed", "fits"), [("201606", False), ("201607", True)])
def test_nobody_is_appointed_before_eighteen(appointed: str, fits: bool) -> None:
    nip = f"19980715{appointed}2003"
    if fits:
        assert rules.check_nip(nip, "pns").appointed_month == 7
    else:
        with pytest.raises(RuleBroken, match="sebelum usia 18"):
            rules.check_nip(nip, "pns")


@pytest.mark.parametrize(("year", "fits"), [(2015, False), (2016, True)])
def test_of_pppk_the_year_alone_is_compared(year: int, fits: bool) -> None:
    nip = f"19980715{year}211003"
    if fits:
        assert rules.check_nip(nip, "pppk").appointed_year == year
    else:
        with pytest.raises(RuleBroken, match="sebelum usia 18"):
            rules.check_nip(nip, "pppk")


def _tries(*seconds: float) -> list[datetime]:
    return [NOON + timedelta(seconds=second) for second in seconds]


def test_four_wrong_tries_do_not_wait() -> None:
    assert rules.throttle_wait([], NOON) is None
    assert rules.throttle_wait(_tries(0, 1, 2, 3), NOON + timedelta(seconds=3)) is None


@pytest.mark.parametrize(("last", "waits"), [(60, True), (61, False)])
def test_five_within_sixty_seconds_wait(last: int, waits: bool) -> None:
    tries = _tries(0, 10, 20, 30, last)
    assert (rules.throttle_wait(tries, tries[-1]) is not None) == waits


def test_the_wait_is_a_minute_and_ends() -> None:
    tries = _tries(0, 1, 2, 3, 4)
    assert rules.throttle_wait(tries, tries[-1]) == timedelta(seconds=60)
    assert rules.throttle_wait(tries, tries[-1] + timedelta(seconds=59)) == timedelta(seconds=1)
    assert rules.throttle_wait(tries, tries[-1] + timedelta(seconds=60)) is None


@pytest.mark.parametrize(("more", "minutes"), [(1, 2), (2, 4), (3, 8), (4, 15), (5, 15), (40, 15)])
def test_each_further_try_doubles_the_wait_up_to_fifteen_minutes(more: int, minutes: int) -> None:
    tries = _tries(0, 1, 2, 3, 4, *(100 + step for step in range(more)))
    assert rules.throttle_wait(tries, tries[-1]) == timedelta(minutes=minutes)


def test_slow_guessing_waits_too() -> None:
    slow = _tries(*(20 * step for step in range(rules.PATIENT_TRIES)))
    assert rules.throttle_wait(slow[:-1], slow[-2]) is None
    assert rules.throttle_wait(slow, slow[-1]) == rules.FIRST_WAIT


def test_of_a_thousand_guesses_in_ten_minutes_few_are_looked_at() -> None:
    looked_at: list[datetime] = []
    for guess in range(1000):
        moment = NOON + timedelta(seconds=0.6 * guess)
        if rules.throttle_wait(looked_at, moment) is None:
            looked_at.append(moment)
    assert len(looked_at) <= 30


@pytest.mark.parametrize(
    "password",
    [
        "password", "Password123", "P@ssw0rd!", "qwerty12345", "admin2026", "Lampung2026!",
        "12345678", "1234567890", "0987654321", "15071998", "081279001122", "11111111",
        "aaaaaaaa", "abcdefgh", "12341234", "abcabcabc", "        ", "sayangku99", "1q2w3e4r",
        "ratih123", "Ratih Anggraini", "anggrainiratih1", "xx199807152025042003", "latsarcpns01",
    ],
)  # fmt: skip
def test_a_password_easily_guessed_is_refused(password: str) -> None:
    with pytest.raises(RuleBroken):
        rules.check_password(password, name="Ratih Anggraini", nip=PNS)


@pytest.mark.parametrize(
    "password",
    [
        "kopi robusta di teras",
        "belajar-di-lampung",
        "sungai musi dan way kambas",
        "x7Qm-2pLr",
        "ratih suka durian montong",
        "пароль-из-гор",
        "73920184650192",
    ],
)
def test_a_sentence_of_ones_own_is_accepted(password: str) -> None:
    rules.check_password(password, name="Ratih Anggraini", nip=PNS)


def test_the_length_has_bounds_and_no_other_composition() -> None:
    with pytest.raises(RuleBroken, match="paling sedikit 8"):
        rules.check_password("kopi-tx", name="", nip="")
    rules.check_password("kopi-txz", name="", nip="")
    longest = ("gunung rajabasa " * 8)[:127] + "z"
    rules.check_password(longest, name="", nip="")
    with pytest.raises(RuleBroken, match="paling panjang 128"):
        rules.check_password(longest + "y", name="", nip="")


@given(st.text(max_size=140), st.text(max_size=30))
def test_any_text_is_accepted_or_refused_with_a_sentence(password: str, name: str) -> None:
    try:
        rules.check_password(password, name=name, nip="")
    except RuleBroken as refusal:
        assert refusal.sentence


def test_grades() -> None:
    assert rules.RANKS["III/a"] == "Penata Muda"
    assert len(rules.RANKS) == len(rules.PPPK_GRADES) == 17

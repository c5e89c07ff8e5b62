"""Numbers, codes and figures in words."""

import secrets
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates import numbering

MAY = date(2026, 5, 27)


def _number(pattern: str, seq: int = 418, on: date = MAY) -> str:
    return numbering.format_number(pattern, seq=seq, on=on, code="800.2.4.2", unit="BPSDM")


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{code}/{seq:04}/{unit}/{year}", "800.2.4.2/0418/BPSDM/2026"),
        ("B.{seq}/{unit}/{code}/{roman_month}/{year}", "B.418/BPSDM/800.2.4.2/V/2026"),
        ("{year}{month}-{seq:06}", "202605-000418"),
    ],
)
def test_patterns_of_the_field(pattern: str, number: str) -> None:
    assert _number(pattern) == number


def test_a_number_longer_than_its_width_is_not_cut() -> None:
    assert _number("{seq:04}/{year}", seq=12345) == "12345/2026"


@pytest.mark.parametrize(
    ("month", "roman"), [(1, "I"), (4, "IV"), (8, "VIII"), (9, "IX"), (12, "XII")]
)
def test_months_are_roman(month: int, roman: str) -> None:
    assert _number("{seq}/{roman_month}/{year}", 1, date(2026, month, 1)) == f"1/{roman}/2026"


@pytest.mark.parametrize(
    "pattern",
    [
        "", "{seq}", "{year}", "{unit}/{year}", "{seq}/{year}/{nip}", "{seq.__class__}/{year}",
        "{seq!r}/{year}", "{0}/{seq}/{year}", "{seq:04}/{year", "}{seq}/{year}", "{seq:999}/{year}",
        "{seq}/{year:08}", "{seq}/{code:04}/{year}", "{{seq}}/{year}", "{seq}/{seq}/{year}",
    ],
)  # fmt: skip
def test_a_pattern_that_would_repeat_or_break_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern|width|field"):
        numbering.check_pattern(pattern)


def test_a_code_is_128_bits_in_26_letters() -> None:
    assert numbering.verification_code(bytes(16)) == "0" * 26
    assert numbering.verification_code(b"\xff" * 16) == "7" + "Z" * 25
    assert numbering.verification_code(bytes(15) + b"\x01") == "0" * 25 + "1"
    for wrong in (b"", bytes(15), bytes(17)):
        with pytest.raises(ValueError, match="128 bits"):
            numbering.verification_code(wrong)


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_different_secrets_have_different_codes(one: bytes, other: bytes) -> None:
    codes = numbering.verification_code(one), numbering.verification_code(other)
    assert (codes[0] == codes[1]) == (one == other)


@given(st.binary(min_size=16, max_size=16))
def test_a_code_survives_being_copied_by_a_person(secret: bytes) -> None:
    code = numbering.verification_code(secret)
    shown = numbering.grouped(code)
    assert set(code) <= set(numbering.ALPHABET)
    assert [len(group) for group in shown.split("-")] == [5, 5, 5, 5, 5, 1]
    typed = [
        shown, shown.lower(), f"  {code}\n", shown.replace("-", " "), shown.replace("-", "–"),
        code.replace("0", "O").replace("1", "l"), code.replace("1", "i"),
        f"https://lms.example/verifikasi/{code}", f"https://lms.example/verifikasi/{code}/",
    ]  # fmt: skip
    assert {numbering.normalise_code(text) for text in typed} == {code}


@pytest.mark.parametrize(
    "text", ["", "-", "halo", "0" * 25, "0" * 27, "U" * 26, "0" * 25 + "é", "../../etc/passwd"]
)
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert numbering.normalise_code(text) == ""


@given(st.text(max_size=60))
def test_any_text_is_a_code_or_none(text: str) -> None:
    found = numbering.normalise_code(text)
    assert found == "" or numbering.normalise_code(found) == found


def test_random_codes_are_accepted_as_they_are() -> None:
    code = numbering.verification_code(secrets.token_bytes(16))
    assert numbering.normalise_code(code) == code


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (48, "empat puluh delapan"),
        (100, "seratus"),
        (101, "seratus satu"),
        (111, "seratus sebelas"),
        (200, "dua ratus"),
        (511, "lima ratus sebelas"),
        (599, "lima ratus sembilan puluh sembilan"),
        (647, "enam ratus empat puluh tujuh"),
        (830, "delapan ratus tiga puluh"),
        (1000, "seribu"),
        (1100, "seribu seratus"),
        (2026, "dua ribu dua puluh enam"),
        (11_000, "sebelas ribu"),
        (21_000, "dua puluh satu ribu"),
        (100_000, "seratus ribu"),
        (
            999_999,
            "sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan",
        ),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert numbering.number_in_words(number) == words


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_other_numbers_are_not_written_out(number: int) -> None:
    with pytest.raises(ValueError, match="written out"):
        numbering.number_in_words(number)


def _read(words: str) -> int:
    """Read Indonesian number words back: the other way round, written independently."""
    digits = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"
    ones = {word: value for value, word in enumerate(digits.split())}
    thousands = total = unit = 0
    for word in words.split():
        if word in ones:
            unit = ones[word]
        elif word == "belas":
            unit += 10
        elif word == "puluh":
            total, unit = total + 10 * unit, 0
        elif word == "ratus":
            total, unit = total + 100 * unit, 0
        elif word == "seratus":
            total += 100
        elif word == "ribu":
            thousands, total, unit = total + unit, 0, 0
        elif word == "seribu":
            thousands = 1
    return 1000 * thousands + total + unit


@given(st.integers(0, 999_999))
def test_the_words_mean_the_number(number: int) -> None:
    words = numbering.number_in_words(number)
    assert _read(words) == number
    assert words == " ".join(words.split())

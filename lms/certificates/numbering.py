"""Numbers and codes of certificates, and figures written out in words. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

#: Crockford's alphabet: no I, L, O, U, so that a code read aloud or typed is never ambiguous.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
#: 128 bits in letters of 5 bits.
CODE_LENGTH = 26

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_FIELDS = frozenset({"seq", "code", "unit", "roman_month", "month", "year"})
_FIELD = re.compile(r"{(\w+)(?::(\d+))?}")
_SEQ = re.compile(r"{seq(?::\d+)?}")
_DIGITS = re.compile(r"\d+")


def format_number(pattern: str, *, seq: int, on: date, code: str, unit: str) -> str:
    """Return a certificate number: "{code}/{seq:04}/{unit}/{year}" -> 800.2.4.2/0418/BPSDM/2026.

    `seq` counts within scope and year; `on` is the date of issue in WIB.
    """
    check_pattern(pattern)
    return pattern.format(seq=seq, **_fields(on, code, unit))


def _fields(on: date, code: str, unit: str) -> dict[str, str]:
    return {
        "code": code, "unit": unit, "roman_month": _ROMAN[on.month - 1],
        "month": f"{on.month:02}", "year": str(on.year),
    }  # fmt: skip


#: What can be wrong with a pattern, as the message of the ValueError.
UNKNOWN = "unknown field"
WIDTH = "only {seq} takes a width, such as {seq:04}"
REPEATS = "a number pattern needs {seq} once and {year}, or numbers would repeat"
TOUCHES = "a figure touches {seq}: where one ends and the other begins is unclear"


def check_pattern(pattern: str) -> None:
    """Raise ValueError for a pattern that has unknown fields or would repeat itself."""
    fields = _FIELD.findall(pattern)
    names = [name for name, _width in fields]
    if set("{}") & set(_FIELD.sub("", pattern)) or not set(names) <= _FIELDS:
        raise ValueError(UNKNOWN)
    if any(width and (name != "seq" or len(width) > 2) for name, width in fields):
        raise ValueError(WIDTH)
    if names.count("seq") != 1 or "year" not in names:
        raise ValueError(REPEATS)


# ---- rules: which pattern and counter a kind has from a year on --------------------------------


@dataclass(frozen=True)
class Rule:
    """How a kind ("": every kind without its own rule) is numbered from a year on.

    `scope` names the counter, one a year, and is the {unit} of the pattern.
    """

    kind: str
    scope: str
    year: int
    pattern: str


def rule_for(rules: Sequence[Rule], kind: str, year: int) -> Rule:
    """Return the rule of a kind in a year; of several from the same year the last one."""
    fitting = [rule for rule in rules if rule.kind in ("", kind) and rule.year <= year]
    best = max((rule.kind != "", rule.year) for rule in fitting)
    return [rule for rule in fitting if (rule.kind != "", rule.year) == best][-1]


def check_border(rule: Rule, *, code: str) -> None:
    """Raise ValueError when a figure touches {seq}, so that 1 and 12 could be 11 and 2."""
    for month in range(1, 13):
        before, after = _around(rule, month, code)
        if before[-1:].isdigit() or after[:1].isdigit():
            raise ValueError(TOUCHES)


def clash(rule: Rule, other: Rule, *, code: str) -> str:
    """Return a number that two checked rules could both give in a year, "" when there is none.

    Two rules that share a counter never have the same seq at once.
    """
    other = Rule(other.kind, other.scope, rule.year, other.pattern)
    for month, its_month in product(range(1, 13), repeat=2):
        one, two = _around(rule, month, code), _around(other, its_month, code)
        seqs = _meeting(one, two)
        if seqs and (seqs[0] != seqs[1] or rule.scope != other.scope):
            return f"{one[0]}{seqs[0]}{one[1]}"
    return ""


def _around(rule: Rule, month: int, code: str) -> tuple[str, str]:
    """Return what stands before and after {seq} in a month of the rule's year."""
    on = date(rule.year, month, 1)
    before, after = _SEQ.split(rule.pattern)
    fields = _fields(on, code, rule.scope)
    return before.format(**fields), after.format(**fields)


def _meeting(one: tuple[str, str], two: tuple[str, str]) -> tuple[int, int] | None:
    """Return the two figures for {seq} that make both the same text, None when there are none."""
    if len(one[0]) > len(two[0]):
        found = _meeting(two, one)
        return (found[1], found[0]) if found else None
    if not two[0].startswith(one[0]):
        return None
    rest = two[0][len(one[0]) :]
    if not rest:
        return (1, 1) if one[1] == two[1] else None
    digits = _DIGITS.match(rest)
    if digits is None:
        return None
    text = f"{one[0]}{digits[0]}{one[1]}"
    same = re.fullmatch(f"{re.escape(two[0])}(\\d+){re.escape(two[1])}", text)
    return (int(digits[0]), int(same[1])) if same else None


def verification_code(random_bytes: bytes) -> str:
    """Return 16 random bytes as 26 letters: the secret in a certificate's public address."""
    if len(random_bytes) != 16:
        raise ValueError("a code is made of 128 bits")
    value = int.from_bytes(random_bytes)
    letters = [ALPHABET[(value >> (5 * place)) & 31] for place in range(CODE_LENGTH)]
    return "".join(reversed(letters))


def normalise_code(text: str) -> str:
    """Return what was typed or scanned as a code is stored; "" when it cannot be one."""
    address = text.strip().partition("#")[0]  # people also paste all that a QR code holds
    last = address.rstrip("/").rsplit("/", 1)[-1]
    found = re.sub(r"[\s\-‐‑–.]", "", last.upper()).translate(_ALIKE)
    return found if len(found) == CODE_LENGTH and set(found) <= set(ALPHABET) else ""


def grouped(code: str) -> str:
    """Return a code in groups that people can copy."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


#: (size, its word, how one of it is called)
_SIZES = ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", ""))
_ONES = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
)  # fmt: skip


def number_in_words(number: int) -> str:
    """Return a whole number from 0 to 999,999 in Indonesian words."""
    if not 0 <= number < 1_000_000:
        raise ValueError("only 0 to 999,999 are written out")
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    for size, word, single in _SIZES:
        if number >= size:
            count, rest = divmod(number, size)
            head = single if count == 1 else f"{number_in_words(count)} {word}"
            return f"{head} {number_in_words(rest)}" if rest else head
    raise AssertionError("unreachable")

"""Numbers and codes of certificates, and figures written out in words. Pure."""

import re
from datetime import date

#: Crockford's alphabet: no I, L, O, U, so that a code read aloud or typed is never ambiguous.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
#: 128 bits in letters of 5 bits.
CODE_LENGTH = 26

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_FIELDS = frozenset({"seq", "code", "unit", "roman_month", "month", "year"})
_FIELD = re.compile(r"{(\w+)(?::(\d+))?}")


def format_number(pattern: str, *, seq: int, on: date, code: str, unit: str) -> str:
    """Return a certificate number: "{code}/{seq:04}/{unit}/{year}" -> 800.2.4.2/0418/BPSDM/2026.

    `seq` counts within scope and year; `on` is the date of issue in WIB.
    """
    check_pattern(pattern)
    return pattern.format(
        seq=seq, code=code, unit=unit, roman_month=_ROMAN[on.month - 1],
        month=f"{on.month:02}", year=on.year,
    )  # fmt: skip


def check_pattern(pattern: str) -> None:
    """Raise ValueError for a pattern that has unknown fields or would repeat itself."""
    fields = _FIELD.findall(pattern)
    names = {name for name, _width in fields}
    if set("{}") & set(_FIELD.sub("", pattern)) or not names <= _FIELDS:
        raise ValueError(f"unknown field in the number pattern {pattern!r}")
    if any(width and (name != "seq" or len(width) > 2) for name, width in fields):
        raise ValueError("only {seq} takes a width, such as {seq:04}")
    if not {"seq", "year"} <= names:
        raise ValueError("a number pattern needs {seq} and {year}, or numbers would repeat")


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

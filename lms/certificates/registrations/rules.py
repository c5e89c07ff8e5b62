"""Reading a table of registration codes, and which codes can be kept. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Most letters of a code: more would leave its line on the paper.
MOST_LETTERS = 40
#: What a code may be made of; its form was not found (docs/facts.md 6).
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z ./_-]*")
#: Names of the columns, as `core/tables.py` normalises them.
NIP_COLUMNS = ("nip", "nip peserta")
CODE_COLUMNS = ("kra", "kode registrasi", "kode registrasi alumni", "nomor registrasi", "kode")
#: What is wrong with a code or with a row.
BAD_CODE, DOUBLE, TAKEN, ISSUED = "bad_code", "double", "taken", "issued"
NO_NIP, STRANGER, TWICE = "no_nip", "stranger", "twice"


@dataclass(frozen=True)
class Row:
    """One row of a table: its line, whose it is (None: nobody's here), the code, what is wrong."""

    line: int
    nip: str
    place_id: int | None
    code: str
    problem: str = ""


def tidy(code: object) -> str:
    """Return a code as it is kept: capitals, single spaces; a number from a spreadsheet whole."""
    if isinstance(code, float) and code.is_integer():
        code = int(code)
    return " ".join(str(code).split()).upper()


def read(cells: Sequence[tuple[int, object, object]], places: Mapping[str, int]) -> list[Row]:
    """Return the rows of a table (line, NIP, code); `places` knows whose NIPs sit here."""
    found: list[Row] = []
    seen: set[str] = set()
    for line, nip_cell, code_cell in cells:
        nip, code = re.sub(r"\D", "", tidy(nip_cell)), tidy(code_cell)
        problem = ""
        if len(nip) != 18:
            problem = NO_NIP
        elif nip in seen:
            problem = TWICE
        elif nip not in places:
            problem = STRANGER
        elif code and not is_possible(code):
            problem = BAD_CODE
        seen.add(nip)
        found.append(Row(line, nip, places.get(nip), code, problem))
    return found


def is_possible(code: str) -> bool:
    """Tell whether this can be a code."""
    return len(code) <= MOST_LETTERS and _CODE.fullmatch(code) is not None


def problems(
    codes: Mapping[int, str],
    present: Mapping[int, str],
    *,
    issued: set[int],
    taken: set[str],
) -> dict[int, str]:
    """Return what is wrong with new codes by place: malformed, twice, another's, or too late.

    `present` are the codes that are there, `taken` those of other batches.
    """
    after = {**present, **codes}
    counted = Counter(code for code in after.values() if code)
    found = {}
    for place_id, code in codes.items():
        if code == present.get(place_id, ""):
            continue
        if place_id in issued:
            found[place_id] = ISSUED
        elif code and not is_possible(code):
            found[place_id] = BAD_CODE
        elif counted[code] > 1:
            found[place_id] = DOUBLE
        elif code in taken:
            found[place_id] = TAKEN
    return found

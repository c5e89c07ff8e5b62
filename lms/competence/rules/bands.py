"""The four dimensions together: the whole index (0-100) and its band. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

#: Dimension -> highest points: PermenPANRB 38/2018, PerBKN 8/2019 (C).
DIMENSIONS = {
    "kualifikasi": Decimal(25),
    "kompetensi": Decimal(40),
    "kinerja": Decimal(30),
    "disiplin": Decimal(5),
}

#: Lowest whole number of each band (kontan.co.id, C); highest first.
BANDS = ((91, "Sangat Tinggi"), (81, "Tinggi"), (71, "Sedang"), (61, "Rendah"))
LOWEST = "Sangat Rendah"


@dataclass(frozen=True)
class Whole:
    """The whole index of a person; `band` is "" while a dimension is missing."""

    parts: dict[str, Decimal | None]
    total: Decimal
    band: str


def band_of(total: Decimal) -> str:
    """Return the band of a whole index.

    The regulation leaves gaps such as 80.5; we round to a whole number, half up, before comparing
    (our rule, shown on the page).
    """
    rounded = total.quantize(Decimal(1), ROUND_HALF_UP)
    return next((name for lowest, name in BANDS if rounded >= lowest), LOWEST)


def whole_of(competence: Decimal, others: Mapping[str, Decimal]) -> Whole:
    """Return the whole index from the competence score and the imported dimensions."""
    parts = {key: competence if key == "kompetensi" else others.get(key) for key in DIMENSIONS}
    known = [value for value in parts.values() if value is not None]
    total = sum(known, Decimal())
    return Whole(parts, total, band_of(total) if len(known) == len(DIMENSIONS) else "")

"""Forms of the attitude observation by golongan and mode, as dated data. Pure.

The guideline has a form each for golongan II and III and for each mode: 3A and 3B classical, 3C and
3D blended, 3E and 3F by distance, recap 3G (docs/facts.md 1, C). Their wording was not found: the
four aspects come from an older ministry database (D, M), the indicators are ours (M), and the
points of the levels are the middles of LAN's five bands (D). All of it is to be compared with the
forms themselves; administrators enter what they read there as a new version from a day on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from lms.core.i18n import _l

GUIDELINE = "Kep. Ka. LAN 13/K.1/PDP.07/2022"

#: The five levels, the best first.
LEVELS = ("sangat_baik", "baik", "cukup", "kurang", "sangat_kurang")
#: What everybody has unless an observer says otherwise.
USUAL = "baik"
_POINTS = dict(zip(LEVELS, (Decimal(95), Decimal(85), Decimal(75), Decimal(65), Decimal(50)),
                   strict=True))  # fmt: skip


@dataclass(frozen=True)
class Aspect:
    """One side of conduct, with what can be seen of it in a day."""

    title: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Instrument:
    """One form: its aspects, what each level is worth, since when, and how sure that is."""

    key: str
    #: Translated when it is shown.
    title: Any
    valid_from: date
    aspects: tuple[Aspect, ...]
    points: Mapping[str, Decimal]
    source: str
    confidence: str

    @property
    def indicators(self) -> dict[str, str]:
        """Return the indicators by number: "2.3" is the third of the second aspect."""
        return {
            f"{one}.{two}": words
            for one, aspect in enumerate(self.aspects, 1)
            for two, words in enumerate(aspect.indicators, 1)
        }


_DISCIPLINE = {
    "klasikal": ("Hadir di kelas sebelum sesi dimulai", "Berpakaian sesuai ketentuan hari itu",
                 "Mematuhi tata tertib kampus dan asrama", "Menyelesaikan tugas pada waktunya"),
    "blended": ("Hadir sebelum sesi dimulai, di kelas atau di ruang virtual",
                "Berpakaian sesuai ketentuan hari itu", "Mematuhi tata tertib pelatihan",
                "Menyelesaikan tugas daring dan tugas kelas pada waktunya"),
    "jarak-jauh": ("Masuk ruang virtual sebelum sesi dimulai, kamera menyala",
                   "Berpakaian sesuai ketentuan di depan kamera",
                   "Mematuhi tata tertib pelatihan jarak jauh",
                   "Mengumpulkan tugas daring pada waktunya"),
}  # fmt: skip
_LEADERSHIP = {
    "II": ("Mengatur pekerjaannya sendiri tanpa menunggu disuruh",
           "Berani menyampaikan pendapat dengan santun", "Menerima keputusan kelompok",
           "Menjadi contoh dalam hal yang menjadi tugasnya"),
    "III": ("Memimpin diskusi atau regu ketika gilirannya",
            "Mengambil keputusan dengan alasan yang jelas",
            "Mendengarkan pendapat yang berbeda", "Memberi contoh kepada peserta lain"),
}  # fmt: skip
_TEAMWORK = {
    "klasikal": ("Ikut serta dalam kerja kelompok", "Membagi tugas dengan adil",
                 "Membantu peserta lain yang tertinggal", "Menjaga hubungan baik di asrama"),
    "blended": ("Ikut serta dalam kerja kelompok, daring maupun di kelas",
                "Membagi tugas dengan adil", "Membantu peserta lain yang tertinggal",
                "Berbicara dan menulis dengan santun"),
    "jarak-jauh": ("Ikut serta dalam kerja kelompok daring", "Menanggapi tulisan peserta lain",
                   "Membantu peserta lain yang sulit terhubung",
                   "Berbicara dan menulis dengan santun"),
}  # fmt: skip
_INITIATIVE = {
    "II": ("Bertanya ketika belum paham", "Mencari bahan di luar yang diberikan",
           "Menawarkan diri untuk tugas bersama", "Memperbaiki pekerjaannya setelah ditanggapi"),
    "III": ("Mengajukan gagasan yang dapat dikerjakan", "Mencari bahan di luar yang diberikan",
            "Menawarkan diri memulai tugas bersama", "Menawarkan jalan keluar atas kendala"),
}  # fmt: skip


def _aspects(golongan: str, mode: str) -> tuple[Aspect, ...]:
    return (
        Aspect("Disiplin", _DISCIPLINE[mode]),
        Aspect("Kepemimpinan", _LEADERSHIP[golongan]),
        Aspect("Kerja sama", _TEAMWORK[mode]),
        Aspect("Prakarsa", _INITIATIVE[golongan]),
    )


def _form(key: str, title: Any, golongan: str, mode: str, source: str = GUIDELINE) -> Instrument:
    aspects = _aspects(golongan, mode)
    return Instrument(key, title, date(2022, 1, 1), aspects, _POINTS, source, "M")


#: What stands in the house from the start.
SHIPPED = (
    _form("3A", _l("3A: golongan II, klasikal"), "II", "klasikal"),
    _form("3B", _l("3B: golongan III, klasikal"), "III", "klasikal"),
    _form("3C", _l("3C: golongan II, blended learning"), "II", "blended"),
    _form("3D", _l("3D: golongan III, blended learning"), "III", "blended"),
    _form("3E", _l("3E: golongan II, jarak jauh"), "II", "jarak-jauh"),
    _form("3F", _l("3F: golongan III, jarak jauh"), "III", "jarak-jauh"),
    _form("umum", _l("Umum: pelatihan lain"), "III", "blended", "Susunan penyelenggara"),
)
KEYS = tuple(one.key for one in SHIPPED)
_BY_KIND = {
    ("II", "klasikal"): "3A", ("III", "klasikal"): "3B", ("II", "blended"): "3C",
    ("III", "blended"): "3D", ("II", "jarak-jauh"): "3E", ("III", "jarak-jauh"): "3F",
}  # fmt: skip


def shipped(key: str) -> Instrument:
    """Return the form of this key as it came with the house; KeyError when there is none."""
    return next(one for one in SHIPPED if one.key == key)


def proposed(programme_kind: str, label: str, modes: Iterable[str]) -> str:
    """Return the key of the form for a batch: by its golongan and the modes of its phases.

    The label of a batch says the golongan ("Golongan II"); without one it is III. Phases on campus
    alone are classical, none on campus is by distance, both are blended; work at one's own office
    is part of every mode.
    """
    if programme_kind != "latsar":
        return "umum"
    golongan = "II" if label.upper().split()[-1:] == ["II"] else "III"
    found = set(modes) - {"workplace"}
    mode = "jarak-jauh" if "classical" not in found else "blended" if len(found) > 1 else "klasikal"
    return _BY_KIND[golongan, mode]


def in_force(key: str, day: date, entered: Iterable[Instrument]) -> Instrument:
    """Return the version of a form that holds for batches beginning on a day.

    Versions entered here go before the shipped one; among them the newest that began by then.
    """
    known = [one for one in entered if one.key == key and one.valid_from <= day]
    return max(known, key=lambda one: one.valid_from, default=shipped(key))


def version_of(
    key: str, valid_from: date, aspects: Iterable[Aspect], points: Mapping[str, Decimal],
    source: str,
) -> Instrument:  # fmt: skip
    """Return a version of a form as an administrator entered it (D: decided by the agency)."""
    return replace(shipped(key), valid_from=valid_from, aspects=tuple(aspects), points=points,
                   source=source, confidence="D")  # fmt: skip

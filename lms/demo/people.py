"""Synthetic employees in bulk: valid NIPs, plausible positions, and trainings taken elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from lms.demo.names import TITLES, TOWNS, draw_name
from lms.people.models import Opd

#: (position kind, share in percent)
KINDS: tuple[tuple[str, int], ...] = (
    ("jpt", 1),
    ("administrator", 2),
    ("pengawas", 5),
    ("fungsional", 52),
    ("pelaksana", 40),
)
POSITIONS = {
    "jpt": ("Kepala Dinas", "Kepala Badan", "Staf Ahli"),
    "administrator": ("Kepala Bidang", "Sekretaris", "Kepala Bagian"),
    "pengawas": ("Kepala Subbagian Umum", "Kepala Seksi Pelayanan", "Kepala Subbidang Data"),
    "fungsional": (
        "Guru Ahli Pertama", "Guru Ahli Muda", "Perawat Terampil", "Analis Kebijakan Ahli Muda",
        "Pranata Komputer Ahli Pertama", "Arsiparis Mahir", "Perencana Ahli Muda",
        "Penyuluh Pertanian Ahli Pertama", "Pengelola Pengadaan Barang/Jasa Ahli Pertama",
    ),
    "pelaksana": (
        "Pengadministrasi Umum", "Pengelola Layanan Kesehatan", "Penata Layanan Operasional",
        "Pengolah Data dan Informasi", "Operator Layanan", "Penelaah Teknis Kebijakan",
    ),
}  # fmt: skip
GRADES = {
    "jpt": ("IV/b", "IV/c", "IV/d"),
    "administrator": ("IV/a", "IV/b"),
    "pengawas": ("III/c", "III/d"),
    "fungsional": ("III/a", "III/b", "III/c", "III/d", "IV/a"),
    "pelaksana": ("II/a", "II/c", "III/a", "III/b"),
}
RATINGS = ("Sangat Baik", "Baik", "Baik", "Baik", "Cukup")
#: Chance that a person has a record that fills the cell, tuned to the 26.53 of 40 measured in 2023.
CHANCES = {"struktural": 0.58, "fungsional": 0.62, "teknis": 0.63, "seminar": 0.64}


@dataclass
class Numbers:
    """Gives out NIPs whose last three digits never repeat within the same dates and sex."""

    used: dict[str, int]

    def draw(self, rng: Random, born: date, start: date, *, woman: bool, pppk: bool) -> str:
        """Return a new valid NIP."""
        middle = f"{start.year}21" if pppk else f"{start:%Y%m}"
        stem = f"{born:%Y%m%d}{middle}{2 if woman else 1}"
        self.used[stem] = self.used.get(stem, 0) + 1
        return f"{stem}{self.used[stem]:03d}"


def draw_people(
    rng: Random, count: int, offices: list[tuple[Opd, int]], today: date
) -> Iterator[dict[str, Any]]:
    """Yield the columns of `count` people spread over the offices by their share."""
    numbers = Numbers({})
    kinds, weights = [kind for kind, _ in KINDS], [weight for _, weight in KINDS]
    # three batches of Latsar need about a hundred, also in a small province
    beginners = min(0.5, max(0.06, 110 / max(1, count)))
    places = rng.choices([opd for opd, _ in offices], [share for _, share in offices], k=count)
    for opd in places:
        woman = rng.random() < 0.54
        kind = rng.choices(kinds, weights)[0]
        pppk = kind == "fungsional" and rng.random() < 0.2
        cpns = not pppk and kind in ("fungsional", "pelaksana") and rng.random() < beginners
        age = rng.randint(48, 58) if kind == "jpt" else rng.randint(23 if cpns else 27, 57)
        age = min(age, 33) if cpns else age
        born = today - timedelta(days=age * 365 + rng.randint(0, 364))
        served = 1 if cpns else rng.randint(2, max(2, min(age - 21, 5 if pppk else 33)))
        start = (today - timedelta(days=served * 365)).replace(day=1)
        yield {
            "nip": numbers.draw(rng, born, start, woman=woman, pppk=pppk),
            "email": None,
            "name": draw_name(rng, woman=woman),
            "title_front": "",
            "title_back": rng.choice(TITLES) if rng.random() < 0.7 else "",
            "birth_place": rng.choice(TOWNS),
            "birth_date": born,
            "employment": "pppk" if pppk else "cpns" if cpns else "pns",
            "position_kind": kind,
            "position_title": rng.choice(POSITIONS[kind]),
            "golongan": "IX" if pppk else rng.choice(GRADES[kind]),
            "performance": rng.choice(RATINGS),
            "opd_id": opd.id,
            "password_state": "none",
            "locale": "id",
        }


def draw_trainings(
    rng: Random, people: list[tuple[int, str]], verifier_id: int, today: date
) -> Iterator[dict[str, Any]]:
    """Yield verified outside trainings of (person id, position kind) pairs."""
    for person_id, kind in people:
        cells = ["teknis", "seminar"]
        if kind == "fungsional":
            cells.append("fungsional")
        elif kind != "pelaksana":
            cells.append("struktural")
        for cell in cells:
            if rng.random() < CHANCES[cell]:
                yield _training(rng, person_id, cell, verifier_id, today)
        if rng.random() < 0.25:
            yield _training(rng, person_id, rng.choice(cells), verifier_id, today)


#: cell -> (form, title, JP choices, oldest days)
_TRAININGS: dict[str, tuple[str, tuple[str, ...], tuple[int, ...], int]] = {
    "struktural": ("struktural", ("Pelatihan Kepemimpinan",), (290, 830), 3600),
    "fungsional": ("fungsional", ("Pelatihan Fungsional Berjenjang",), (60, 90, 120), 3000),
    "teknis": (
        "teknis",
        ("Pelayanan Publik Digital", "Pengelolaan Arsip Dinamis", "Penyusunan Anggaran",
         "Analisis Data Dasar", "Manajemen Risiko"),
        (20, 24, 30, 40),
        360,
    ),
    "seminar": (
        "seminar",
        ("Seminar Etika Digital ASN", "Webinar Keterbukaan Informasi", "Lokakarya Layanan Inklusif",
         "Webinar Keamanan Siber"),
        (4, 5, 8),
        700,
    ),
}  # fmt: skip


def _training(
    rng: Random, person_id: int, cell: str, verifier_id: int, today: date
) -> dict[str, Any]:
    form, titles, hours, oldest = _TRAININGS[cell]
    jp = rng.choice(hours)
    ended = today - timedelta(days=rng.randint(3, oldest))
    return {
        "person_id": person_id,
        "form": form,
        "cell": cell,
        "title": rng.choice(titles),
        "organiser": rng.choice(
            ("BPSDM Provinsi Lampung", "Lembaga Administrasi Negara", "LPK Mitra")
        ),
        "number": f"{rng.randint(1, 9999):04d}/{cell[:3].upper()}/{ended.year}",
        "jp": Decimal(jp),
        "starts_on": ended - timedelta(days=max(0, jp // 8 - 1)),
        "ends_on": ended,
        "state": "verified",
        "verified_by_id": verifier_id,
    }

"""What the index shows in the demo: other dimensions, exemptions, and a year of history."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import insert, select

from lms.competence import actions
from lms.competence.models import DimensionValue
from lms.competence.rules import DEFAULT
from lms.competence.rules.planning import Option
from lms.core.clock import today
from lms.core.db import db
from lms.people.models import Person

#: Months of history before today.
MONTHS = 12
#: Posts that a local reading exempts from functional training (docs/facts.md 5, C1).
EXEMPT_POSTS = ("Guru Ahli Pertama", "Guru Ahli Muda", "Perawat Terampil")
_PERFORMANCE = {
    "Sangat Baik": 30, "Baik": 25, "Cukup": 15, "Kurang": 5, "Sangat Kurang": 1, "Buruk": 1,
}  # fmt: skip
#: Posts exempted: a sample, so that both states can be seen.
_EXEMPTED = 12


def load(rng: Random, organiser: Person) -> None:
    """Fill in what the index needs beside trainings, and reckon it for the past year."""
    people = list(db.session.execute(
        select(Person.id, Person.performance, Person.employment).order_by(Person.id)
    ))  # fmt: skip
    db.session.execute(insert(DimensionValue), list(_dimensions(rng, people)))
    _exempt(organiser)
    actions.trace_back(MONTHS)
    actions.freeze(DEFAULT, "Laporan kepada Kanreg BKN, 800/1401/2026", by=organiser)
    actions.try_out(_plan(), by=organiser)


def _plan() -> actions.Wish:
    """Return a plan of the coming quarter: a seminar for many, technical training for some."""
    day = today() + timedelta(days=90)
    options = [
        Option("other-seminar", "Webinar manajemen talenta", "seminar", Decimal(4), 60,
               150_000, day),
        Option("other-teknis", "Pelatihan analisis data 20 JP", "teknis", Decimal(20), 30,
               1_500_000, day),
    ]  # fmt: skip
    return actions.Wish("Rencana triwulan pertama", "simulate", DEFAULT.key, day, options)


def _exempt(organiser: Person) -> None:
    """Exempt posts without functional training, somebody on study leave, and one by mistake."""
    posts = select(Person).where(Person.position_title.in_(EXEMPT_POSTS)).order_by(Person.id)
    found = list(db.session.scalars(posts.limit(_EXEMPTED)).unique())
    first = today().replace(month=1, day=1)
    reason = "Jabatan ini tidak memiliki pelatihan fungsional wajib"
    made = [actions.exempt(one, "fungsional", first, None, reason, by=organiser) for one in found]
    others = list(db.session.scalars(
        select(Person)
        .where(Person.employment == "pns", Person.position_kind == "pelaksana")
        .order_by(Person.id.desc()).limit(2)
    ).unique())  # fmt: skip
    for person in others[:1]:
        actions.exempt(person, "", first, first + timedelta(days=1460),
                       "Tugas belajar magister, SK 800/1127/2026", by=organiser)  # fmt: skip
    for person in others[1:]:
        ended = actions.exempt(person, "teknis", first, None,
                               "Diperbantukan pada instansi pusat", by=organiser)  # fmt: skip
        actions.reverse_exemption(ended, first + timedelta(days=180),
                                  "Kembali bertugas di OPD asal", by=organiser)  # fmt: skip
    for wrong in made[:1]:
        actions.reverse_exemption(wrong, None, "Salah pegawai; dicatat ulang", by=organiser)


def _dimensions(rng: Random, people: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield last year's points in the dimensions that come from the personnel office."""
    for person in people:
        if person.employment == "cpns":
            continue
        points = {
            "kualifikasi": rng.choices((20, 15, 10, 5), (2, 12, 3, 3))[0],
            "kinerja": _PERFORMANCE.get(person.performance, 15),
            "disiplin": 5 if rng.random() < 0.99 else 3,
        }
        for dimension, value in points.items():
            yield {
                "person_id": person.id, "year": today().year - 1, "dimension": dimension,
                "points": Decimal(value), "source": "contoh-simpeg.xlsx",
            }  # fmt: skip

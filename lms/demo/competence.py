"""What the index shows in the demo: other dimensions, exemptions, and a year of history."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import insert, select

from lms.competence import actions
from lms.competence.models import DimensionValue, IndexExemption
from lms.core.clock import now, today
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
    posts = db.session.scalars(
        select(Person.id).where(Person.position_title.in_(EXEMPT_POSTS)).order_by(Person.id)
    )
    exempted = [
        {
            "person_id": person_id, "cell": "fungsional", "starts_on": today().replace(day=1),
            "ends_on": None, "reason": "Jabatan ini tidak memiliki pelatihan fungsional wajib",
            "granted_by_id": organiser.id, "granted_at": now(),
        }
        for person_id in list(posts)[:_EXEMPTED]
    ]  # fmt: skip
    if exempted:
        db.session.execute(insert(IndexExemption), exempted)
    actions.trace_back(MONTHS)


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

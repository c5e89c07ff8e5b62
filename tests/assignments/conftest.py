"""A small running batch with one task, for the tests of this area."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pytest
from flask import Flask

from lms.assignments.models import Brief
from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import today
from lms.core.db import db
from lms.people.models import Person
from tests import cast

RUBRIC = [
    {"key": "isu", "title": "Ketepatan isu", "weight": 60, "levels": [
        {"points": 4, "title": "Sangat baik", "text": "Data jelas"},
        {"points": 3, "title": "Baik", "text": "Data cukup"},
        {"points": 2, "title": "Cukup", "text": "Data sebagian"},
        {"points": 1, "title": "Kurang", "text": "Tanpa data"}]},
    {"key": "tahap", "title": "Tahapan", "weight": 40, "levels": [
        {"points": 4, "title": "Sangat baik", "text": "Siap jalan"},
        {"points": 3, "title": "Baik", "text": "Runtut"},
        {"points": 2, "title": "Cukup", "text": "Sebagian"},
        {"points": 1, "title": "Kurang", "text": "Belum runtut"}]},
]  # fmt: skip


@dataclass
class Scene:
    """A batch with Sari in it, Budi teaching it, and one task."""

    batch: Batch
    brief: Brief
    seat: Enrolment
    address: str


@pytest.fixture
def scene(app: Flask, sari: Person, budi: Person) -> Scene:
    """Give the batch, the task, Sari's place, and the task's address."""
    version = cast.a_programme()
    unit = cast.a_unit(version, "assignment", "Rancangan aktualisasi")
    brief = Brief(
        unit_id=unit.id, html="<p>Susun rancangan.</p>", rubric=RUBRIC, due_day=3,
        accept=["pdf", "docx"], max_mb=1, takes_text=True,
    )  # fmt: skip
    db.session.add(brief)
    db.session.commit()
    batch = cast.a_batch(version, state="running", starts_on=today())
    seat = cast.an_enrolment(sari, batch)
    cast.a_staff(budi, batch)
    return Scene(batch, brief, seat, f"/angkatan/{batch.id}/tugas/{unit.id}")


@pytest.fixture
def pdf() -> Callable[[], tuple[BytesIO, str]]:
    """Give a function that returns a fresh small PDF as a form sends it."""
    target = BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(target)
    return lambda: (BytesIO(target.getvalue()), "rancangan.pdf")

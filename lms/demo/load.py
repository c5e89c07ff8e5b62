"""Load the demo: offices, accounts, many employees with history, batches at every stage."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from flask import current_app
from sqlalchemy import func, insert, select

from lms.competence.models import OutsideTraining
from lms.core.app import transaction
from lms.core.clock import today
from lms.core.db import db
from lms.demo import (
    alike,
    bank,
    batches,
    competence,
    events,
    grading,
    learning,
    news,
    packages,
    papers,
    writing,
)
from lms.demo.accounts import load_accounts
from lms.demo.offices import load_offices
from lms.demo.people import draw_people, draw_trainings
from lms.demo.recordings import make_recordings
from lms.people.models import Opd, Person

#: Rows sent to the database at once.
CHUNK = 2000


def is_loaded() -> bool:
    """Tell whether the database holds people already."""
    return bool(db.session.scalar(select(func.count(Person.id))))


def load(count: int, *, seed: int, say: Callable[[str], None]) -> None:
    """Fill an empty database; the same seed and count on the same day give the same people.

    It is one transaction: an interrupted load leaves nothing, and the next one begins anew. What
    is derived from it, the likeness of works, follows.
    """
    with transaction():
        _load(count, Random(seed), say)
    say("Kemiripan naskah")
    alike.compare()


def _load(count: int, rng: Random, say: Callable[[str], None]) -> None:
    say("Perangkat daerah dan akun contoh")
    offices = load_offices()
    db.session.flush()
    by_name: dict[str, Opd] = {office.name: office for office, _share in offices}
    accounts = load_accounts(by_name)

    say(f"{count} pegawai sintetis")
    _insert(Person, draw_people(rng, count, offices, today()))
    people = [
        (row.id, row.position_kind)
        for row in db.session.execute(select(Person.id, Person.position_kind).order_by(Person.id))
    ]
    say("Riwayat pelatihan di luar")
    _insert(OutsideTraining, draw_trainings(rng, people, accounts["organiser"].id, today()))
    batches.load(rng, accounts, say=say)
    events.load(rng, accounts, say=say)
    say("Bank soal")
    bank.fill_bank(accounts["organiser"])
    grading.keep_sentences(accounts["instructor"])
    say("Contoh paket")
    packages.load(accounts)
    say("Laporan pelatihan yang menunggu verifikasi")
    learning.load(accounts, today())
    say("Indeks kompetensi")
    competence.load(rng, accounts["organiser"])
    say("Pengumuman dan pengingat")
    news.load(accounts)
    papers.load(accounts, say=say)
    say("Rancangan program dan koreksi soal")
    writing.load(accounts)
    for name in make_recordings(Path(current_app.config["MEDIA_DIR"])):
        say(f"Rekaman {name}")


def _insert(model: type, columns: object) -> None:
    chunk = []
    for row in columns:  # type: ignore[attr-defined]
        chunk.append(row)
        if len(chunk) == CHUNK:
            db.session.execute(insert(model), chunk)
            chunk = []
    if chunk:
        db.session.execute(insert(model), chunk)

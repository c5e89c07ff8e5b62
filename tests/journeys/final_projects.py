"""Two batches with one trainee each, before their final projects: for test_final_project.py.

Run with the settings of an installation; tells the ids of the batches as JSON. What is no part of
the journey is done already: the seats are taken, the quizzes answered, the scores from outside in.
"""

import json
from datetime import timedelta
from decimal import Decimal

from lms import create_app
from lms.assignments import queries as assignments
from lms.assignments.panel import actions as panel
from lms.catalogue import actions as catalogue
from lms.catalogue import queries as catalogue_queries
from lms.catalogue.actions import Plan
from lms.catalogue.calendar import spread
from lms.catalogue.models import Batch
from lms.core import clock
from lms.core.app import transaction
from lms.core.db import db
from lms.demo.accounts import PASSWORD
from lms.demo.batches import EXAMPLE, PKP_EXAMPLE, moment
from lms.gradebook import actions as gradebook
from lms.people import actions as people
from lms.people import signin
from lms.people.models import Person
from lms.projects import queries as projects
from tests.journeys.material import answer_rightly, person

#: role in the journey -> e-mail; the mentor of the Latsar project has no account.
EMAILS = {
    role: f"{role}@proyek.invalid" for role in ("latsar", "pkp", "coach", "examiner", "superior")
}
#: role -> NIP, and what else is known.
FACTS = {
    "latsar": ("199911172026032017", {"name": "Aulia Rahmawati", "employment": "cpns",
               "position_kind": "fungsional", "position_title": "Perawat Ahli Pertama"}),
    "pkp": ("198602142010011019", {"name": "Hendra Gunawan", "position_kind": "pengawas",
            "position_title": "Kepala Subbagian Umum"}),
    "coach": ("197808202003122018", {"name": "Siti Marlina", "position_kind": "fungsional",
              "position_title": "Widyaiswara Ahli Muda"}),
    "examiner": ("197501052000031016", {"name": "Bagus Pranowo", "position_kind": "fungsional",
                 "position_title": "Widyaiswara Ahli Utama"}),
    "superior": ("197203092001122015", {"name": "Lestari Handayani",
                 "position_kind": "administrator", "position_title": "Kepala Bagian Umum"}),
}  # fmt: skip
#: How many days ago the batches began: their designs are due within the next days.
BEGAN = {"latsar-cpns": 45, "pkp": 26}
WEIGHTS = {"examiner": 50, "coach": 30, "mentor": 20}


def main() -> None:
    """Make both batches, and tell their ids."""
    with create_app().app_context(), transaction():
        organiser = person("organiser")
        cast = {role: _somebody(role) for role in FACTS}
        found = {"latsar": _a_batch("latsar-cpns", 9, cast["latsar"], cast, organiser)}
        found["pkp"] = _a_batch("pkp", 9, cast["pkp"], cast, organiser)
        told = {name: batch.id for name, batch in found.items()}
    print(json.dumps(told))


def _somebody(role: str) -> Person:
    nip, facts = FACTS[role]
    made = people.add_person(
        by=None, nip=nip, email=EMAILS[role], opd_id=person("trainee").opd_id,
        password_hash=signin.hasher.hash(PASSWORD), password_state="own", **facts,
    )  # fmt: skip
    db.session.flush()
    if role in ("coach", "examiner"):
        people.grant_role(made, role, by=None, starts_on=clock.today() - timedelta(days=400))
    return made


def _a_batch(
    key: str, number: int, trainee: Person, cast: dict[str, Person], organiser: Person
) -> Batch:
    version = catalogue_queries.current_version(key)
    assert version is not None
    first = clock.today() - timedelta(days=BEGAN[key])
    phases = spread([phase.days for phase in version.phases], first)
    plan = Plan(
        number=number, label="Proyek", quota=10, place="Kampus BPSDM, Bandar Lampung",
        phases={phase.id: dates for phase, dates in zip(version.phases, phases, strict=True)},
        registration_opens_on=first - timedelta(days=60),
        registration_closes_on=first - timedelta(days=3),
    )  # fmt: skip
    with clock.at(moment(first - timedelta(days=30))):
        batch = catalogue.open_batch(version, plan, by=organiser)
        for role in ("coach", "examiner"):
            catalogue.assign_staff(batch, cast[role].id, role, by=organiser)
        if not batch.parts:
            gradebook.set_parts(batch, PKP_EXAMPLE, reason=EXAMPLE, by=organiser)
        catalogue.move_batch(batch, "open", by=organiser)
        place = catalogue.apply(batch, trainee, by=trainee)
        db.session.flush()
        catalogue.put_forward(batch, [place.id], by=organiser)
        catalogue.accept(batch, [place.id], by=organiser)
    with clock.at(moment(first, 7)):
        catalogue.move_batch(batch, "running", by=organiser)
    db.session.flush()
    answer_rightly(batch, trainee)
    for part in gradebook.enterable(batch):
        if part["source"] != "attitude":  # the organiser enters this one in the journey
            gradebook.enter_score(batch, place, part["key"], Decimal("88.40"), source="import",
                                  reason="Rekap penyelenggara", by=organiser)  # fmt: skip
    _weigh_roles(batch, organiser)
    return batch


def _weigh_roles(batch: Batch, organiser: Person) -> None:
    """Let papers be assessed by several; for the design of Latsar the journey does it."""
    for paper, unit_id in projects.papers_of(batch).items():
        brief = assignments.brief_in(batch, unit_id)
        if brief is not None and (paper, batch.version.programme.key) != ("design", "latsar-cpns"):
            panel.set_scheme(batch, brief.unit, WEIGHTS, Decimal(15), batch.starts_on,
                             basis="Contoh, bukan bobot resmi", by=organiser)  # fmt: skip


if __name__ == "__main__":
    main()

"""Several graders save one criterion of one work at the same moment: one wins, nobody is lost."""

import threading

from flask import Flask

from lms.assignments import actions, queries
from lms.assignments.models import Brief, Submission
from lms.assignments.rules import Given
from lms.core.app import transaction
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from tests import cast
from tests.assignments.conftest import Scene

RACERS = 6


def test_graders_race_for_one_criterion_and_each_keeps_another_one(
    app: Flask, scene: Scene, sari: Person
) -> None:
    """All give "isu" a level from pages that show none, and the feedback their own words first."""
    work_id = actions.hand_in(
        scene.batch, scene.brief, scene.seat, text="Isu", uploads=[], own_work=True, by=sari
    ).id
    graders = [cast.a_person(f"Penilai {number}").id for number in range(RACERS)]
    unit_id = scene.brief.unit_id
    db.session.commit()
    start, refused, faults = threading.Barrier(RACERS), [], []

    def race(number: int) -> None:
        with app.app_context():
            work, by = db.session.get(Submission, work_id), db.session.get(Person, graders[number])
            brief = db.session.get(Brief, unit_id)
            db.session.rollback()
            start.wait()
            for key, given in (("isu", Given(number % 4, f"Kata {number}")),
                               ("tahap", Given(number % 4))):  # fmt: skip
                try:
                    with transaction():
                        actions.save_parts(work, brief, {key: given}, {}, by=by)
                except RuleBroken as broken:
                    refused.append((number, key, broken.sentence))
                except Exception as fault:
                    faults.append(fault)

    racers = [threading.Thread(target=race, args=(number,)) for number in range(RACERS)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(timeout=60)

    assert faults == []
    db.session.expire_all()
    marking = queries.to_grade(work_id).marking
    winner = {key: graders.index(by) for key, (_count, by) in marking.touches.items()}
    assert marking.comments == {"isu": f"Kata {winner['isu']}"}
    assert marking.levels == {key: number % 4 for key, number in winner.items()}
    lost_isu = {number for number, key, _sentence in refused if key == "isu"}
    assert lost_isu == set(range(RACERS)) - {winner["isu"]}
    assert all("baru saja mengubah" in sentence for _number, _key, sentence in refused)

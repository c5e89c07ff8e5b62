"""Events: few, announced by actions alone, heard in one place; the house does without."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from blinker import Signal
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

import lms
from lms.assignments import actions as assignments
from lms.assignments import queries as assignment_queries
from lms.assignments.models import Brief
from lms.catalogue import actions as catalogue
from lms.catalogue.models import Enrolment
from lms.certificates import actions as certificates
from lms.certificates import queries as certificate_queries
from lms.core.clock import now, today
from lms.core.db import db
from lms.gradebook.models import Release, Result
from lms.messages.models import Message
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import award_of

ROOT = Path(lms.__file__).parent
#: More would be opaque: business consequences are calls (DESIGN.md B4).
BUDGET = 12


def _events() -> dict[str, Signal]:
    found = {}
    for area in lms.AREAS:
        if find_spec(f"lms.{area}.events") is not None:
            module = import_module(f"lms.{area}.events")
            found |= {f"{area}.{name}": value for name, value in vars(module).items()
                      if isinstance(value, Signal)}  # fmt: skip
    return found


@pytest.fixture
def unplugged(app: Flask) -> Iterator[None]:
    """Mute every event of the house."""
    with ExitStack() as stack:
        for event in _events().values():
            stack.enter_context(event.muted())
        yield


@pytest.mark.one_engine
def test_there_are_few_events_and_each_is_heard(app: Flask) -> None:
    events = _events()
    assert 5 < len(events) <= BUDGET
    assert [name for name, event in events.items() if not event.receivers] == []


def test_events_say_what_happened() -> None:
    for name in _events():
        assert re.fullmatch(r"[a-z]+\.[a-z_]+_[a-z]+ed", name), f"{name}: past tense"


def test_actions_send_and_listeners_listen() -> None:
    used = "|".join(sorted({name.split(".")[1] for name in _events()}))
    texts = {path.relative_to(ROOT): path.read_text() for path in sorted(ROOT.rglob("*.py"))}
    send = re.compile(rf"\b({used})\.send\(")
    connect = re.compile(rf"\b({used})\.connect\b")
    senders = [str(path) for path, text in texts.items() if send.search(text)]
    assert senders
    assert [path for path in senders if "actions" not in path] == [], "actions announce"
    listeners = [str(path) for path, text in texts.items() if connect.search(text)]
    assert listeners == ["messages/listeners.py"], "one place listens"


def test_the_house_works_unplugged(
    unplugged: None, sign_in: Callable[..., FlaskClient], sari: Person, rina: Person
) -> None:
    """A place is asked for, given, given up, and the queue moves; nobody is told."""
    batch = cast.a_batch(quota=1)
    tono = cast.a_person("Tono Wijaya")
    for person in (sari, tono):
        catalogue.apply(batch, person, by=person)
    db.session.commit()
    client = sign_in(rina, front="organiser")
    places = {place.person_id: place.id for place in _places(batch.id)}
    for step in ("put_forward", "accept"):
        data = {"decision": step, "enrolment": [str(places[sari.id]), str(places[tono.id])]}
        assert client.post(f"/angkatan/{batch.id}/peserta", data=data).status_code == 302
    withdrawn = sign_in(sari).post(f"/pendaftaran/{places[sari.id]}/batal", data={})
    assert withdrawn.status_code == 302
    states = {place.person_id: place.state for place in _places(batch.id)}
    assert states == {sari.id: "withdrawn", tono.id: "accepted"}
    assert db.session.scalar(select(func.count(Message.id))) == 0


def test_marks_results_and_certificates_need_no_listener(
    unplugged: None, sari: Person, budi: Person, rina: Person
) -> None:
    """A work comes back, is marked and released; a certificate is issued, corrected, revoked."""
    version = cast.a_programme()
    unit = cast.a_unit(version, "assignment")
    level = {"points": 4, "title": "Baik", "text": ""}
    rubric = [{"key": "isu", "title": "Isu", "weight": 100, "levels": [level]}]
    brief = Brief(unit_id=unit.id, html="", due_day=1, accept=["pdf"], max_mb=1, takes_text=True,
                  rubric=rubric)  # fmt: skip
    db.session.add(brief)
    batch = cast.a_batch(version, state="grading", starts_on=today())
    seat = cast.an_enrolment(sari, batch)
    for step in ("back", "marked"):
        work = assignments.hand_in(batch, brief, seat, text="Isu", uploads=[], own_work=True,
                                   by=sari)  # fmt: skip
        if step == "back":
            assignments.return_work(work, "Perjelas", by=budi)
    work = assignment_queries.to_grade(work.id)
    marking = assignments.save_marks(work, brief, levels={"isu": 0}, comments={}, comment="",
                                     by=budi)  # fmt: skip
    assignments.confirm_marks(work, brief, marking, by=budi)
    assert assignments.release_marks(batch, brief, by=budi) == 1
    release = Release(batch_id=batch.id, by_id=rina.id, at=now(), rulebook="latsar_cpns")
    db.session.add(release)
    db.session.flush()
    result = Result(release_id=release.id, enrolment_id=seat.id, final=90, predicate="Memuaskan",
                    outcome="lulus", reasons=[], trace=[])  # fmt: skip
    db.session.add(result)
    db.session.commit()
    award = award_of(result.id)
    first = certificates.issue(award, by=rina, on=today())
    certificates.ask_to_correct(first, {"name": "Sari Wulandari, S.E."}, "Gelar", by=rina)
    second = certificate_queries.held(first.origin, first.kind)
    certificates.ask_to_revoke(second, "Salah orang", by=rina)
    assert second.revocation is not None
    assert db.session.scalar(select(func.count(Message.id))) == 0


def _places(batch_id: int) -> list:
    return list(db.session.scalars(select(Enrolment).where(Enrolment.batch_id == batch_id)))

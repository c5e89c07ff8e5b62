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
from lms.catalogue import actions as catalogue
from lms.catalogue.models import Enrolment
from lms.core.db import db
from lms.messages.models import Message
from lms.people.models import Person
from tests import cast

ROOT = Path(lms.__file__).parent
#: More would be opaque: business consequences are calls (DESIGN.md B4).
BUDGET = 10


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


def test_there_are_few_events_and_each_is_heard() -> None:
    events = _events()
    assert 5 < len(events) <= BUDGET
    assert [name for name, event in events.items() if not event.receivers] == []


def test_events_say_what_happened() -> None:
    for name in _events():
        assert re.fullmatch(r"[a-z]+\.[a-z_]+_[a-z]+ed", name), f"{name}: past tense"


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_actions_send_and_listeners_listen(path: Path) -> None:
    text = path.read_text()
    named = {name.split(".")[1] for name in _events()}
    used = "|".join(sorted(named))
    if re.search(rf"\b({used})\.send\(", text):
        assert "actions" in path.relative_to(ROOT).as_posix(), "actions announce"
    if re.search(rf"\b({used})\.connect\b", text):
        assert path == ROOT / "messages" / "listeners.py", "one place listens"


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


def _places(batch_id: int) -> list:
    return list(db.session.scalars(select(Enrolment).where(Enrolment.batch_id == batch_id)))

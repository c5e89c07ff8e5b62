"""The store of statements: tokens, sessions, what counts, documents, and other people's runs."""

import base64
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.db import db
from lms.elearning import queries as elearning
from lms.packages import xapi
from lms.packages.models import PackagePart, PackageRun, XapiStatement
from lms.people.models import Person
from tests import cast
from tests.packages import sample
from tests.packages.conftest import keep, put

ORIGIN = f"http://{'a' * 40}.paket.localhost:8001"
SignIn = Callable[..., FlaskClient]
VERBS = "http://adlnet.gov/expapi/verbs/"


class Visit:
    """One session of a cmi5 unit, as its script leads it."""

    def __init__(self, client: FlaskClient, trainee: FlaskClient, batch: Batch, unit: Unit) -> None:
        opened = trainee.post(
            f"/angkatan/{batch.id}/paket/{unit.id}/buka", data={"bagian": sample.UNIT_ID}
        )
        page = trainee.get(opened.location).text
        found = re.search(r'data-session="([^"]+)"', page)
        assert found is not None
        self.session: dict[str, str] = json.loads(unescape(found.group(1)))
        self.client, self.player = client, opened.location
        self.fetch = self.session["fetch"].removeprefix("http://localhost")
        self.actor = json.loads(self.session["actor"])
        self.token = ""

    def begin(self) -> None:
        """Fetch the token."""
        self.token = self.client.post(self.fetch).json["auth-token"]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Ask the store as the unit does."""
        return self.client.open(
            f"/xapi/{path}", method=method, json=body,
            headers={"Authorization": f"Basic {self.token}",
                     "X-Experience-API-Version": "1.0.3",
                     "Origin": ORIGIN} | headers,
        )  # fmt: skip

    def place(self, name: str) -> str:
        """Return the address of a document of the unit's state."""
        asked = {"activityId": sample.UNIT_ID, "agent": self.session["actor"],
                 "registration": self.session["registration"], "stateId": name}  # fmt: skip
        return "activities/state?" + "&".join(f"{k}={_quoted(v)}" for k, v in asked.items())

    def statement(self, verb: str, result: dict | None = None, **more: Any) -> dict[str, Any]:
        """Return a cmi5 statement."""
        said = {
            "id": str(uuid4()), "actor": self.actor, "verb": {"id": VERBS + verb},
            "object": {"id": sample.UNIT_ID}, "timestamp": "2026-11-28T10:00:00Z",
            "context": {"registration": self.session["registration"],
                        "contextActivities": {"category": [{"id": xapi.CATEGORY}]}},
        }  # fmt: skip
        return said | ({"result": result} if result else {}) | more

    def say(self, verb: str, result: dict | None = None, **more: Any) -> int:
        """Say one statement; returns the status."""
        return int(self.ask("POST", "statements", self.statement(verb, result, **more)).status_code)


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


@pytest.fixture
def unit(batch: Batch, rina: Person) -> Unit:
    """Give the unit that plays a cmi5 package."""
    return put(batch, keep(sample.cmi5(), rina), rina)


@pytest.mark.one_engine
def test_a_session_from_its_token_to_what_counts(
    client: FlaskClient, sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, unit: Unit
) -> None:
    trainee = sign_in(sari)
    visit = Visit(client, trainee, batch, unit)
    assert visit.ask("GET", "statements").status_code == 401
    assert "Sari" not in visit.session["actor"] and sari.nip not in visit.session["actor"]
    visit.begin()
    assert base64.b64decode(visit.token).startswith(b"sesi:")
    assert "error-code" in client.post(visit.fetch).json  # the token is given once
    assert trainee.get(visit.player).status_code == 302
    assert visit.ask("GET", "statements", **{"X-Experience-API-Version": ""}).status_code == 400
    told = visit.ask("GET", visit.place("LMS.LaunchData"))
    assert told.json["moveOn"] == "CompletedAndPassed" and told.json["masteryScore"] == 0.8
    assert told.json["launchParameters"] == "terang"
    assert told.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Access-Control-Allow-Credentials" not in told.headers
    done = {"completion": True, "duration": "PT60S"}
    assert visit.say("completed", done) == 403  # not before the session began
    assert visit.say("initialized") == 200
    assert visit.say("initialized") == 403
    assert visit.say("completed", done) == 200
    assert visit.say("completed", done) == 403
    low = {"success": True, "score": {"scaled": 0.5}, "duration": "PT1S"}
    assert visit.say("passed", low) == 403
    assert elearning.progress(batch, seat).done == 0
    assert visit.say("passed", low | {"score": {"scaled": 0.95}}) == 200
    assert visit.say("terminated", {"duration": "PT12M30S"}) == 200
    assert visit.say("completed", done) == 403
    assert elearning.progress(batch, seat).done == 1
    part = db.session.scalars(select(PackagePart)).one()
    assert (part.success, float(part.score or 0), part.seconds) == ("passed", 95.0, 750)
    listed = visit.ask("GET", "statements?ascending=true").json["statements"]
    verbs = [one["verb"]["id"].rpartition("/")[2] for one in listed]
    assert verbs == ["launched", "initialized", "completed", "passed", "satisfied", "terminated"]
    run = db.session.scalars(select(PackageRun)).one()
    record = trainee.get(f"/paket-catatan/{run.id}").text
    assert "tidak cocok dengan batas lulus" in record and "95,00" in record


@pytest.mark.one_engine
def test_bad_statements_are_refused_and_none_of_a_request_is_kept(
    client: FlaskClient, sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, unit: Unit
) -> None:
    visit = Visit(client, sign_in(sari), batch, unit)
    visit.begin()
    good = visit.statement("initialized")
    for bad, status in (
        ("x", 400), ({}, 400), (visit.statement("experienced", actor={"mbox": "m:a@b"}), 403),
        (visit.statement("experienced", {"score": {"scaled": 7}}), 400),
        (visit.statement("experienced", id="bukan"), 400),
        (visit.statement("experienced", attachments=[]), 400),
        (visit.statement("satisfied"), 403), (visit.statement("waived") | {"context": []}, 400),
        (visit.statement("x", object={"id": "tanpa skema"}), 400),
        (visit.statement("experienced", result={"extensions": {"a:b": "x" * 70_000}}), 413),
    ):  # fmt: skip
        answer = visit.ask("POST", "statements", [good, bad])
        assert answer.status_code == status, bad
    count = len(db.session.scalars(select(XapiStatement)).all())
    assert count == 1  # launched, our own
    assert visit.ask("POST", "statements", good).json == [good["id"]]
    assert visit.ask("POST", "statements", good).status_code == 200  # the same again
    other = good | {"result": {"completion": True}}
    assert visit.ask("POST", "statements", other).status_code == 409
    uuid = str(uuid4())
    free = visit.statement("experienced", context={}, id=uuid)
    assert visit.ask("PUT", f"statements?statementId={uuid}", free).status_code == 204
    assert visit.ask("GET", f"statements?statementId={uuid}").json["id"] == uuid
    assert visit.ask("GET", f"statements?statementId={uuid4()}").status_code == 404


@pytest.mark.one_engine
def test_documents_know_who_wrote_last_and_belong_to_one_run(
    client: FlaskClient, sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, unit: Unit
) -> None:
    visit = Visit(client, sign_in(sari), batch, unit)
    visit.begin()
    place = visit.place("tempat")
    assert visit.ask("GET", place).status_code == 404
    assert visit.ask("PUT", place, {"a": 1}, **{"If-None-Match": "*"}).status_code == 204
    assert visit.ask("PUT", place, {"a": 2}, **{"If-None-Match": "*"}).status_code == 412
    tag = visit.ask("GET", place).headers["ETag"]
    assert visit.ask("PUT", place, {"a": 2}, **{"If-Match": tag}).status_code == 204
    assert visit.ask("PUT", place, {"a": 3}, **{"If-Match": tag}).status_code == 412
    assert visit.ask("POST", place, {"b": 5}).status_code == 204
    assert visit.ask("GET", place).json == {"a": 2, "b": 5}
    assert visit.ask("POST", place, [1]).status_code == 400
    assert visit.ask("GET", place.partition("&stateId")[0]).json == ["LMS.LaunchData", "tempat"]
    profile = f"agents/profile?profileId=selera&agent={_quoted(visit.session['actor'])}"
    assert visit.ask("PUT", profile, {"a": 1}).status_code == 204
    assert visit.ask("PUT", profile, {"a": 2}).status_code == 409
    tono = cast.a_person("Tono Wijaya")
    cast.an_enrolment(tono, batch)
    other = Visit(client, sign_in(tono), batch, unit)
    other.begin()
    assert other.ask("GET", place).status_code == 400  # another's registration
    assert other.ask("GET", other.place("tempat")).status_code == 404
    assert visit.ask("DELETE", place).status_code == 204
    assert visit.ask("GET", place).status_code == 404
    again = Visit(client, sign_in(sari), batch, unit)
    again.begin()
    assert visit.ask("GET", place).status_code == 403  # the newer opening took over
    assert again.ask("GET", again.place("LMS.LaunchData")).status_code == 200

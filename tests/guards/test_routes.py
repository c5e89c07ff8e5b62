"""Guards over routes: every one declares its access, and changes of access are visible."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from lms.core import access
from lms.core.access import PUBLIC, RULES, SIGNED_IN, undeclared
from lms.people.models import Person
from tests import cast
from tests.events.cast import an_event

SNAPSHOT = Path(__file__).parent / "access.txt"
#: Anything stored, by converter argument: ids that exist in no database of a test.
NOWHERE = 999_999_999


def _routes(app: Flask) -> list[tuple[Rule, str]]:
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        found += [(rule, method) for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return sorted(found, key=lambda pair: (pair[0].rule, pair[1]))


def _value(converter: BaseConverter, number: int) -> int | str:
    if isinstance(converter, IntegerConverter):
        return number
    return sorted(converter.items)[0] if isinstance(converter, AnyConverter) else "tiada"


def _address(app: Flask, rule: Rule, ids: dict[str, int]) -> str:
    values = {
        name: _value(converter, ids.get(name, NOWHERE))
        for name, converter in rule._converters.items()
    }
    with app.test_request_context():
        return rule.build(values)[1]


def test_every_route_declares_its_access(app: Flask) -> None:
    assert undeclared(app) == []


def test_an_application_with_an_undeclared_route_does_not_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from lms import create_app

    monkeypatch.setattr("lms.people.views.account.sign_in.access", PUBLIC)
    monkeypatch.delattr("lms.people.views.account.sign_in.access")
    with pytest.raises(RuntimeError, match="people.sign_in"):
        create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": "sqlite://"})


def test_a_view_added_without_a_declaration_is_refused(app: Flask) -> None:
    added = Flask("added")
    added.before_request(access.refuse_undeclared)
    added.add_url_rule("/baru", "baru", lambda: "isi")
    assert added.test_client().get("/baru").status_code == 403


def test_every_named_permission_exists(app: Flask) -> None:
    named = {
        view.access  # type: ignore[attr-defined]
        for name, view in app.view_functions.items()
        if name != "static"
    }
    assert named - {PUBLIC, SIGNED_IN} <= set(RULES)


@pytest.mark.one_engine
def test_who_may_open_what_is_as_written_down(
    app: Flask,
    engine_name: str,
    sign_in: Callable[..., object],
    sari: Person,
    budi: Person,
    rina: Person,
    dedi: Person,
    lena: Person,
    adi: Person,
) -> None:
    """Compare route × person → status with access.txt; run with UPDATE_ACCESS=1 to rewrite it."""
    import os

    batch = cast.a_batch()
    cast.an_enrolment(sari, batch)
    cast.a_staff(budi, batch)
    event = an_event(rina, quota=9)
    ids = {"batch_id": batch.id, "event_id": event.id}
    people = {"sari": sari, "budi": budi, "rina": rina, "dedi": dedi, "lena": lena, "adi": adi}
    browsers = {"tamu": app.test_client()} | {
        name: sign_in(person) for name, person in people.items()
    }
    lines = []
    for rule, method in _routes(app):
        if rule.endpoint == "people.sign_out":
            continue
        address = _address(app, rule, ids)
        statuses = []
        for name, browser in browsers.items():
            with browser.open(address, method=method) as response:  # type: ignore[attr-defined]
                assert response.status_code < 500, f"{method} {address} as {name}"
                statuses.append(f"{name}={response.status_code}")
        lines.append(f"{method:5}{rule.rule}  {' '.join(statuses)}")
    text = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_ACCESS"):
        SNAPSHOT.write_text(text)
    assert text == SNAPSHOT.read_text()

"""The house under test: one application per database engine, an empty database for each test.

Every test that asks for `app` runs on SQLite, and on PostgreSQL too when TEST_POSTGRES_URL names a
server (`make test` starts one). Data made in a test is committed for real, as in life.
"""

import contextvars
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from sqlalchemy.engine import make_url
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from lms import create_app
from lms.core.clock import now
from lms.core.db import db
from lms.people import signin
from lms.people.models import Person, UserSession
from tests import cast

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")

# A busy machine draws examples slowly: that says nothing about what is tested.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every database test on each engine that is there."""
    if "engine_name" in metafunc.fixturenames:
        engines = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
        if metafunc.definition.get_closest_marker("one_engine"):
            engines = ["sqlite"]
        metafunc.parametrize("engine_name", engines, indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker is alone with it at the end.

    One file of journeys comes first of all: while a worker loads their data, the others do what
    is slow.
    """
    journeys = [item.path for item in items if item.get_closest_marker("browser")]

    def turn(item: pytest.Item) -> int:
        if item.path in journeys:
            return 0 if item.path == journeys[0] else 2
        return 1 if item.get_closest_marker("slow") else 3

    items.sort(key=turn)


class Scheduling(LoadScopeScheduling):
    """Hands out tests one by one, journeys by the file: they share a browser and loaded data."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file.startswith("tests/journeys/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Keep to the order of `pytest_collection_modifyitems`."""
    config.option.loadscopereorder = False
    return Scheduling(config, log)


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    """Name the database engine of this run of the test."""
    if request.param == "postgres" and not POSTGRES:
        pytest.skip("TEST_POSTGRES_URL is not set: `make test` starts a PostgreSQL and sets it")
    return str(request.param)


class Browser(FlaskClient):
    """A test client whose requests share nothing with the test but the database."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            db.session.commit()
        try:
            answer = contextvars.Context().run(super().open, *args, **kwargs)
            for one in (*answer.history, answer):
                one.request.input_stream.close()  # a large body lies in a file
            return answer
        finally:
            if has_app_context():
                db.session.expire_all()


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Flask]]:
    """Give a function that returns the application of an engine, on freshly migrated tables."""
    with ExitStack() as stack:

        @cache
        def house(engine_name: str) -> Flask:
            folder = tmp_path_factory.mktemp(f"house-{engine_name}")
            return stack.enter_context(_built(engine_name, folder))

        yield house


@contextmanager
def _built(engine_name: str, folder: Path) -> Iterator[Flask]:
    if engine_name == "sqlite":
        address = f"sqlite:///{folder / 'lms.sqlite3'}"
    else:
        address = _fresh_postgres(os.environ.get("PYTEST_XDIST_WORKER", "main"))
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "test",
            "SQLALCHEMY_DATABASE_URI": address,
            "VAR_DIR": folder,
            "QUEUE_URL": str(folder / "queue.sqlite3"),
            "JOBS_IMMEDIATE": True,
            "COMPONENTS_PAGE": True,
            "WTF_CSRF_ENABLED": False,
            "SERVER_NAME": "localhost",
            "FENCE": False,  # tests/core/test_limits.py puts it up
        }
    )
    app.test_client_class = Browser
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    if engine_name == "sqlite":
        shutil.copy(folder / "lms.sqlite3", folder / "empty.sqlite3")
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _fresh_postgres(worker: str) -> str:
    """Create an empty database of this worker and return its address."""
    url = make_url(POSTGRES)
    name = f"lms_test_{worker}"
    server = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    fresh = url.set(drivername="postgresql+psycopg", database=name)
    return fresh.render_as_string(hide_password=False)


@pytest.fixture
def house(houses: Callable[[str], Flask], engine_name: str) -> Flask:
    """Give the application, whatever its database holds."""
    return houses(engine_name)


@pytest.fixture
def app(house: Flask, engine_name: str) -> Iterator[Flask]:
    """Give the application with an empty database, inside an application context."""
    with house.app_context():
        db.session.remove()
        _empty(house, engine_name)
        yield house
        db.session.rollback()
        db.session.remove()


def _empty(house: Flask, engine_name: str) -> None:
    if engine_name == "sqlite":
        db.engine.dispose()
        folder = Path(house.config["VAR_DIR"])
        for suffix in ("-wal", "-shm"):
            (folder / f"lms.sqlite3{suffix}").unlink(missing_ok=True)
        shutil.copy(folder / "empty.sqlite3", folder / "lms.sqlite3")
        return
    tables = "; ".join(f'DELETE FROM "{name}"' for name in db.metadata.tables)
    # replica: the journal's own triggers and foreign keys stand aside for this one sweep
    with db.engine.connect() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        connection.exec_driver_sql(tables)
        connection.exec_driver_sql("SET session_replication_role = origin")
        connection.commit()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser of a guest (Tamu)."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """Give a function that returns a browser signed in as a person, at one of their fronts."""

    def start(person: Person, front: str = "") -> FlaskClient:
        client = app.test_client()
        token = f"token-{person.id}-{os.urandom(8).hex()}"
        db.session.add(
            UserSession(token_hash=signin.token_hash(token), person_id=person.id, created_at=now())
        )
        db.session.commit()
        moment = int(now().timestamp())
        with client.session_transaction() as session:
            session.update(_user_id=token, seen_at=moment, fresh_at=moment, _fresh=True)
            if front:
                session["front"] = front
        return client

    return start


@pytest.fixture
def count_queries(app: Flask) -> Callable[..., int]:
    """Give a function that counts the statements a call sends to the database."""

    def count(call: Callable[[], Any]) -> int:
        seen: list[str] = []

        def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            call()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    return count


@pytest.fixture
def sari(app: Flask) -> Person:
    """Give the trainee."""
    return cast.a_person("Sari Wulandari")


@pytest.fixture
def budi(app: Flask) -> Person:
    """Give the instructor."""
    return cast.a_person("Budi Hartanto", roles=("instructor",), position_kind="fungsional")


@pytest.fixture
def rina(app: Flask) -> Person:
    """Give the organiser."""
    return cast.a_person("Rina Kusuma", roles=("organiser",))


@pytest.fixture
def dedi(app: Flask) -> Person:
    """Give the officer of the health office."""
    return cast.a_person("Dedi Saputro", roles=("opd_officer",), opd=cast.an_office("Dinkes"))


@pytest.fixture
def lena(app: Flask) -> Person:
    """Give the leader."""
    return cast.a_person("Lena Marlina", roles=("leader",), position_kind="jpt")


@pytest.fixture
def adi(app: Flask) -> Person:
    """Give the administrator."""
    return cast.a_person("Adi Prakoso", roles=("admin",))

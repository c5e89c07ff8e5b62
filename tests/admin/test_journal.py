"""The journal is found by person, verb, thing and day; forged lines are seen, also in exports."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from lms.admin.queries import journal as queries
from lms.core import audit, clock, jobs
from lms.core.db import db
from lms.core.jobs import Job
from lms.people.models import Person

Browser = Callable[..., FlaskClient]


@pytest.fixture
def scene(app: Flask, sari: Person, budi: Person) -> None:
    """Note three things: Sari's today, Budi's today, Sari's of two days ago."""
    audit.record("room.added", "room", by=sari, name="Ruang Krakatau")
    db.session.commit()
    audit.record("room.closed", "room", by=budi)
    db.session.commit()
    with clock.at(clock.now() - timedelta(days=2)):
        audit.record("room.edited", "room", by=sari, name="=Ruang")
        db.session.commit()


def _seen(browser: FlaskClient, **wanted: str) -> set[str]:
    answer = browser.get("/admin/jurnal", query_string={"hal": "room"} | wanted)
    assert answer.status_code == 200
    body = answer.text.split("<tbody>")[1] if "<tbody>" in answer.text else ""
    return {word for word in ("ditambah", "ditutup", "diubah") if f"Ruang {word}" in body}


def test_lines_are_found_by_person_verb_and_day(
    scene: None, sign_in: Browser, adi: Person, sari: Person
) -> None:
    admin = sign_in(adi, "admin")
    today = clock.today()
    assert _seen(admin) == {"ditambah", "ditutup", "diubah"}
    assert _seen(admin, orang="wulandari") == {"ditambah", "diubah"}
    assert _seen(admin, orang=sari.nip or "") == {"ditambah", "diubah"}
    assert _seen(admin, tindakan="room.closed") == {"ditutup"}
    assert _seen(admin, dari=today.isoformat()) == {"ditambah", "ditutup"}
    assert _seen(admin, sampai=(today - timedelta(days=1)).isoformat()) == {"diubah"}
    assert _seen(admin, orang="zzz") == set()


def test_nonsense_in_the_address_narrows_nothing(
    scene: None, sign_in: Browser, adi: Person
) -> None:
    admin = sign_in(adi, "admin")
    wanted = {"dari": "kemarin", "nomor": "x", "sebelum": "9" * 30}
    assert _seen(admin, **wanted) == {"ditambah", "ditutup", "diubah"}


def test_a_page_is_bounded_and_leads_to_older_lines(
    app: Flask, sign_in: Browser, adi: Person, monkeypatch: pytest.MonkeyPatch,
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    monkeypatch.setattr(queries, "PAGE", 3)
    monkeypatch.setattr(queries.lines, "__defaults__", (3,))
    for number in range(7):
        audit.record("room.added", "room", by=adi, number=number)
    db.session.commit()
    admin = sign_in(adi, "admin")
    first = admin.get("/admin/jurnal?hal=room&tindakan=room.added").text
    assert first.count('scope="row"') == 3
    assert "tindakan=room.added" in first and "Baris yang lebih lama" in first
    assert count_queries(lambda: admin.get("/admin/jurnal?hal=room")) <= 12


def test_a_forged_line_is_marked_and_the_whole_check_names_it(
    scene: None, engine_name: str, sign_in: Browser, adi: Person
) -> None:
    admin = sign_in(adi, "admin")
    assert "tidak cocok" not in admin.get("/admin/jurnal").text
    forged = db.session.scalars(
        text("SELECT id FROM journal_entry WHERE verb = 'room.closed'")
    ).one()
    if engine_name == "sqlite":
        db.session.execute(text("DROP TRIGGER journal_entry_no_update"))
    else:
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
    db.session.execute(text("UPDATE journal_entry SET by_id = 1 WHERE id = :id"), {"id": forged})
    db.session.commit()
    assert f"Segel tidak cocok pada baris {forged}" in admin.get("/admin/jurnal").text
    assert admin.post("/admin/jurnal/periksa").status_code == 302
    jobs.run_pending()
    assert f"Baris {forged} jurnal tidak cocok" in admin.get("/admin/jurnal").text


def test_a_whole_journal_passes_the_check_in_portions(
    scene: None, sign_in: Browser, adi: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PORTION", 2)
    admin = sign_in(adi, "admin")
    admin.post("/admin/jurnal/periksa")
    jobs.run_pending()
    job = db.session.query(Job).filter_by(kind=queries.VERIFY).one()
    assert (job.state, job.error) == ("done", "")
    assert "Semua baris cocok dengan segelnya." in admin.get("/admin/jurnal").text


def test_the_export_has_the_same_lines_and_no_formula(
    scene: None, sign_in: Browser, adi: Person
) -> None:
    answer = sign_in(adi, "admin").get("/admin/jurnal.csv?hal=room&orang=wulandari")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert [row["Tindakan"] for row in rows] == ["room.edited", "room.added"]
    assert {row["Segel"] for row in rows} == {"cocok"}
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


@pytest.mark.parametrize("address", ["/admin/jurnal", "/admin/jurnal.csv"])
def test_nobody_else_reads_it(sign_in: Browser, rina: Person, lena: Person, address: str) -> None:
    for person in (rina, lena):
        assert sign_in(person).get(address).status_code == 403


def test_every_verb_of_the_source_has_its_words() -> None:
    import re
    from pathlib import Path

    import lms
    from lms.admin import words

    verbs = set()
    for path in Path(lms.__file__).parent.rglob("*.py"):
        verbs |= set(re.findall(r'\brecord\(\s*"([a-z_.]+)"', path.read_text()))
    assert verbs - set(words.VERBS) == set()

"""The certificate of a light event: who gets one, what it says, where it shows, and its table."""

import runpy
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from lms.catalogue.models import Batch
from lms.certificates import actions, paper, queries, rules, words
from lms.certificates.badges import credential
from lms.certificates.models import Certificate
from lms.certificates.readiness import queries as readiness
from lms.certificates.rules import EVENT_KIND, Case
from lms.certificates.transparency import queries as transparency
from lms.competence import queries as competence
from lms.core import clock
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.events import actions as events
from lms.events.models import Event
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import is_in_frame, issue, released, text, work
from tests.certificates.test_paper import LONG, a_certificate
from tests.events.cast import an_event

Browser = Callable[..., FlaskClient]
MIGRATIONS = Path(__file__).parents[2] / "migrations" / "versions"
TITLE = "Menjawab Pengaduan Warga"


def a_webinar(by: Person, came: list[Person], absent: list[Person], **facts: object) -> Event:
    """Return a webinar that is over: these people came, and those did not."""
    event = an_event(by, title=TITLE, **facts)
    places = [events.register(event, person, by=person) for person in (*came, *absent)]
    with clock.at(event.starts_at + timedelta(minutes=5)):
        events.save_roll(event, {place.id for place in places[: len(came)]}, (), by=by)
    db.session.commit()
    return event


def confirm(event: Event, by: Person) -> None:
    with clock.at(event.ends_at + timedelta(hours=1)):
        events.close_event(event, by=by)
    db.session.commit()


@pytest.mark.parametrize(
    ("change", "standing", "missing"),
    [
        ({}, "ready", []),
        ({"is_open": True}, "waiting", [("event_open", "organiser")]),
        ({"lacks_proof": "presence", "is_open": True}, "waiting",
         [("presence", "organiser"), ("event_open", "organiser")]),
        ({"lacks_proof": "evidence", "is_open": True}, "waiting",
         [("evidence", "trainee"), ("event_open", "organiser")]),
        ({"lacks_proof": "presence"}, "waiting", [("presence", "nobody")]),
        ({"strange_letters": "Đ"}, "waiting", [("letters", "organiser")]),
        ({"nip": None}, "ready", [("nip", "opd")]),
    ],
)  # fmt: skip
def test_who_is_entitled(
    change: dict[str, object], standing: str, missing: list[tuple[str, str]]
) -> None:
    whole = {"outcome": None, "nip": "1", "birth_place": "", "birth_date": None,
             "strange_letters": "", "has_certificate": False}  # fmt: skip
    case = Case(**(whole | change))  # type: ignore[arg-type]
    assert rules.standing(case, EVENT_KIND) == standing
    assert [(gap.what, gap.who) for gap in rules.gaps(case, EVENT_KIND)] == missing
    assert all(gap.what in words.GAPS for gap in rules.gaps(case, EVENT_KIND))


def test_who_came_gets_a_paper_and_it_shows_everywhere(
    sign_in: Browser, client: FlaskClient, rina: Person, sari: Person
) -> None:
    dedi = cast.a_person("Dedi Absen")
    event = a_webinar(rina, [sari], [dedi], place="Aula Tapis")
    board, own = f"/kegiatan/{event.id}/sertifikat", f"/kegiatan/{event.id}"
    organiser = sign_in(rina)
    shown = organiser.get(board).text
    assert "belum disahkan" in shown
    assert "Terbitkan" not in shown
    assert "Kehadiran belum tercatat" in shown
    assert organiser.post(board).status_code == 422  # before the event is confirmed
    confirm(event, rina)
    assert "Terbitkan 1 sertifikat" in organiser.get(board).text
    assert "Sertifikat belum terbit" in sign_in(sari).get(board).text
    assert organiser.post(board).status_code == 302
    work()

    [found] = queries.papers_of(event)
    assert (found.person_id, found.kind, found.facts["jp"]) == (sari.id, "kegiatan", 4)
    assert found.enrolment_id is None
    assert found.file is not None
    page = text(paper.pdf(found), 1)
    for said in (f"Webinar {TITLE}", "Sari Wulandari", found.number, "4 (empat) jam pelajaran",
                 "di Aula Tapis", "SEBAGAI PESERTA"):  # fmt: skip
        assert said.lower() in page.lower()
    assert is_in_frame(paper.pdf(found))

    mine = sign_in(sari)
    assert found.number in mine.get(board).text
    assert found.number in mine.get("/sertifikat").text
    assert board in mine.get(own).text
    with mine.get(f"/sertifikat/{found.id}.pdf") as answer:
        assert answer.data[:5] == b"%PDF-"
    hours = mine.get(f"/jam-pelatihan?tahun={event.last_day.year}").text
    assert found.number in hours
    assert f"/sertifikat/{found.id}.pdf" in hours
    checked = client.get(f"/verifikasi/{found.code}").text
    assert "Sertifikat ini sah" in checked
    assert f"Webinar {TITLE}" in checked
    assert len(transparency.proofs(found)) == 1
    [entry] = competence.ledger(db.session.get_one(Person, sari.id))
    assert (entry.number, entry.certificate_id, entry.jp) == (found.number, found.id, 4)
    badge = credential.of(found)["credentialSubject"]
    assert badge["achievement"]["id"].endswith(f"/kegiatan/{event.id}#kegiatan")

    assert sign_in(dedi).get(f"/sertifikat/{found.id}.pdf").status_code == 404
    assert organiser.post(board).status_code == 422  # nobody is left
    assert len(queries.papers_of(event)) == 1


@pytest.mark.one_engine
def test_changes_after_issue_keep_what_it_is_for(
    sign_in: Browser, rina: Person, sari: Person, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.pressroom, "fulfil", lambda order: [b"%PDF-" for _ in order.ids])
    event = a_webinar(rina, [sari], [])
    confirm(event, rina)
    actions.ask_to_issue(event, by=rina)
    work()
    [first] = queries.papers_of(event)
    actions.ask_to_correct(first, {"name": "Sari Wulandari, S.E."}, "Gelar belum ada", by=rina)
    work()
    second = queries.held(first.origin, "kegiatan")
    assert second is not None
    assert (second.version, second.participation_id, second.seq) == (
        2, first.participation_id, first.seq + 1,
    )  # fmt: skip
    [entry] = competence.ledger(db.session.get_one(Person, sari.id))
    assert entry.number == second.number
    monkeypatch.setitem(app.config, "CHANGES_BY_TWO", True)
    address = f"/sertifikat/{second.id}/cabut"
    answer = sign_in(rina).post(address, data={"reason": "Peserta ternyata tidak hadir"})
    assert answer.location.endswith(f"/kegiatan/{event.id}/sertifikat?jenis=kegiatan")
    events.reopen_event(db.session.get_one(Event, event.id), "Kehadiran keliru", by=rina)
    [place] = [line.place_id for line in readiness.board(event, EVENT_KIND)]
    with clock.at(event.starts_at + timedelta(minutes=5)):
        events.save_roll(event, (), {place}, by=rina)
    confirm(event, rina)
    shown = sign_in(rina).get(f"/kegiatan/{event.id}/sertifikat").text
    assert "kini tidak tercatat: Sari Wulandari" in shown
    assert "Pencabutan menunggu persetujuan" in shown
    assert competence.ledger(db.session.get_one(Person, sari.id)) == []


@pytest.mark.one_engine
def test_events_have_a_template_of_their_own(sign_in: Browser, rina: Person, sari: Person) -> None:
    event = a_webinar(rina, [sari], [])
    confirm(event, rina)
    [place] = [line.place_id for line in readiness.board(event, EVENT_KIND)]
    browser, address = sign_in(rina), "/templat-surat/kegiatan"
    assert address in browser.get("/templat-surat").text
    source = '{% extends "kegiatan.html" %}\n{% block outcome %}Peserta aktif{% endblock %}\n'
    sent = {"source": source, "style": "", "note": "Kata hasil", "person": place, "base_id": 0}
    tried = browser.post(f"{address}/pratinjau", data=sent)
    assert tried.status_code == 200
    assert "data:image/jpeg;base64," in tried.text
    assert browser.post(f"{address}/pratinjau", data=sent | {"person": 999}).status_code == 422
    assert browser.post(address, data=sent | {"needs_photo": "y"}).status_code == 302
    template = queries.template_in_force(None, EVENT_KIND)
    assert template is not None
    assert (template.programme_id, template.source) == (None, source)
    [line] = readiness.board(event, EVENT_KIND)
    assert [gap.what for gap in line.gaps] == ["photo"]
    assert browser.post(f"{address}/versi", data={"versi": 0}).status_code == 302
    assert browser.post(f"{address}/versi", data={"versi": template.id}).status_code == 302
    assert "Peserta aktif" in browser.get(f"{address}/versi").text
    assert sign_in(sari).get(address).status_code == 403
    again = queries.template_in_force(None, EVENT_KIND)
    assert again is not None
    again.needs_photo = False  # rows are kept as they are; here it stands for another version
    db.session.commit()
    [award] = readiness.awards(event, EVENT_KIND, readiness.ready(event, EVENT_KIND))
    found = actions.issue(award, by=rina, on=clock.today())
    assert found.template_id == again.id
    assert "PESERTA AKTIF" in text(paper.pdf(found), 1)


@pytest.mark.one_engine
def test_only_organisers_issue_and_strangers_see_nothing(
    sign_in: Browser, rina: Person, dedi: Person, sari: Person
) -> None:
    event = a_webinar(dedi, [sari], [])
    confirm(event, dedi)
    address = f"/kegiatan/{event.id}/sertifikat"
    officer = sign_in(dedi)
    assert "penyelenggara BPSDM yang menerbitkannya" in officer.get(address).text
    assert officer.post(address).status_code == 403
    assert officer.get(f"{address}.zip").status_code == 403
    assert sign_in(cast.a_person("Orang Lain")).get(address).status_code == 403
    with pytest.raises(RuleBroken):
        actions.ask_to_issue(event, "sttp", by=rina)


@pytest.mark.one_engine
def test_long_titles_stay_inside_the_frame(app: Flask) -> None:
    printed = paper.pdf(
        a_certificate(
            "kegiatan", name=LONG, form="assignment", event_id=1, subjects=[],
            organiser="Dinas Pemberdayaan Masyarakat, Desa, dan Transmigrasi",
            batch="Penugasan Khusus " + "Penguatan Tata Kelola Layanan Terpadu " * 4,
            place="Gedung Serbaguna Kampus BPSDM Provinsi Lampung Lantai Dua",
            legal_basis=["800.1.11.1/12345/VI.04/2026 tanggal 1 Desember 2026"],
        )
    )  # fmt: skip
    assert is_in_frame(printed)
    assert "TELAH MENYELESAIKAN" in text(printed, 1)
    assert "berdasarkan 800.1.11.1/12345/VI.04/2026" in text(printed, 1)


def test_a_paper_is_for_a_place_in_one_thing(rina: Person, sari: Person, batch: Batch) -> None:
    event = a_webinar(rina, [sari], [])
    [result] = released(batch, [sari], by=rina)
    kept = issue(result, by=rina)
    [place] = [line.place_id for line in readiness.board(event, EVENT_KIND)]
    for statement in (
        "UPDATE certificate SET enrolment_id = NULL",
        f"UPDATE certificate SET participation_id = {place}",
    ):
        with pytest.raises(IntegrityError):
            db.session.execute(sql(statement))
        db.session.rollback()
    assert queries.occasion_of(db.session.get_one(Certificate, kept.id)).id == batch.id


def test_the_tables_change_and_keep_rows_and_triggers(
    app: Flask, engine_name: str, rina: Person, sari: Person, batch: Batch
) -> None:
    [result] = released(batch, [sari], by=rina)
    kept = issue(result, by=rina)
    actions.ask_to_revoke(kept, "Terbit dua kali untuk satu orang", by=rina)
    db.session.commit()
    before = _triggers(engine_name), kept.number, kept.id
    db.session.remove()
    try:
        _step("downgrade")
        assert "certificate_touches_insert" in _triggers(engine_name)
        with pytest.raises(IntegrityError):  # the older tables ask for a batch
            db.session.execute(sql("UPDATE certificate SET enrolment_id = NULL"))
    finally:
        db.session.remove()  # a step takes the whole database
        _step("upgrade")
    assert _triggers(engine_name) == before[0]
    again = db.session.get_one(Certificate, before[2])
    assert (again.number, again.revocation.reason[:12]) == (before[1], "Terbit dua k")  # type: ignore[union-attr]
    if engine_name == "sqlite":
        assert db.session.execute(sql("PRAGMA foreign_key_check")).all() == []
        assert db.session.scalar(sql("PRAGMA integrity_check")) == "ok"
    touched = sql("SELECT count(*) FROM index_touched")
    noted = db.session.scalar(touched)
    db.session.execute(sql("UPDATE certificate SET kind = 'keterangan'"))
    assert db.session.scalar(touched) > noted


def _step(way: str) -> None:
    """Take the one step of the history back, or again, whatever stands after it."""
    [file] = MIGRATIONS.glob("0080_*.py")
    step = runpy.run_path(str(file))[way]
    with (
        db.engine.begin() as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        step()


def _triggers(engine_name: str) -> set[str]:
    table = "sqlite_master WHERE type = 'trigger'"
    if engine_name == "postgres":
        table = "pg_trigger WHERE NOT tgisinternal"
    column = "name" if engine_name == "sqlite" else "tgname"
    return set(db.session.scalars(sql(f"SELECT {column} FROM {table}")))

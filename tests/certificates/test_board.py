"""The board of a batch: who is ready, what is missing; pausing; one archive and one print file."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from zipfile import ZipFile

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment
from lms.certificates import actions, paper, pressroom, queries, rules
from lms.certificates.models import PaperTemplate
from lms.certificates.readiness import queries as readiness
from lms.core.clock import now, today
from lms.core.db import db
from lms.core.jobs import Job
from lms.gradebook.models import ComponentScore
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import InlineRoom, blank, issue_all, released, work

Browser = Callable[..., FlaskClient]
WHOLE = rules.Case("lulus", "199001012015011001", "Metro", date(1990, 1, 1), "", False)


@pytest.mark.parametrize(
    ("change", "standing", "missing"),
    [
        ({}, "ready", []),
        ({"has_certificate": True}, "issued", []),
        ({"outcome": None}, "waiting", ["result"]),
        ({"outcome": "ditunda"}, "waiting", ["ditunda"]),
        ({"outcome": "tidak_lulus"}, "waiting", ["tidak_lulus"]),
        ({"strange_letters": "Ď"}, "waiting", ["letters"]),
        ({"nip": None, "birth_place": "", "birth_date": None}, "ready",
         ["nip", "birth_place", "birth_date"]),
    ],
)  # fmt: skip
def test_what_is_missing_and_whether_it_blocks(
    change: dict[str, object], standing: str, missing: list[str]
) -> None:
    case = rules.Case(**(vars(WHOLE) | change))  # type: ignore[arg-type]
    assert rules.standing(case) == standing
    assert [gap.what for gap in rules.gaps(case)] == missing


def test_the_board_names_everybody(sign_in: Browser, rina: Person, batch: Batch) -> None:
    released(batch, [cast.a_person("Siap Sekali", birth_place="Metro")], by=rina)
    released(batch, [cast.a_person("Tidak Lulus")], by=rina, outcome="tidak_lulus")
    cast.an_enrolment(cast.a_person("Belum Dinilai"), batch)
    shown = sign_in(rina).get(f"/angkatan/{batch.id}/sertifikat").text
    assert "1 siap, 0 terbit, 2 belum siap" in shown
    assert "Tempat lahir kosong" in shown
    assert "Hasil belum dirilis" in shown


def test_a_paused_job_goes_on_where_it_stopped(
    sign_in: Browser, rina: Person, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(batch, [cast.a_person(f"Peserta {at}") for at in range(4)], by=rina)
    address = f"/angkatan/{batch.id}/sertifikat"
    browser = sign_in(rina)
    assert browser.post(f"{address}/jeda").status_code == 422
    batch_id, by_id = batch.id, rina.id

    def pausing(order: pressroom.Order) -> list[pressroom.Outcome]:
        actions.pause(db.session.get_one(Batch, batch_id), by=db.session.get_one(Person, by_id))
        return blank(order)

    monkeypatch.setattr(pressroom, "CHUNK", 1)
    monkeypatch.setattr(pressroom, "room", lambda _presses: InlineRoom(pausing))
    found = issue_all(batch, by=rina)
    assert len([one for one in found if one.file_id]) == 1
    assert "Dijeda" in db.session.query(Job).one().note
    monkeypatch.setattr(pressroom, "room", lambda _presses: InlineRoom(blank))
    browser.post(address)
    work()
    found = queries.papers_of(batch)
    assert [one.seq for one in found] == [1, 2, 3, 4]
    assert all(one.file_id for one in found)


def test_one_archive_and_one_print_file(sign_in: Browser, rina: Person, batch: Batch) -> None:
    released(batch, [cast.a_person("Adi Satu"), cast.a_person("Budi Dua")], by=rina)
    issue_all(batch, by=rina)
    actions.ask_to_revoke(queries.papers_of(batch)[0], "Nama tertulis keliru", by=rina)
    db.session.commit()
    browser = sign_in(rina)
    bundle = browser.get(f"/angkatan/{batch.id}/sertifikat.zip", buffered=True).data
    assert ZipFile(io.BytesIO(bundle)).namelist() == ["0002 Budi Dua.pdf"]
    printed = browser.get(f"/angkatan/{batch.id}/sertifikat-cetak.pdf", buffered=True).data
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert len(document.pages) == 2


def test_a_board_with_gaps_of_many_kinds_asks_few_questions(
    sign_in: Browser, rina: Person, count_queries: Callable[..., int]
) -> None:
    batch, one_with_marks = _demanding(rina), cast.a_person("Ada Nilai")
    for person in (cast.a_person("Belum Ada"), one_with_marks):
        cast.an_enrolment(person, batch)
    organiser, address = sign_in(rina), f"/angkatan/{batch.id}/sertifikat"
    seat = db.session.query(Enrolment).filter_by(person_id=one_with_marks.id).one()
    db.session.add(
        ComponentScore(enrolment_id=seat.id, component="ujian", points=80, source="manual",
                       entered_by_id=rina.id, at=now())
    )  # fmt: skip
    db.session.commit()
    shown = organiser.get(address).text
    for gap in (": Sikap, Ujian, Kuis, Tugas", ": Sikap, Kuis, Tugas", "Pas foto belum", "KRA) b"):
        assert gap in shown
    kinds = readiness.kinds_of(batch)
    assert set(kinds) == {"sttp", "mandiri", "keterangan", "piagam"}
    for kind in kinds:
        assert count_queries(lambda kind=kind: organiser.get(f"{address}?jenis={kind}")) <= 12


def _demanding(by: Person) -> Batch:
    """Return a batch with every source of points, whose template demands photograph and code."""
    version = cast.a_programme()
    version.programme.kind = "procurement"
    task = cast.a_unit(version, "assignment", "Tugas")
    sources = {"Sikap": "attitude", "Ujian": "outside", "Kuis": "quizzes",
               "Tugas": f"assignment:{task.key}"}  # fmt: skip
    parts = [{"key": title.lower(), "title": title, "weight": 25, "source": source}
             for title, source in sources.items()]  # fmt: skip
    past = today() - timedelta(days=30)
    batch = cast.a_batch(version, state="grading", starts_on=past, components=parts)
    db.session.add(
        PaperTemplate(
            programme_id=batch.programme_id, kind="sttp", source=paper.built_in("sttp"), style="",
            note="Wajib", needs_photo=True, needs_registration=True, made_by_id=by.id,
            made_at=now(),
        )
    )  # fmt: skip
    db.session.commit()
    return batch


@pytest.mark.usefixtures("no_paper")
def test_a_board_with_many_changes_asks_few_questions(
    sign_in: Browser,
    rina: Person,
    batch: Batch,
    app: Flask,
    count_queries: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released(batch, [cast.a_person(f"Peserta {place}") for place in range(4)], by=rina)
    issue_all(batch, by=rina)
    by_decision, *others = queries.papers_of(batch)
    actions.ask_to_revoke(by_decision, "Ijazah palsu", by=rina)
    db.session.commit()
    monkeypatch.setitem(app.config, "CHANGES_BY_TWO", True)
    for place, found in enumerate(others):
        actions.ask_to_correct(found, {"name": f"Nama {place}"}, f"Ejaan {place}", by=rina)
    db.session.commit()
    late = cast.a_person("Menyusul")
    cast.an_enrolment(late, batch)
    organiser, address = sign_in(rina), f"/angkatan/{batch.id}/sertifikat"
    shown = organiser.get(address).text
    assert "0 siap, 3 terbit, 1 belum siap, 1 dicabut" in shown
    assert shown.count("Ijazah palsu") == 1
    assert shown.index("Ejaan 0") < shown.index("Ejaan 1") < shown.index("Ejaan 2")
    assert "<caption>4 sertifikat</caption>" in shown
    other_kind = organiser.get(f"{address}?jenis=keterangan").text
    assert "Ejaan 2" in other_kind and "<caption>" not in other_kind
    for kind in readiness.kinds_of(batch):
        assert count_queries(lambda kind=kind: organiser.get(f"{address}?jenis={kind}")) <= 12

"""Registration codes (KRA): typed in or read from a table, missing on the board, printed."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError

from lms.catalogue.models import Batch
from lms.certificates import actions, paper, queries
from lms.certificates.models import PaperTemplate, RegistrationCode
from lms.certificates.readiness import queries as readiness
from lms.certificates.registrations import actions as registrations
from lms.certificates.registrations import queries as codes
from lms.certificates.registrations import rules, words
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.tables import write_xlsx
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import blank, issue_all, released, text

Browser = Callable[..., FlaskClient]


@pytest.mark.parametrize(
    ("nip", "code", "kept", "problem"),
    [
        ("19900101 202001 1 001", " kra-12/lan ", "KRA-12/LAN", ""),
        ("199001012020011001", 20260012.0, "20260012", ""),
        ("199001012020011001", "", "", ""),
        ("199001012020011001", "=1+1", "=1+1", rules.BAD_CODE),
        ("199001012020011001", "A" * 41, "A" * 41, rules.BAD_CODE),
        ("199001012020011009", "A1", "A1", rules.STRANGER),
        ("12", "A1", "A1", rules.NO_NIP),
    ],
)
def test_a_row_is_read_or_explained(nip: str, code: object, kept: str, problem: str) -> None:
    [row] = rules.read([(2, nip, code)], {"199001012020011001": 7})
    assert (row.code, row.problem) == (kept, problem)
    assert not problem or problem in words.PROBLEMS


def test_codes_that_cannot_be_kept_are_named() -> None:
    present = {1: "A", 2: "B", 3: "", 4: "D"}
    new = {1: "B", 2: "A", 3: "C C", 4: "E"}
    assert rules.problems(new, present, issued={4}, taken={"C C"}) == {
        3: rules.TAKEN, 4: rules.ISSUED,
    }  # fmt: skip
    assert rules.problems({3: "A"}, present, issued=set(), taken=set()) == {3: rules.DOUBLE}
    again = [(2, "199001012020011001", "A"), (3, "199001012020011001", "B")]
    assert [row.problem for row in rules.read(again, {"199001012020011001": 1})] == [
        "", rules.TWICE,
    ]  # fmt: skip


def test_a_table_fills_the_fields_and_saving_keeps_them(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.pressroom, "fulfil", blank)
    other = cast.a_person("Peserta Lain")
    results = released(batch, [sari, other], by=rina)
    seat = results[0].enrolment_id
    address, board = f"/angkatan/{batch.id}/kode-registrasi", f"/angkatan/{batch.id}/sertifikat"
    organiser = sign_in(rina)
    assert "Kode registrasi (KRA) belum diisi" in organiser.get(board).text
    table = write_xlsx(["NIP", "Kode Registrasi"], [[sari.nip, "kra-001"], ["199", "X"]])
    read = organiser.post(f"{address}/tabel", data={"berkas": (io.BytesIO(table), "kra.xlsx")})
    assert read.status_code == 200
    assert 'value="KRA-001"' in read.text
    assert "Baris 3, NIP 199: NIP bukan 18 angka." in read.text
    assert codes.codes_of(batch) == {}  # only read
    for name, data in (("kra.pdf", table), ("kra.csv", b"Nama\nSari"), ("kra.xlsx", b"PK")):
        refused = organiser.post(f"{address}/tabel", data={"berkas": (io.BytesIO(data), name)})
        assert refused.status_code == 422

    wrong = {f"kode-{seat}": "KRA-001", f"kode-{results[1].enrolment_id}": "kra-001"}
    refused = organiser.post(address, data=wrong)
    assert refused.status_code == 422
    assert "Kode ini ada pada dua orang" in refused.text
    assert codes.codes_of(batch) == {}
    assert organiser.post(address, data={f"kode-{seat}": "kra-001"}).status_code == 302
    assert codes.codes_of(batch) == {seat: "KRA-001"}
    assert sign_in(sari).get(address).status_code in (403, 404)

    issue_all(batch, by=rina)
    found = {one.person_id: one for one in queries.papers_of(batch)}
    assert found[sari.id].facts["registration"] == "KRA-001"
    assert found[other.id].facts["registration"] == ""
    with pytest.raises(RuleBroken):  # the paper says it already
        registrations.keep(batch, {seat: "KRA-002"}, by=rina)
    assert "Kode registrasi KRA-001" in text(paper.pdf(found[sari.id]), 1)


def test_a_template_may_demand_a_code(rina: Person, sari: Person, batch: Batch, app: Flask) -> None:
    [result] = released(batch, [sari], by=rina)
    db.session.add(
        PaperTemplate(
            programme_id=batch.programme_id, kind="sttp", source=paper.built_in("sttp"), style="",
            note="KRA wajib", needs_registration=True, made_by_id=rina.id, made_at=now(),
        )
    )  # fmt: skip
    db.session.commit()
    [line] = readiness.board(batch, "sttp")
    assert (line.standing, line.is_held_up) == ("waiting", True)
    registrations.keep(batch, {result.enrolment_id: "7/KRA/2026"}, by=rina)
    [line] = readiness.board(batch, "sttp")
    assert line.standing == "ready"


def test_no_two_people_have_the_same_code(rina: Person, sari: Person, batch: Batch) -> None:
    later = cast.a_batch(cast.a_programme("pkp"), number=2)
    first, second = cast.an_enrolment(sari, batch), cast.an_enrolment(sari, later)
    registrations.keep(batch, {first.id: "KRA-9"}, by=rina)
    with pytest.raises(RuleBroken, match="Sari"):
        registrations.keep(later, {second.id: "kra-9"}, by=rina)
    db.session.add(RegistrationCode(enrolment_id=second.id, code="KRA-9", by_id=rina.id, at=now()))
    with pytest.raises(IntegrityError):
        db.session.flush()

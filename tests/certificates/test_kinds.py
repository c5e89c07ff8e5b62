"""Every kind of paper: who gets it, what it says and adds, and that nothing leaves its frame."""

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, ProgrammeVersion, Unit
from lms.certificates import actions, paper, press, queries, rules
from lms.certificates.models import Certificate
from lms.certificates.readiness import queries as readiness
from lms.certificates.rules import Case
from lms.competence import queries as competence
from lms.core.clock import now, today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.elearning.models import Attempt, Quiz, Visit
from lms.gradebook.rulebooks import ranks
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import is_in_frame, released, text, work
from tests.certificates.test_paper import LONG, a_certificate

pytestmark = pytest.mark.one_engine

Browser = Callable[..., FlaskClient]
WHOLE = {
    "outcome": "lulus", "nip": "1", "birth_place": "Metro", "birth_date": now().date(),
    "strange_letters": "", "has_certificate": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "change", "standing", "missing"),
    [
        ("keterangan", {}, "waiting", ["passed"]),
        ("keterangan", {"outcome": "ditunda"}, "ready", []),
        ("keterangan", {"outcome": "tidak_lulus"}, "ready", []),
        ("keterangan", {"outcome": "tidak_lulus", "is_absent": True}, "waiting", ["absent"]),
        ("keterangan", {"outcome": None}, "waiting", ["result"]),
        ("piagam", {"rank": 1}, "ready", []),
        ("piagam", {"rank": 5}, "ready", []),
        ("piagam", {"rank": 6}, "waiting", ["rank"]),
        ("piagam", {"rank": None}, "waiting", ["rank"]),
        ("piagam", {"rank": 1, "outcome": "ditunda"}, "waiting", ["rank"]),
        ("mandiri", {"outcome": None}, "ready", []),
        ("mandiri", {"outcome": None, "left_to_study": 3}, "waiting", ["self_study"]),
        ("sttp", {"outcome": None, "lacking": ("Sikap",)}, "waiting", ["component", "result"]),
    ],
)
def test_who_is_entitled(
    kind: str, change: dict[str, object], standing: str, missing: list[str]
) -> None:
    case = Case(**(WHOLE | change))  # type: ignore[arg-type]
    assert rules.standing(case, kind) == standing
    assert [gap.what for gap in rules.gaps(case, kind)] == missing


def test_equal_marks_share_the_better_place() -> None:
    marks = {1: Decimal("90.00"), 2: Decimal("88.10"), 3: Decimal("88.10"), 4: Decimal("71.00")}
    assert ranks(marks) == {1: 1, 2: 2, 3: 2, 4: 4}
    assert ranks({}) == {}


def test_a_programme_gives_what_suits_it() -> None:
    assert rules.kinds_of("sttp", "dasar", "latsar") == ("sttp", "keterangan", "piagam")
    assert rules.kinds_of("sertifikat", "teknis", "procurement") == (
        "sertifikat", "mandiri", "keterangan",
    )  # fmt: skip


@pytest.mark.usefixtures("no_paper")
def test_the_five_best_are_honoured_and_ties_are_not_broken(rina: Person, batch: Batch) -> None:
    marks = ("95.00", "94.00", "93.00", "92.00", "91.00", "91.00", "85.00")
    for place, mark in enumerate(marks):
        person = cast.a_person(f"Peserta {place}")
        released(batch, [person], by=rina, final=Decimal(mark))
    released(batch, [cast.a_person("Tinggi")], by=rina, final=Decimal("99"), outcome="tidak_lulus")
    actions.ask_to_issue(batch, "piagam", by=rina)
    work()
    found = queries.papers_of(batch, "piagam")
    assert [(one.facts["name"], one.facts["rank"]) for one in found] == [
        ("Peserta 0", 1), ("Peserta 1", 2), ("Peserta 2", 3), ("Peserta 3", 4),
        ("Peserta 4", 5), ("Peserta 5", 5),
    ]  # fmt: skip
    assert {one.facts["passed"] for one in found} == {7}
    assert {one.facts["final"] for one in found} == {None}
    assert queries.papers_of(batch, "sttp") == []
    assert competence.ledger(found[0].person) == []  # merit is no training


@pytest.mark.usefixtures("no_paper")
def test_who_followed_without_passing_gets_a_letter_that_adds_no_hours(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch
) -> None:
    released(batch, [sari], by=rina, outcome="tidak_lulus", predicate="Kurang Memuaskan")
    released(batch, [cast.a_person("Lulus Sudah")], by=rina)
    address = f"/angkatan/{batch.id}/sertifikat?jenis=keterangan"
    shown = sign_in(rina).get(address).text
    assert "Terbitkan 1 sertifikat" in shown
    assert "Lulus Sudah" not in shown  # the board names only those for whom the letter is meant
    assert sign_in(rina).post(address).status_code == 302
    work()
    [letter] = queries.papers_of(batch, "keterangan")
    assert letter.person_id == sari.id
    assert competence.ledger(db.session.get_one(Person, sari.id)) == []
    assert "Surat keterangan mengikuti" in sign_in(sari).get("/sertifikat").text


@pytest.mark.parametrize("kind", ["webinar", "piagam", "mandiri"])
def test_a_programme_gives_no_other_kind(
    sign_in: Browser, rina: Person, sari: Person, kind: str
) -> None:
    version = cast.a_programme("teknis", certificate_kind="sertifikat", counts_as="teknis")
    batch = cast.a_batch(version, state="grading", starts_on=today() - timedelta(days=30))
    released(batch, [sari], by=rina)
    assert sign_in(rina).get(f"/angkatan/{batch.id}/sertifikat?jenis={kind}").status_code == 404
    assert sign_in(rina).post(f"/angkatan/{batch.id}/sertifikat?jenis={kind}").status_code == 404
    with pytest.raises(RuleBroken, match="tidak memberi"):
        actions.ask_to_issue(batch, kind, by=rina)


def _procurement() -> tuple[Batch, Unit, Unit]:
    """Return a batch of procurement training with one lesson and one counted test to study."""
    version: ProgrammeVersion = cast.a_programme(
        "pbj", certificate_kind="sertifikat", counts_as="teknis", title="Pengadaan"
    )
    version.programme.kind = "procurement"
    lesson, test = cast.a_unit(version), cast.a_unit(version, "quiz", "Tes modul")
    db.session.add(
        Quiz(unit_id=test.id, intro="", minutes=20, pass_mark=Decimal(80), attempts_allowed=0,
             draw=1, review="never", counts=True)
    )  # fmt: skip
    db.session.commit()
    return cast.a_batch(version, state="running"), lesson, test


@pytest.mark.usefixtures("no_paper")
def test_the_letter_of_self_study_waits_for_no_result(rina: Person, sari: Person) -> None:
    batch, lesson, test = _procurement()
    seat = cast.an_enrolment(sari, batch)
    assert [line.gaps[0].which for line in readiness.board(batch, "mandiri")] == ["2"]
    quiz = db.session.query(Quiz).filter_by(unit_id=test.id).one()
    db.session.add(
        Visit(enrolment_id=seat.id, unit_id=lesson.id, opened_at=now(), seen_at=now(),
              finished_at=now())
    )  # fmt: skip
    for number, points in enumerate((7, 8), 1):
        db.session.add(
            Attempt(
                enrolment_id=seat.id, quiz_id=quiz.id, number=number, started_at=now(), paper={},
                deadline_at=now(), submitted_at=now(), points=Decimal(points), out_of=Decimal(10),
            )
        )  # fmt: skip
        db.session.commit()
        standing = readiness.board(batch, "mandiri")[0].standing
        assert standing == ("waiting" if points < 8 else "ready")
    actions.ask_to_issue(batch, "mandiri", by=rina)
    work()
    [letter] = queries.papers_of(batch)
    facts = letter.facts
    assert (facts["jp"], facts["final"], facts["predicate"]) == (40, None, "")
    assert [subject["title"] for subject in facts["subjects"]] == ["Berorientasi Pelayanan"]
    assert facts["ends_on"] < batch.ends_on.isoformat()
    assert competence.ledger(db.session.get_one(Person, sari.id)) == []


EVERY_KIND = {
    "sttp": ("SURAT TANDA TAMAT PELATIHAN", "diberikan kepada", "LULUS, MEMUASKAN", 2),
    "sertifikat": ("SERTIFIKAT", "diberikan kepada", "LULUS, MEMUASKAN", 2),
    "keterangan": ("SURAT KETERANGAN", "menerangkan bahwa", "TELAH MENGIKUTI", 2),
    "piagam": ("PIAGAM PENGHARGAAN", "diberikan kepada", "PERINGKAT II", 1),
    "mandiri": ("SURAT KETERANGAN", "menerangkan bahwa", "TELAH SELESAI BELAJAR MANDIRI", 2),
    "kegiatan": ("SERTIFIKAT", "diberikan kepada", "SEBAGAI PESERTA", 1),
}
NAMES = ("A", "Suharno", "M. Hidayatullah Nugroho Setiawan, S.Kom.", LONG[:90])


@pytest.mark.parametrize("kind", rules.KINDS)
def test_each_kind_says_what_it_is(app: Flask, kind: str) -> None:
    title, given, outcome, pages = EVERY_KIND[kind]
    data = paper.pdf(_certificate(kind))
    with pikepdf.open(io.BytesIO(data)) as document:
        assert len(document.pages) == pages
    front = text(data, 1)
    for said in (title, given, outcome, "24 November 2026", "8 Juni 2026 sampai 17 September 2026"):
        assert said in front
    assert ("bukan tanda kelulusan" in front) == (kind in ("keterangan", "mandiri"))
    assert ("peringkat 2 (dua) dari 36 (tiga puluh enam)" in front) == (kind == "piagam")
    assert ("647 (enam ratus empat puluh tujuh) jam pelajaran" in front) == (kind != "piagam")
    if pages == 2:
        assert ("dari 100" in text(data, 2)) == (kind in rules.PASSING_KINDS)


@pytest.mark.parametrize("kind", rules.KINDS)
def test_names_of_one_to_ninety_letters_stay_in_the_frame(app: Flask, kind: str) -> None:
    people = [
        _certificate(
            kind, name=name, position="Pengelola Layanan Kesehatan dan Pengawas Mutu Kefarmasian",
            office="Rumah Sakit Umum Daerah Provinsi Lampung dr. H. Abdul Moeloek",
            birth_place="Kabupaten Tulang Bawang Barat", registration="KRA-00012345/LAN/2026",
            batch="Pelatihan Kepemimpinan Pengawas Golongan III Kerja Sama Pemerintah Kabupaten "
            "Tulang Bawang Barat Angkatan XXVIII Tahun 2026",
        )
        for name in NAMES
    ]  # fmt: skip
    [(run, members)] = paper.runs(people)
    printed = press.printed(run, [paper.sheet(one) for one in members])
    for name, data in zip(NAMES, printed, strict=True):
        assert is_in_frame(data), name
        front = text(data, 1)
        assert name in front
        assert "KRA-00012345/LAN/2026" in front


def _certificate(kind: str, **facts: Any) -> Certificate:
    own: dict[str, Any] = {"rank": 2, "passed": 36, "form": "webinar", "organiser": "BPSDM"}
    if kind not in rules.PASSING_KINDS:
        own |= {"final": None, "predicate": ""}
    return a_certificate(kind, **(own | facts))

"""Packages in a batch: opened, listened to, kept and shown; whose launch it is; floods."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.clock import at, now
from lms.core.db import db
from lms.elearning import queries as elearning
from lms.packages import actions, links, queries, rules
from lms.packages.models import (
    PackageLaunch,
    PackagePart,
    PackageReport,
    PackageRun,
)
from lms.packages.queries import Task
from lms.people.models import Person
from tests import cast
from tests.packages import sample
from tests.packages.conftest import keep, put

SignIn = Callable[..., FlaskClient]
PASSED = {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "85",
          "cmi.core.total_time": "0000:12:30.00", "cmi.suspend_data": "langkah-2"}  # fmt: skip


def _launch(browser: FlaskClient, batch: Batch, unit: Unit, part: str = "I1") -> PackageLaunch:
    answer = browser.post(f"/angkatan/{batch.id}/paket/{unit.id}/buka", data={"bagian": part})
    return db.session.get_one(PackageLaunch, int(answer.location.rpartition("/")[2]))


def run_label(launch: PackageLaunch) -> str:
    return links.label_of(launch.run.version.sha256)


def _say(browser: FlaskClient, launch: PackageLaunch, seq: int, values: object, **more: str):
    data = {"seq": seq, "values": json.dumps(values), **more}
    return browser.post(f"/paket-buka/{launch.id}/simpan", data=data)


@pytest.mark.one_engine
def test_a_trainee_opens_resumes_and_completes_and_it_counts(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, unit: Unit
) -> None:
    browser = sign_in(sari)
    page = browser.get(f"/angkatan/{batch.id}/paket/{unit.id}").text
    assert "Mulai" in page and "SCORM 1.2" in page
    launch = _launch(browser, batch, unit)
    player = browser.get(f"/paket-buka/{launch.id}")
    assert (
        f"frame-src http://{run_label(launch)}.paket.localhost"
        in player.headers["Content-Security-Policy"]
    )
    assert "allow-top-navigation" not in player.text
    assert "ab-initio" in player.text and "Sari Wulandari" in player.text
    [frame] = re.findall(r"<iframe[^>]*>", player.text)
    assert "Sari Wulandari" in frame and sari.nip not in frame  # a package learns the name alone
    half = {"cmi.core.lesson_location": "2", "cmi.suspend_data": "langkah-1",
            "cmi.core.exit": "suspend", "cmi.core.lesson_status": "incomplete"}  # fmt: skip
    assert _say(browser, launch, 1, half).json["done"] is False
    again = browser.get(f"/paket-buka/{_launch(browser, batch, unit).id}").text
    assert "langkah-1" in again and "resume" in again
    launch = _launch(browser, batch, unit)
    told = _say(browser, launch, 7, PASSED, final="1")
    assert told.json["done"] is True and told.json["seq"] == 7
    assert elearning.progress(batch, seat).done == 1
    assert "Lulus" in browser.get(f"/angkatan/{batch.id}/paket/{unit.id}").text
    run = db.session.scalars(select(PackageRun)).one()
    record = browser.get(f"/paket-catatan/{run.id}").text
    assert "langkah-2" in record and "85,00" in record and "12 menit" in record


@pytest.mark.one_engine
def test_reports_are_kept_once_and_old_windows_overwrite_nothing(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, unit: Unit
) -> None:
    browser = sign_in(sari)
    first = _launch(browser, batch, unit)
    assert _say(browser, first, 3, PASSED).status_code == 200
    assert _say(browser, first, 3, {"cmi.suspend_data": "lain"}).json["seq"] == 3
    assert _say(browser, first, 2, {"cmi.suspend_data": "lain"}).status_code == 200
    part = db.session.scalars(select(PackagePart)).one()
    assert part.values["cmi.suspend_data"] == "langkah-2"
    assert len(db.session.scalars(select(PackageReport)).all()) == 1
    _launch(browser, batch, unit)
    assert _say(browser, first, 9, {"cmi.suspend_data": "lama"}).status_code == 409
    db.session.refresh(part)
    assert part.values["cmi.suspend_data"] == "langkah-2"


@pytest.mark.one_engine
def test_last_words_come_without_a_sign_in_and_count_once(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, unit: Unit, client: FlaskClient
) -> None:
    browser = sign_in(sari)
    launch = _launch(browser, batch, unit)
    page = browser.get(f"/paket-buka/{launch.id}")
    assert "unload=(self" in page.headers["Permissions-Policy"]
    found = re.search(r'data-last="http://localhost([^"]+)"', page.text)
    assert found is not None
    address = found.group(1)
    said = {"seq": 1, "values": json.dumps(PASSED), "final": "1"}
    assert client.post(address[:-3], data=said).status_code == 403
    assert client.post(address, data=said).status_code == 200
    part = db.session.scalars(select(PackagePart)).one()
    assert part.score == 85 and elearning.progress(batch, seat).done == 1
    again = {"cmi.suspend_data": "lain"}
    assert _say(browser, launch, 1, again).json["seq"] == 1  # the page around had heard it as well
    _launch(browser, batch, unit)
    assert client.post(address, data=said | {"seq": 2}).status_code == 409
    seat.state = "withdrawn"
    db.session.commit()
    assert client.post(address, data=said | {"seq": 3}).status_code == 403
    assert db.session.scalars(select(PackagePart)).one().values["cmi.suspend_data"] == "langkah-2"


@pytest.mark.one_engine
def test_nobody_else_uses_a_launch_or_reads_the_record(
    sign_in: SignIn, sari: Person, budi: Person, rina: Person, dedi: Person, batch: Batch,
    seat: Enrolment, unit: Unit, client: FlaskClient,
) -> None:  # fmt: skip
    own = sign_in(sari)
    launch = _launch(own, batch, unit)
    assert _say(own, launch, 1, PASSED).status_code == 200
    run = db.session.scalars(select(PackageRun)).one()
    tono = cast.a_person("Tono Wijaya")
    cast.an_enrolment(tono, batch)
    for person, statuses in ((tono, (404, 404, 404)), (budi, (404, 404, 200)),
                             (rina, (404, 404, 200)), (dedi, (404, 404, 404))):  # fmt: skip
        browser = sign_in(person)
        found = (
            browser.get(f"/paket-buka/{launch.id}").status_code,
            _say(browser, launch, 5, {"cmi.suspend_data": "curian"}).status_code,
            browser.get(f"/paket-catatan/{run.id}").status_code,
        )
        assert found == statuses, person.name
    assert _say(client, launch, 5, PASSED).status_code in (302, 401)
    assert db.session.scalars(select(PackagePart)).one().values["cmi.suspend_data"] == "langkah-2"
    page = sign_in(budi).get(f"/angkatan/{batch.id}/paket/{unit.id}").text
    assert "Sari Wulandari" in page and "85,00" in page and "Belum dibuka" in page


@pytest.mark.one_engine
def test_what_a_package_makes_up_is_bounded_and_said(
    sign_in: SignIn, sari: Person, batch: Batch, seat: Enrolment, unit: Unit
) -> None:
    browser = sign_in(sari)
    launch = _launch(browser, batch, unit)
    assert _say(browser, launch, 0, PASSED).status_code == 422
    assert browser.post(f"/paket-buka/{launch.id}/simpan", data={"seq": "x"}).status_code == 422
    odd = {
        "cmi.core.score.raw": 250, "cmi.suspend_data": "x" * 200_000, "window.name": "x",
        "cmi.core.lesson_location": {"a": 1}, "cmi.core.lesson_status": "<script>alert(1)",
    }  # fmt: skip
    assert _say(browser, launch, 1, odd).status_code == 200
    part = db.session.scalars(select(PackagePart)).one()
    assert part.score is None and part.completion == "unknown"
    assert set(part.values) == {"cmi.core.score.raw", "cmi.core.lesson_status"}
    record = browser.get(f"/paket-catatan/{part.run_id}").text
    assert "di luar 0 sampai 100" in record and "terlalu panjang" in record
    assert "<script>alert(1)" not in record and "&lt;script&gt;" in record
    for seq, words in enumerate(("[1, 2]", "{", "null", "[" * 100_000), 2):
        answer = browser.post(f"/paket-buka/{launch.id}/simpan", data={"seq": seq, "values": words})
        assert answer.status_code == 200
    db.session.refresh(part)
    assert part.values["cmi.core.score.raw"] == "250"  # unreadable words take nothing away
    with at(now().replace(second=0) + timedelta(minutes=2)):
        saved = [
            actions.save(launch, 100 + n, PASSED, final=False, by=sari).state
            for n in range(rules.MOST_PER_MINUTE + 5)
        ]
    assert saved.count("kept") == rules.MOST_PER_MINUTE and saved[-1] == "flood"


@pytest.mark.one_engine
def test_organisers_upload_choose_versions_and_take_out(
    sign_in: SignIn, sari: Person, rina: Person, batch: Batch, seat: Enrolment, unit: Unit
) -> None:
    browser = sign_in(rina, "organiser")

    def upload(path: str, data: bytes, name: str = "modul.zip"):
        return browser.post(path, data={"file": cast.an_upload(data, name)},
                            content_type="multipart/form-data")  # fmt: skip

    refused = upload("/paket", sample.hostile()["slip"][0])
    assert refused.status_code == 422 and "luar foldernya" in refused.text
    assert browser.post("/paket", data={}).status_code == 422
    module = sample.scorm12("Etika Layanan", parts=2)
    added = upload("/paket", module)
    page = browser.get(added.location).text
    assert "Etika Layanan" in page and "2 bagian" in page and "etika-layanan" in page
    again = upload("/paket", module, "lain.zip")
    assert again.status_code == 422 and "sudah ada di pustaka: Etika Layanan" in again.text
    same = upload(added.location, module)
    assert same.status_code == 422 and "sudah tersimpan sebagai versi 1" in same.text
    assert upload(added.location, sample.scorm12("Etika Layanan", parts=3)).status_code == 302
    assert "Versi 2" in browser.get(added.location).text
    assert browser.get(
        f"/paket-versi/{queries.newest_version('etika-layanan').id}/coba"
    ).status_code == 200  # fmt: skip
    package = queries.package_named("etika-layanan")
    course = queries.courses_of(batch)[1]
    address = f"/angkatan/{batch.id}/paket"
    wish = {"course": course.id, "package": package.id, "title": "Etika", "minutes": 20,
            "requires": "score", "least": "75"}  # fmt: skip
    assert browser.post(address, data=wish | {"least": ""}).status_code == 422
    assert browser.post(address, data=wish).status_code == 302
    added_unit = queries.tasks_in(batch)[-1]
    assert added_unit.least == Decimal(75) and added_unit.unit.course_id == course.id
    old = queries.versions_of(package)[-1]
    assert browser.post(f"{address}/{added_unit.unit_id}/versi",
                        data={"versi": old.id}).status_code == 302  # fmt: skip
    assert queries.chosen_version(batch, added_unit).number == 1
    assert "Etika" in sign_in(sari).get(f"/angkatan/{batch.id}/belajar").text
    assert browser.post(f"{address}/{added_unit.unit_id}/keluarkan").status_code == 302
    assert "Etika" not in sign_in(sari).get(f"/angkatan/{batch.id}/belajar").text
    _launch(sign_in(sari), batch, unit)
    assert browser.post(f"{address}/{unit.id}/keluarkan").status_code == 422
    assert sign_in(sari).get("/paket").status_code == 403


@pytest.mark.one_engine
def test_every_part_must_be_done(
    sign_in: SignIn, sari: Person, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    unit = put(batch, keep(sample.scorm12(parts=2), rina), rina, requires="passed")
    browser = sign_in(sari)
    assert _say(browser, _launch(browser, batch, unit, "I1"), 1, PASSED).json["done"] is False
    assert _say(browser, _launch(browser, batch, unit, "I2"), 1, PASSED).json["done"] is True
    other = cast.a_batch(batch.version, state="running", number=9)
    assert browser.get(f"/angkatan/{other.id}/paket/{unit.id}").status_code == 404


def test_two_reports_at_once_are_both_kept_or_repeated(
    batch: Batch, seat: Enrolment, task: Task, sari: Person
) -> None:
    launch = actions.open_part(batch, task, seat, "I1", by=sari)
    db.session.commit()
    states = [actions.save(launch, seq, PASSED, final=False, by=sari).state for seq in (1, 1, 2)]
    db.session.commit()
    assert states == ["kept", "repeated", "kept"]
    assert db.session.scalars(select(PackageReport.seq).order_by(PackageReport.seq)).all() == [1, 2]


@pytest.mark.one_engine
def test_the_rules_between_parts_are_kept_and_their_word_on_the_whole_counts(
    sign_in: SignIn, sari: Person, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    unit = put(batch, keep(sample.sequenced(), rina), rina)
    browser = sign_in(sari)
    launch = _launch(browser, batch, unit, "I1")
    player = browser.get(f"/paket-buka/{launch.id}").text
    assert "writeSatisfiedStatus" in player and "preConditionRules" in player
    part = {"cmi.completion_status": "completed", "cmi.success_status": "passed"}
    half = {"completionStatus": "incomplete", "successStatus": "unknown"}
    told = _say(browser, launch, 1, part, sequencing="keadaan-1", whole=json.dumps(half))
    assert told.json["done"] is False
    assert "keadaan-1" in browser.get(f"/paket-buka/{launch.id}").text
    assert _say(browser, launch, 2, part, sequencing="x" * 400_001, whole="[]").status_code == 200
    assert "keadaan-1" in browser.get(f"/paket-buka/{launch.id}").text
    full = {"completionStatus": "completed", "successStatus": "passed"}
    told = _say(browser, launch, 3, part, sequencing="keadaan-2", whole=json.dumps(full))
    assert told.json["done"] is True  # the second part was skipped by rule

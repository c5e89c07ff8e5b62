"""Failed work says why and starts again; the health page tells what needs help."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from lms.admin import rules
from lms.admin.rules import Facts
from lms.core import jobs
from lms.core.clock import now
from lms.core.db import db
from lms.core.jobs import Job
from lms.people.models import Person

Browser = Callable[..., FlaskClient]
WELL = Facts(
    engine="SQLite 3", database_bytes=1, revision="7", head="7", worker_age=timedelta(seconds=9),
    waiting=0, oldest_waiting=None, running=0, failed=0, disk_free=50, disk_total=100,
    backup_marked=True, backup_age=timedelta(hours=3), journal_lines=1,
    checked_age=timedelta(days=1), check_error="", mails=True, oldest_letter=timedelta(minutes=2),
)  # fmt: skip


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Return a job that failed for good, because the paper ran out."""

    def out_of_paper(job: Job) -> None:
        raise ValueError("kertas habis")

    monkeypatch.setitem(jobs.HANDLERS, "test.print", out_of_paper)
    job = jobs.enqueue("test.print", {})
    db.session.commit()
    job_id = job.id
    jobs.run_pending()
    return db.session.get_one(Job, job_id)


def test_failed_work_says_why_and_is_done_after_a_retry(
    failing: Job, sign_in: Browser, adi: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = sign_in(adi, "admin")
    job_id = failing.id
    page = admin.get("/admin/pekerjaan?keadaan=failed").text
    assert "kertas habis" in page and "Ulangi" in page
    monkeypatch.setitem(jobs.HANDLERS, "test.print", lambda job: None)
    answer = admin.post(f"/admin/pekerjaan/{job_id}/ulang", follow_redirects=True)
    assert f"Pekerjaan {job_id} dimulai lagi" in answer.text
    jobs.run_pending()
    done = db.session.get_one(Job, job_id)
    assert (done.state, done.error) == ("done", "")


def test_work_that_did_not_fail_is_not_repeated(
    failing: Job, sign_in: Browser, adi: Person
) -> None:
    failing.state = "done"
    db.session.commit()
    answer = sign_in(adi, "admin").post(f"/admin/pekerjaan/{failing.id}/ulang")
    assert answer.status_code == 422
    assert "tidak sedang gagal" in answer.text


def test_others_may_not_retry(failing: Job, sign_in: Browser, rina: Person, sari: Person) -> None:
    assert sign_in(rina).post(f"/admin/pekerjaan/{failing.id}/ulang").status_code == 403
    assert sign_in(sari).post(f"/admin/pekerjaan/{failing.id}/ulang").status_code == 404


def test_a_well_system_needs_nothing() -> None:
    checks = rules.judge(WELL)
    assert rules.worst(checks) == "ok"
    assert not any(check.advice for check in checks.values())


@pytest.mark.parametrize(
    ("change", "key", "tone"),
    [
        ({"revision": "6"}, "migration", "bad"),
        ({"worker_age": None}, "worker", "bad"),
        ({"worker_age": timedelta(minutes=4)}, "worker", "warn"),
        ({"worker_age": timedelta(hours=1), "running": 1}, "worker", "warn"),
        ({"waiting": 1, "oldest_waiting": timedelta(minutes=6)}, "queue", "warn"),
        ({"waiting": 1, "oldest_waiting": timedelta(hours=1)}, "queue", "bad"),
        ({"failed": 1}, "failed", "warn"),
        ({"oldest_letter": timedelta(hours=2)}, "letters", "warn"),
        ({"oldest_letter": timedelta(hours=13)}, "letters", "bad"),
        ({"disk_free": 14}, "disk", "warn"),
        ({"disk_free": 4}, "disk", "bad"),
        ({"backup_age": timedelta(hours=27)}, "backup", "warn"),
        ({"backup_age": None}, "backup", "bad"),
        ({"backup_marked": False}, "backup", "warn"),
        ({"checked_age": None}, "journal", "warn"),
        ({"check_error": "Baris 7"}, "journal", "bad"),
    ],
)
def test_what_is_not_well_is_named(change: dict[str, object], key: str, tone: str) -> None:
    check = rules.judge(Facts(**{**WELL.__dict__, **change}))[key]  # type: ignore[arg-type]
    assert check.tone == tone
    assert check.advice


def test_the_health_page_knows_worker_and_backup(
    app: Flask, sign_in: Browser, adi: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    count_queries: Callable[..., int],
) -> None:  # fmt: skip
    admin = sign_in(adi, "admin")
    page = admin.get("/admin/kesehatan").text
    assert "belum pernah terlihat" in page and "LMS_BACKUP_MARK" in page
    jobs.look_after()
    mark = tmp_path / "backup"
    mark.touch()
    old = (now() - timedelta(hours=5)).timestamp()
    os.utime(mark, (old, old))
    monkeypatch.setitem(app.config, "BACKUP_MARK", str(mark))
    page = admin.get("/admin/kesehatan").text
    assert "5 jam lalu" in page and "belum pernah terlihat" not in page
    assert count_queries(lambda: admin.get("/admin/kesehatan")) <= 12


def test_the_worker_beats_every_minute_on_one_row(app: Flask) -> None:
    jobs.look_after()
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        jobs.look_after()
        beats = db.session.query(jobs.WorkerBeat).all()
        assert [beat.at for beat in beats] == [now()]


def test_a_load_balancer_hears_whether_the_database_answers(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.get("/sehat")
    assert (answer.status_code, answer.text) == (200, "ok\n")

    def away(*_args: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("secret host name"))

    monkeypatch.setattr(db.session, "execute", away)
    answer = client.get("/sehat")
    assert (answer.status_code, answer.text) == (503, "down\n")


def test_the_matrix_shows_roles_rules_and_routes(sign_in: Browser, adi: Person) -> None:
    page = sign_in(adi, "admin").get("/admin/izin").text
    row = page.split('id="home.opd"')[1].split("</tr>")[0]
    assert row.count("boleh") == 1  # the officer alone
    assert "Who looks after an office" in row and "GET /beranda/opd" in row
    about = page.split('id="batch.edit"')[1].split("</tr>")[0]
    assert "Bergantung pada hal yang dibuka" in about


@pytest.mark.parametrize("address", ["/admin/izin", "/admin/pekerjaan", "/admin/kesehatan"])
def test_only_administrators_enter(sign_in: Browser, rina: Person, address: str) -> None:
    assert sign_in(rina).get(address).status_code == 403


def test_numbers_no_database_holds_lead_nowhere(sign_in: Browser, adi: Person) -> None:
    admin = sign_in(adi, "admin")
    assert admin.get(f"/orang/{10**30}").status_code == 404
    assert admin.get(f"/orang?halaman={10**30}").status_code == 200

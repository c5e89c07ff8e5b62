"""Letters against a real SMTP server: delivered, refused, put off, and servers that die mid-way."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select, update

from lms.core import clock, jobs, mail
from lms.core.clock import now
from lms.core.db import db
from lms.core.mail import Letter
from tests.ports import unused_port

#: Longer than a line of a header: it must travel in one piece and unencoded.
LONG = (
    "https://ruang-belajar.contoh.go.id/pemberitahuan/berhenti/" + "WzEsImNlcnRpZmljYXRlcyJd." * 3
)


class Office:
    """A mail server's mind: keeps what it takes; answers by recipient, dies where it is told to."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.answers: dict[str, str] = {}
        self.dies_at = ""
        self.server: Any = None

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.dies_at == "MAIL":
            return self._die(server)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.dies_at == "RCPT":
            return self._die(server)
        envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        if self.dies_at == "DATA":
            return self._die(server)
        return self.answers.get("DATA", "250 OK")

    def _die(self, server: SMTP) -> str:
        server.transport.abort()
        raise asyncio.CancelledError

    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(one.content, policy=default) for one in self.taken]


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    """Give a mail server on a free port, and let the house use it."""
    mind = Office()
    controller = Controller(mind, hostname="127.0.0.1", port=unused_port())
    controller.start()
    kept = {name: app.config[name] for name in ("MAIL_HOST", "MAIL_PORT", "MAIL_SECURITY")}
    app.config.update(MAIL_HOST="127.0.0.1", MAIL_PORT=controller.port, MAIL_SECURITY="none")
    yield mind
    app.config.update(kept)
    controller.stop()


class Watched:
    """A letter read afresh each time: the worker's session is another one."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __getattr__(self, name: str) -> Any:
        return getattr(db.session.scalars(select(Letter).where(Letter.key == self.key)).one(), name)


def _write(key: str = "a", to: str = "sari@contoh.go.id", **facts: str) -> Watched:
    values = {"subject": "Anda diterima", "text": "Halo", "html": "<p>Halo</p>"} | facts
    mail.write(key, to, **values)
    db.session.commit()
    return Watched(key)


def _post() -> None:
    mail.hand_out()
    db.session.commit()
    jobs.run_pending()
    db.session.expire_all()


@pytest.fixture
def later() -> Callable[[float], Any]:
    """Give a clock that is some minutes on."""
    return lambda minutes: clock.at(now() + timedelta(minutes=minutes))


def test_a_letter_arrives_as_text_and_html(office: Office) -> None:
    letter = _write(text="Salam,\n.titik di awal baris\nÉ", html="<p>Salam É</p>",
                    unsubscribe=LONG)  # fmt: skip
    _post()
    (found,) = office.letters()
    assert office.taken[0].rcpt_tos == ["sari@contoh.go.id"]
    assert found["Subject"] == "Anda diterima"
    assert found["To"] == "sari@contoh.go.id"
    text = found.get_body(("plain",)).get_content()
    assert text.replace("\r\n", "\n") == "Salam,\n.titik di awal baris\nÉ\n"
    assert "Salam É" in found.get_body(("html",)).get_content()
    assert found["List-Unsubscribe"] == f"<{LONG}>"
    assert f"List-Unsubscribe: <{LONG}>\r\n".encode() in office.taken[0].original_content
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["Auto-Submitted"] == "auto-generated"
    assert letter.state == "sent"
    assert (letter.text, letter.html, letter.unsubscribe) == ("", "", "")  # no longer kept


def test_a_letter_is_posted_once_however_often_the_worker_looks(office: Office) -> None:
    _write()
    _write()  # the same key
    for _time in range(3):
        _post()
    assert len(office.taken) == 1


def test_many_letters_share_a_connection_and_one_refusal_stops_no_other(office: Office) -> None:
    office.answers["tiada@contoh.go.id"] = "550 no such user"
    bad = _write("bad", "tiada@contoh.go.id")
    good = [_write(f"good-{number}", f"orang{number}@contoh.go.id") for number in range(5)]
    _post()
    assert {letter.state for letter in good} == {"sent"}
    assert (bad.state, bad.error) == ("refused", "550 no such user")
    assert len(office.taken) == 5


def test_a_busy_server_is_asked_again_later(office: Office, later: Callable[[float], Any]) -> None:
    office.answers["sari@contoh.go.id"] = "451 try later"
    letter = _write()
    _post()
    assert (letter.state, letter.attempts, letter.error) == ("waiting", 1, "451 try later")
    office.answers.clear()
    _post()
    assert office.taken == []  # not before its pause is over
    with later(3):
        _post()
    assert letter.state == "sent"
    assert len(office.taken) == 1


def test_a_refused_text_is_not_sent_again(office: Office) -> None:
    office.answers["DATA"] = "554 spam"
    letter = _write()
    _post()
    assert (letter.state, letter.error) == ("refused", "554 spam")


@pytest.mark.parametrize("moment", ["MAIL", "RCPT"])
def test_a_server_that_dies_before_the_text_gets_the_letter_later(
    office: Office, later: Callable[[float], Any], moment: str
) -> None:
    letter = _write()
    office.dies_at = moment
    _post()
    assert letter.state == "waiting"
    office.dies_at = ""
    with later(3):
        _post()
    assert letter.state == "sent"
    assert len(office.taken) == 1


def test_a_server_that_dies_after_the_text_never_gets_it_twice(
    office: Office, later: Callable[[float], Any]
) -> None:
    letter, other = _write("a"), _write("b", "budi@contoh.go.id")
    office.dies_at = "DATA"
    _post()
    office.dies_at = ""
    for minutes in (3, 30):
        with later(minutes):
            _post()
    assert letter.state == "uncertain"
    assert other.state == "sent"
    assert [one.rcpt_tos for one in office.taken] == [["sari@contoh.go.id"], ["budi@contoh.go.id"]]


def test_a_worker_killed_while_sending_leaves_no_second_letter(
    office: Office, later: Callable[[float], Any]
) -> None:
    letter = _write()
    db.session.execute(update(Letter).values(state="sending", attempts=1))
    db.session.commit()
    _post()
    assert letter.state == "sending"  # another worker may be at it
    with later(11):
        _post()
    assert letter.state == "uncertain"
    assert office.taken == []


def test_no_server_leaves_the_letter_waiting(
    app: Flask, office: Office, later: Callable[[float], Any]
) -> None:
    letter = _write()
    port, app.config["MAIL_PORT"] = app.config["MAIL_PORT"], unused_port()
    _post()
    assert (letter.state, letter.attempts) == ("waiting", 0)
    app.config["MAIL_PORT"] = port
    _post()
    assert letter.state == "sent"


def test_a_letter_grows_old_after_three_days(office: Office, later: Callable[[float], Any]) -> None:
    office.answers["sari@contoh.go.id"] = "451 try later"
    letter = _write()
    with later(60 * 24 * 3 + 1):
        _post()
    assert letter.state == "expired"


def test_an_impossible_address_is_refused(office: Office) -> None:
    strange = _write("a", "sari@contöh.go.id")
    broken = _write("b", "sari@contoh.go.id\nBcc: semua@contoh.go.id")
    good = _write("c")
    _post()
    assert (strange.state, broken.state, good.state) == ("refused", "refused", "sent")
    assert len(office.taken) == 1


def test_two_workers_share_the_letters_and_post_none_twice(app: Flask, office: Office) -> None:
    letters = [_write(str(number), f"orang{number}@contoh.go.id") for number in range(12)]
    together = threading.Barrier(2)

    def work(number: int) -> None:
        with app.app_context():
            together.wait()
            job = jobs.enqueue(mail.POST, {}, key=f"worker-{number}")
            db.session.commit()
            jobs.perform(job.id)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    db.session.rollback()
    assert {letter.state for letter in letters} == {"sent"}
    taken = [one.rcpt_tos[0] for one in office.taken]
    assert sorted(taken) == sorted(letter.recipient for letter in letters)


def test_without_a_server_nothing_is_asked(app: Flask) -> None:
    letter = _write()
    _post()
    assert letter.state == "waiting"
    assert db.session.scalars(select(jobs.Job)).all() == []


def test_the_command_writes_a_trial_letter_and_tells_what_became_of_letters(
    app: Flask, office: Office
) -> None:
    office.answers["tiada@contoh.go.id"] = "550 no such user"
    for address in ("sari@contoh.go.id", "tiada@contoh.go.id"):
        assert app.test_cli_runner().invoke(args=["mail", "test", address]).exit_code == 0
    _post()
    state = app.test_cli_runner().invoke(args=["mail", "state"]).output
    assert "sent       1" in state
    assert "550 no such user" in state
    app.config["MAIL_HOST"] = ""
    refused = app.test_cli_runner().invoke(args=["mail", "test", "sari@contoh.go.id"])
    assert (refused.exit_code, "LMS_MAIL_HOST" in refused.output) == (1, True)

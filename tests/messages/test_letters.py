"""From messages to letters: to whom, when, in which words, and how one stops them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core import clock
from lms.core.clock import now
from lms.core.db import db
from lms.core.mail import Letter
from lms.messages import actions
from lms.messages.actions import tell, write_letters
from lms.messages.models import Message
from lms.messages.queries import choices_of
from lms.people.models import Person
from tests import cast

pytestmark = pytest.mark.one_engine

SignIn = Callable[..., FlaskClient]


def wib(hour: int, minute: int = 0, day: int = 27) -> datetime:
    """Return a moment of November 2026 on the agency's clock."""
    return clock.from_local(datetime(2026, 11, day, hour, minute))


@pytest.fixture
def post(app: Flask) -> Iterator[None]:
    """Let the house have a mail server; nothing is posted in these tests."""
    kept = {name: app.config[name] for name in ("MAIL_HOST", "PUBLIC_URL")}
    app.config.update(MAIL_HOST="mail.example", PUBLIC_URL="https://lms.example")
    yield
    app.config.update(kept)


@pytest.fixture
def reader(app: Flask) -> Person:
    """Give a person with an address."""
    return cast.a_person("Ayu D'Souza", email="ayu@contoh.go.id")


def _tell(person: Person, at: datetime, kind: str = "place_waiting", **facts: str) -> None:
    words = {"batch": "PKP Angkatan I", "reason": "", "task": "Esai & data", **facts}
    with clock.at(at):
        tell(kind, [person.id], "/pelatihan", words)
    db.session.commit()


def _letters(at: datetime) -> list[Letter]:
    with clock.at(at):
        write_letters()
    db.session.commit()
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_a_message_becomes_a_letter_once(post: None, reader: Person) -> None:
    _tell(reader, wib(9))
    (letter,) = _letters(wib(9, 1))
    assert letter.recipient == "ayu@contoh.go.id"
    assert letter.subject == "Anda masuk daftar tunggu PKP Angkatan I"
    assert "Yth. Ayu D'Souza" in letter.text
    assert "https://lms.example/pelatihan" in letter.text
    assert "Ayu D&#39;Souza" in letter.html
    assert "<script" not in letter.html and "style=" not in letter.html
    assert letter.unsubscribe.startswith("https://lms.example/pemberitahuan/berhenti/")
    assert len(_letters(wib(9, 2))) == 1


def test_texts_are_plain_in_text_and_escaped_in_html(post: None, reader: Person) -> None:
    _tell(reader, wib(9), "marks_released", batch="<b>PKP</b>")
    (letter,) = _letters(wib(9, 1))
    assert letter.subject == "Nilai tugas Esai & data sudah dirilis"
    assert "<b>PKP</b>" in letter.text
    assert "&lt;b&gt;PKP&lt;/b&gt;" in letter.html


def test_letters_say_no_reasons_and_no_tokens_but_the_one_that_stops_them(
    post: None, reader: Person
) -> None:
    _tell(reader, wib(9), "place_declined", reason="Hukuman disiplin")
    (letter,) = _letters(wib(9, 1))
    assert "disiplin" not in letter.text + letter.html
    addresses = [word for word in letter.text.split() if word.startswith("https://")]
    assert addresses == [
        "https://lms.example/pelatihan", "https://lms.example/pemberitahuan", letter.unsubscribe,
    ]  # fmt: skip


def test_at_night_letters_wait_and_the_morning_brings_one(post: None, reader: Person) -> None:
    _tell(reader, wib(20, 30))
    _tell(reader, wib(23), "marks_released")
    assert _letters(wib(23, 30)) == []
    (letter,) = _letters(wib(6, 0, day=28))
    assert letter.subject == "2 kabar untuk Anda"
    assert "daftar tunggu" in letter.text
    assert "Esai & data" in letter.text


def test_the_digest_gathers_the_day(post: None, reader: Person) -> None:
    actions.choose(reader, {"places": "daily", "works": "daily"}, by=reader)
    _tell(reader, wib(8))
    _tell(reader, wib(11), "marks_released")
    assert _letters(wib(16, 59)) == []
    (letter,) = _letters(wib(17))
    assert letter.subject == "2 kabar untuk Anda"


def test_what_was_read_meanwhile_needs_no_letter(post: None, reader: Person) -> None:
    _tell(reader, wib(21))
    actions.mark_all_read(reader)
    assert _letters(wib(7, day=28)) == []


@pytest.mark.parametrize("change", ["address", "service", "choice", "age"])
def test_who_gets_no_letter(post: None, reader: Person, change: str) -> None:
    morning = wib(7, day=28)
    _tell(reader, wib(21))
    if change == "address":
        reader.email = None
    elif change == "service":
        reader.ended_on = wib(9).date()  # the day before the letter would leave
    elif change == "choice":
        actions.choose(reader, {"places": "never"}, by=reader)
    else:
        morning += timedelta(days=3)
    db.session.commit()
    assert _letters(morning) == []
    assert db.session.scalar(select(func.count()).where(Message.mail_at.is_not(None))) == 0


def test_without_an_address_or_a_server_only_the_inbox_knows(
    app: Flask, sari: Person, reader: Person
) -> None:
    _tell(reader, wib(9))  # no server is set
    app.config["MAIL_HOST"] = "mail.example"
    _tell(sari, wib(9))  # no address
    assert _letters(wib(9, 5)) == []
    app.config["MAIL_HOST"] = ""
    assert db.session.scalar(select(func.count(Message.id))) == 2


def test_letters_are_in_the_reader_s_language(post: None, reader: Person) -> None:
    reader.locale = "en"
    db.session.commit()
    _tell(reader, wib(9))
    (letter,) = _letters(wib(9, 1))
    assert letter.subject == "You are on the waiting list of PKP Angkatan I"
    assert 'lang="en"' in letter.html


def test_choices_are_kept_and_shown(sign_in: SignIn, reader: Person) -> None:
    client = sign_in(reader)
    assert "Surel belum diaktifkan" in client.get("/pemberitahuan").text
    ways = dict.fromkeys(("places", "schedule", "works", "certificates", "announcements"), "daily")
    answer = client.post("/pemberitahuan", data=ways | {"reminders": "never"})
    assert answer.status_code == 302
    assert client.get("/pemberitahuan").text.count("checked") == 6
    kept = choices_of(reader)
    assert (kept["places"], kept["reminders"]) == ("daily", "never")


def test_a_made_up_way_is_refused(sign_in: SignIn, reader: Person) -> None:
    client = sign_in(reader)
    answer = client.post("/pemberitahuan", data={"places": "pigeon"})
    assert answer.status_code == 422
    assert "Pilih salah satu" in answer.text


def test_the_link_stops_its_topic_without_sign_in_and_only_by_post(
    post: None, client: FlaskClient, reader: Person
) -> None:
    _tell(reader, wib(9))
    (letter,) = _letters(wib(9, 1))
    path = letter.unsubscribe.removeprefix("https://lms.example")
    asked = client.get(path)
    assert "Pendaftaran dan tempat" in asked.text
    assert reader.name not in asked.text
    _tell(reader, wib(10))
    assert len(_letters(wib(10, 1))) == 2  # asking changed nothing
    stopped = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert "Surat dihentikan" in stopped.text
    _tell(reader, wib(11))
    _tell(reader, wib(11), "marks_released")
    assert len(_letters(wib(11, 1))) == 3  # the other topic goes on
    assert client.post(path).status_code == 200  # again is harmless


def test_mail_programs_may_press_the_button_without_a_form_token(
    app: Flask, post: None, client: FlaskClient, reader: Person
) -> None:
    _tell(reader, wib(9))
    path = _letters(wib(9, 1))[0].unsubscribe.removeprefix("https://lms.example")
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert client.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
        assert client.post("/bahasa", data={"locale": "en"}).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("token", ["x", "WzEsInBsYWNlcyJd.AAAA", ""])
def test_a_forged_link_stops_nothing(client: FlaskClient, reader: Person, token: str) -> None:
    assert client.get(f"/pemberitahuan/berhenti/{token}").status_code == 404
    assert client.post(f"/pemberitahuan/berhenti/{token}").status_code == 404


def test_a_change_close_ahead_is_not_held_by_the_night(post: None, reader: Person) -> None:
    with clock.at(wib(22)):
        tell("session_cancelled", [reader.id], "/sesi/1", {
            "batch": "PKP", "session": "Isu", "zone": "WIB", "starts_at": now(), "ends_at": now(),
            "mode": "virtual", "room": "", "note": ""}, urgent=True)  # fmt: skip
    db.session.commit()
    (letter,) = _letters(wib(22, 1))
    assert letter.subject == "Sesi Isu dibatalkan"

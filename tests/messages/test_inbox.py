"""The inbox page, its number in the header, and who may read whose messages."""

from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core.db import db
from lms.messages import wording
from lms.messages.actions import tell
from lms.messages.models import Message
from lms.messages.rules import KINDS
from lms.people.models import Person

SignIn = Callable[..., FlaskClient]


def _tell(person: Person, kind: str = "place_waiting", count: int = 1, batch: str = "PKP I") -> int:
    for _number in range(count):
        tell(kind, [person.id], "/pelatihan", {"batch": batch, "starts_on": None, "reason": ""})
    db.session.commit()
    return db.session.scalars(select(Message.id).order_by(Message.id.desc())).first() or 0


def test_the_header_counts_what_is_unread(sign_in: SignIn, sari: Person) -> None:
    client = sign_in(sari)
    assert "belum dibaca" not in client.get("/beranda").text
    _tell(sari, count=3)
    assert "Pesan, 3 belum dibaca" in client.get("/beranda").text


def test_the_number_costs_no_statement(
    sign_in: SignIn, sari: Person, count_queries: Callable[..., int]
) -> None:
    client = sign_in(sari)
    client.get("/beranda")
    before = count_queries(lambda: client.get("/beranda"))
    _tell(sari, count=3)
    assert count_queries(lambda: client.get("/beranda")) == before


def test_opening_a_message_leads_to_its_thing_and_marks_it_read(
    sign_in: SignIn, sari: Person
) -> None:
    client, message_id = sign_in(sari), _tell(sari)
    assert "Anda masuk daftar tunggu PKP I" in client.get("/pesan").text
    answer = client.post(f"/pesan/{message_id}")
    assert (answer.status_code, answer.location) == (302, "/pelatihan")
    assert "Semua sudah dibaca" in client.get("/pesan").text


def test_marking_all_read_touches_only_the_own(sign_in: SignIn, sari: Person, budi: Person) -> None:
    _tell(sari, count=2)
    _tell(budi)
    client = sign_in(sari)
    assert client.post("/pesan").status_code == 302
    assert "2 pesan ditandai" in client.get("/pesan").text
    assert "1 belum dibaca" in sign_in(budi).get("/pesan").text


def test_a_get_marks_nothing(sign_in: SignIn, sari: Person) -> None:
    _tell(sari)
    client = sign_in(sari)
    for _time in range(2):
        assert "1 belum dibaca" in client.get("/pesan").text


def test_nobody_opens_another_s_message(sign_in: SignIn, sari: Person, rina: Person) -> None:
    message_id = _tell(sari)
    assert sign_in(rina).post(f"/pesan/{message_id}").status_code == 404
    assert "PKP I" not in sign_in(rina).get("/pesan").text


def test_the_list_is_narrowed_and_paged(
    sign_in: SignIn, sari: Person, count_queries: Callable[..., int]
) -> None:
    _tell(sari, count=31)
    tell("marks_released", [sari.id], "/tugas", {"batch": "PKP I", "task": "Esai"})
    db.session.commit()
    client = sign_in(sari)
    works = client.get("/pesan?topik=works").text
    assert "Esai" in works
    assert "daftar tunggu" not in works
    assert "halaman=2" in client.get("/pesan").text
    assert "Tidak ada pesan yang cocok" in client.get("/pesan?topik=schedule").text
    assert client.get("/pesan?topik=lain&halaman=x").status_code == 200
    assert count_queries(lambda: client.get("/pesan")) <= 8


def test_an_empty_inbox_says_what_will_come(sign_in: SignIn, sari: Person) -> None:
    assert "Belum ada pesan" in sign_in(sari).get("/pesan").text


def test_text_of_others_is_escaped(sign_in: SignIn, sari: Person) -> None:
    _tell(sari, batch="<script>alert(1)</script>")
    page = sign_in(sari).get("/pesan").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_every_kind_has_its_words() -> None:
    folder = Path(wording.__file__).parent / "templates" / "letters"
    assert {path.stem for path in folder.iterdir()} == set(KINDS)

"""Evidence of an assignment, and meetings of coach and coachee, until they earn JP."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from flask.testing import FlaskClient

from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.events import actions, queries
from lms.events.models import Event, Participation
from lms.people.models import Person
from tests.events.cast import TODAY, a_period, wib

Browser = Callable[..., FlaskClient]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def _upload(text: str = "Selesai.", name: str = "laporan.png", data: bytes = PNG) -> dict:
    return {"text": text, "upload": (io.BytesIO(data), name)}


@pytest.fixture
def task(rina: Person, budi: Person, sari: Person) -> Participation:
    """Give Sari's place in an assignment that Budi gives."""
    event = a_period(rina, "assignment", audience="invited", speaker_nips=(budi.nip,))
    actions.add_people(event, [sari.nip or ""], invite=False, by=rina)
    db.session.commit()
    place = queries.place_of(sari, event)
    assert place is not None
    return place


@pytest.fixture
def series(rina: Person, budi: Person, sari: Person) -> Participation:
    """Give Sari's place in a coaching of Budi that began 60 days ago."""
    event = a_period(
        rina, speaker_nips=(budi.nip,), starts_at=wib("00.00", TODAY - timedelta(days=60)),
        registration_opens_on=TODAY - timedelta(days=70),
    )  # fmt: skip
    place = actions.register(event, sari, by=sari)
    db.session.commit()
    return place


def test_an_assignment_is_handed_in_returned_accepted_and_counts(
    task: Participation, rina: Person, budi: Person, sari: Person, sign_in: Browser
) -> None:
    address = f"/keikutsertaan/{task.id}"
    trainee, supervisor = sign_in(sari), sign_in(budi)
    assert "Bukti penugasan" in trainee.get(f"/kegiatan/{task.event_id}").text
    assert trainee.post(f"{address}/bukti", data=_upload()).status_code == 302
    assert "Menunggu keputusan" in supervisor.get(address).text
    assert supervisor.get(f"{address}/bukti", buffered=True).data == PNG
    closing = sign_in(rina, "organiser").post(f"/kegiatan/{task.event_id}/sahkan")
    assert closing.status_code == 422
    assert "Bukti ini belum diputuskan: Sari Wulandari" in closing.text
    supervisor.post(f"{address}/putusan", data={"why": "Lampirkan hasil rapat."})
    assert "Lampirkan hasil rapat." in trainee.get(address).text
    trainee.post(f"{address}/bukti", data={"text": "Sudah dilengkapi."})  # the file stays
    supervisor.post(f"{address}/putusan", data={"terima": "1"})
    refused = trainee.post(f"{address}/bukti", data=_upload())
    assert refused.status_code == 422
    assert "sudah diterima" in refused.text
    assert sign_in(rina, "organiser").post(f"/kegiatan/{task.event_id}/sahkan").status_code == 302
    assert (task.jp, task.earned_on) == (Decimal(20), TODAY)
    assert "20 JP diperoleh" in trainee.get(address).text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (lambda: {"text": "Selesai."}, "Pilih berkas laporan"),
        (lambda: _upload(text=""), "Tulis apa yang Anda kerjakan"),
        (lambda: _upload(name="laporan.pdf"), "Isi berkas ini bukan PDF"),
        (lambda: _upload(name="laporan.exe"), "Isi berkas ini bukan PDF"),
        (lambda: _upload(data=b""), "Berkas kosong"),
    ],
)
def test_bad_evidence_is_explained_and_not_kept(
    task: Participation, sari: Person, sign_in: Browser, form: Callable[[], dict], sentence: str
) -> None:
    answer = sign_in(sari).post(f"/keikutsertaan/{task.id}/bukti", data=form())
    assert answer.status_code == 422
    assert sentence in answer.text
    assert task.evidence_at is None


def test_evidence_is_seen_by_the_two_and_the_organiser_only(
    task: Participation, sari: Person, dedi: Person, rina: Person, budi: Person, sign_in: Browser
) -> None:
    sign_in(sari).post(f"/keikutsertaan/{task.id}/bukti", data=_upload())
    for person, status in ((sari, 200), (budi, 200), (rina, 200), (dedi, 404)):
        for page in ("", "/bukti"):
            address = f"/keikutsertaan/{task.id}{page}"
            assert sign_in(person).get(address, buffered=True).status_code == status
    decided = sign_in(sari).post(f"/keikutsertaan/{task.id}/putusan", data={"terima": "1"})
    assert decided.status_code == 403
    assert task.accepted_at is None


def test_nobody_accepts_the_own_evidence(rina: Person) -> None:
    event = a_period(rina, "assignment")
    place = actions.register(event, rina, by=rina)
    place.evidence_at = event.starts_at
    with pytest.raises(RuleBroken, match="diputuskan oleh orang lain"):
        actions.accept_evidence(place, by=rina)


def test_meetings_are_logged_confirmed_and_count_two_a_month(
    series: Participation, rina: Person, budi: Person, sari: Person, sign_in: Browser
) -> None:
    address = f"/keikutsertaan/{series.id}"
    coach, coachee = sign_in(budi), sign_in(sari)
    days = [date(2026, 10, 5), date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)]
    for day in days:
        form = {"held_on": day.isoformat(), "topic": f"Sesi {day.day}", "outcome": "Latihan"}
        assert coach.post(f"{address}/pertemuan", data=form).status_code == 302
    assert coachee.get(address).text.count("menunggu konfirmasi") == 4
    closing = sign_in(rina, "organiser").post(f"/kegiatan/{series.event_id}/sahkan")
    assert closing.status_code == 422
    assert "belum dikonfirmasi: Sari Wulandari" in closing.text
    for meeting in queries.place_in_full(series).meetings:
        coachee.post(f"{address}/pertemuan/{meeting.id}", data={"sesuai": "1"})
    assert "6 JP dikonfirmasi" in coach.get(address).text
    assert sign_in(rina, "organiser").post(f"/kegiatan/{series.event_id}/sahkan").status_code == 302
    assert (series.jp, series.earned_on) == (Decimal(6), date(2026, 11, 16))


def test_an_objection_is_read_and_the_meeting_taken_out(
    series: Participation, budi: Person, sari: Person, sign_in: Browser
) -> None:
    meeting = actions.log_meeting(series, TODAY, "Rencana aksi", "", by=budi)
    db.session.commit()
    address = f"/keikutsertaan/{series.id}"
    coach, coachee = sign_in(budi), sign_in(sari)
    empty = coachee.post(f"{address}/pertemuan/{meeting.id}", data={"why": " "})
    assert empty.status_code == 422
    assert "Tulis apa yang tidak sesuai" in empty.text
    coachee.post(f"{address}/pertemuan/{meeting.id}", data={"why": "Saya dinas luar."})
    assert "Saya dinas luar." in coach.get(address).text
    assert coachee.post(f"{address}/pertemuan/{meeting.id}/hapus").status_code == 403
    assert coach.post(f"{address}/pertemuan/{meeting.id}/hapus").status_code == 302
    assert queries.place_in_full(series).meetings == []


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (TODAY + timedelta(days=1), "dicatat sesudah berlangsung"),
        (TODAY - timedelta(days=61), "di luar masa kegiatan"),
        (TODAY, "sudah dicatat"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(
    series: Participation, budi: Person, sign_in: Browser, day: date, sentence: str
) -> None:
    actions.log_meeting(series, TODAY, "Rencana aksi", "", by=budi)
    db.session.commit()
    form = {"held_on": day.isoformat(), "topic": "Lagi"}
    answer = sign_in(budi).post(f"/keikutsertaan/{series.id}/pertemuan", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(queries.place_in_full(series).meetings) == 1


def test_the_coachee_logs_nothing_and_the_coach_confirms_nothing(
    series: Participation, budi: Person, sari: Person, sign_in: Browser
) -> None:
    meeting = actions.log_meeting(series, TODAY, "Rencana aksi", "", by=budi)
    db.session.commit()
    address = f"/keikutsertaan/{series.id}/pertemuan"
    form = {"held_on": TODAY.isoformat(), "topic": "Sendiri"}
    assert sign_in(sari).post(address, data=form).status_code == 403
    answer = sign_in(budi).post(f"{address}/{meeting.id}", data={"sesuai": "1"})
    assert answer.status_code == 403
    assert meeting.confirmed_at is None


def test_a_place_with_meetings_is_not_given_up(
    series: Participation, budi: Person, sari: Person, sign_in: Browser
) -> None:
    actions.log_meeting(series, TODAY, "Rencana aksi", "", by=budi)
    db.session.commit()
    answer = sign_in(sari).post(f"/keikutsertaan/{series.id}/batal")
    assert answer.status_code == 422
    assert "sudah tercatat" in answer.text


def test_a_closed_series_takes_no_more(
    series: Participation, rina: Person, budi: Person, clock: time_machine.Traveller
) -> None:
    event: Event = series.event
    assert actions.close_event(event, by=rina) == 0
    with pytest.raises(RuleBroken, match="sudah berakhir"):
        actions.log_meeting(series, TODAY, "Terlambat", "", by=budi)

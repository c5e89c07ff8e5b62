"""Reports of training elsewhere in every state, sent and decided through the real actions."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from lms.competence import actions
from lms.competence.actions.trainings import Told
from lms.competence.models import OutsideTraining
from lms.core import clock
from lms.core.db import db
from lms.people.models import Person


@dataclass(frozen=True)
class Tale:
    """One report: what was learned, how many days ago it ended, and what became of it."""

    form: str
    title: str
    organiser: str
    units: str
    ended: int
    days: int = 1
    #: "submitted", "verified", "returned", "refused", "reversed" or "withdrawn".
    became: str = "submitted"
    note: str = ""
    number: str = ""


#: The demo trainee's own year: two that count, shared days, and one of every other state.
OWN = (
    Tale("webinar", "Webinar Keterbukaan Informasi Publik", "Komisi Informasi", "1", 95,
         became="verified"),
    Tale("teknis", "Pengelolaan Rekam Medis Elektronik", "Kementerian Kesehatan", "16", 60, 2,
         became="verified"),
    Tale("webinar", "Webinar Etika Digital ASN", "Kementerian Komdigi", "1", 60,
         became="verified"),
    Tale("e_learning", "Dasar Keselamatan Pasien", "Platform Belajar Nasional", "9", 21, 4),
    Tale("coaching", "Coaching penyusunan laporan layanan", "Dinas Kesehatan", "2", 30, 15,
         became="returned", note="Lampirkan catatan sesi yang ditandatangani coach."),
    Tale("seminar", "Seminar Pelayanan Prima", "LPK Mitra Cendekia", "1", 120,
         became="refused", note="Sertifikatnya atas nama orang lain."),
)  # fmt: skip

#: Reports of colleagues in the same office, for the queue.
COLLEAGUES = (
    Tale("bimtek", "Bimtek Penganggaran Puskesmas", "Badan Pengelola Keuangan", "18", 14, 3),
    Tale("workshop", "Lokakarya Imunisasi Dasar", "Dinas Kesehatan", "2", 9, 2),
    Tale("webinar", "Webinar Gizi Seimbang", "Ikatan Ahli Gizi", "1", 6),
    Tale("magang", "Magang di rumah sakit rujukan", "RSUD Dr. H. Abdul Moeloek", "1", 40, 20),
    Tale("penugasan_khusus", "Penugasan khusus penanganan wabah", "Gubernur Lampung", "1", 35, 30),
    Tale("komunitas_belajar", "Komunitas belajar perawat", "Dinas Kesehatan", "2", 4),
    Tale("belajar_mandiri", "Telaah pedoman surveilans", "Mandiri", "4", 3, 2),
    Tale("mentoring", "Mentoring petugas data", "Dinas Kesehatan", "2", 12, 10),
    Tale("e_learning", "Komunikasi Risiko Kesehatan", "Platform Belajar Nasional", "12", 16, 5),
    Tale("patok_banding", "Patok banding layanan satu pintu", "Dinas Kesehatan", "1", 25, 2),
    Tale("jarak_jauh", "Pelatihan jarak jauh epidemiologi", "Balai Pelatihan Kesehatan", "30", 50,
         6, became="verified"),
    Tale("seminar", "Konferensi Kesehatan Masyarakat", "Ikatan Profesi", "2", 70, 2,
         became="reversed", note="Nomor sertifikat ternyata milik kegiatan lain."),
    Tale("kursus", "Kursus Statistik Terapan", "LPK Mitra Cendekia", "24", 33, 5,
         became="withdrawn"),
    Tale("webinar", "Webinar Gizi Seimbang", "Ikatan Ahli Gizi", "1", 6, number="WBN/GIZI/0003"),
)  # fmt: skip


def load(accounts: dict[str, Person], today: date) -> None:
    """Report for the demo trainee and for colleagues, of the same office as far as there are."""
    trainee, officer = accounts["trainee"], accounts["opd_officer"]
    colleagues = list(
        db.session.scalars(
            select(Person)
            .where(
                Person.id.not_in([one.id for one in accounts.values()]),
                Person.employment != "cpns",
                Person.opd_id.is_not(None),
            )
            .order_by(Person.opd_id != trainee.opd_id, Person.id)
            .limit(len(COLLEAGUES))
        ).unique()
    )
    pairs = [(trainee, tale) for tale in OWN] + list(zip(colleagues, COLLEAGUES, strict=False))
    for serial, (person, tale) in enumerate(pairs, 1):
        decider = officer if person.opd_id == officer.opd_id else accounts["organiser"]
        _tell(person, tale, serial, decider, today)
    db.session.flush()


def _tell(person: Person, tale: Tale, serial: int, officer: Person, today: date) -> None:
    last = today - timedelta(days=tale.ended)
    # the copied webinar carries the number that its first reporter has
    number = tale.number or f"{tale.form[:3].upper()}/{serial:04}/{last.year}"
    if tale.title == "Webinar Gizi Seimbang":
        number = f"WBN/GIZI/0003/{last.year}"
    told = Told(
        tale.form, tale.title, tale.organiser, number, Decimal(tale.units), False,
        last - timedelta(days=tale.days - 1), last, "",
    )  # fmt: skip
    with clock.at(_noon(last + timedelta(days=1))):
        training = actions.report(person, told, [_proof(person, tale, number)], is_other=True)
    with clock.at(_noon(last + timedelta(days=2))):
        _become(training, tale, officer)


def _become(training: OutsideTraining, tale: Tale, officer: Person) -> None:
    if tale.became == "withdrawn":
        owner = db.session.get_one(Person, training.person_id)
        actions.withdraw(training, by=owner)
    elif tale.became == "reversed":
        actions.decide(training, "verified", "", by=officer)
        actions.decide(training, "reversed", tale.note, by=officer)
    elif tale.became != "submitted":
        actions.decide(training, tale.became, tale.note, by=officer)


def _noon(day: date) -> datetime:
    return clock.from_local(datetime.combine(day, time(12)))


def _proof(person: Person, tale: Tale, number: str) -> FileStorage:
    """Draw a plain picture that says what a certificate would say."""
    sheet = Image.new("RGB", (840, 594), "white")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((18, 18, 822, 576), outline="#74500a", width=4)
    lines = ("CONTOH BUKTI", number, person.name, tale.title, tale.organiser)
    for at, line in enumerate(lines):
        draw.text((420, 130 + 80 * at), line, fill="black", anchor="mm", font_size=28)
    target = BytesIO()
    sheet.save(target, "PNG")
    target.seek(0)
    return FileStorage(target, filename="bukti-contoh.png")

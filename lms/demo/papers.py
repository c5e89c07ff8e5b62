"""Papers of every kind and state: with a photograph, corrected, revoked, expired, and not ready."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy import select

from lms.catalogue.models import Batch, Programme
from lms.certificates import actions as certificates
from lms.certificates.designs import actions as designs
from lms.certificates.designs import proof
from lms.certificates.designs import queries as design_queries
from lms.certificates.models import Certificate
from lms.certificates.portraits import actions as portraits
from lms.certificates.readiness import queries as readiness
from lms.certificates.registrations import actions as registrations
from lms.certificates.registrations import queries as registration_queries
from lms.core import clock
from lms.core.db import db
from lms.demo import reports
from lms.events.models import Event
from lms.people.models import Person

#: Where papers live on, and where photographs are demanded: nothing waits to be printed there.
_CLOSED, _WAITING = ("pbj-level-1", "closed"), ("pkp", "running")
#: Where every paper bears a registration code.
_PASSED = ("latsar-cpns", "closed")
#: The light event whose participants have their papers; those of another one are ready for issue.
_EVENT = "Statistik Sederhana untuk Laporan Kinerja"
#: What the style of the template there adds.
_STYLE = "h1 { letter-spacing: .12em; }\n"
#: A name in letters that the fonts of the paper lack.
_STRANGE = "Đặng Thị Hồng"


def load(accounts: dict[str, Person], *, say: Callable[[str], None]) -> None:
    """Number some papers that live on, and make others wait; the worker prints what was asked."""
    say("Sertifikat dan surat")
    organiser, trainee = accounts["organiser"], accounts["trainee"]
    portraits.keep(trainee, _portrait(), "atas", by=trainee)
    closed, waiting = _batch(*_CLOSED), _batch(*_WAITING)
    if closed is not None:
        kind = closed.version.certificate_kind
        lines = readiness.ready(closed, kind)[-3:]
        issued = [
            certificates.issue(award, by=organiser, on=clock.today())
            for award in readiness.awards(closed, kind, lines)
        ]
        if len(issued) == 3:
            _live_on(issued, organiser)
    if waiting is not None:
        _make_wait(waiting, organiser)
        _register(waiting, organiser, but=5)
    if (passed := _batch(*_PASSED)) is not None:
        _register(passed, organiser)
        reports.write(passed, organiser)
    event = db.session.scalars(select(Event).where(Event.title == _EVENT)).one()
    certificates.ask_to_issue(event, by=organiser)


def _batch(programme: str, state: str) -> Batch | None:
    return db.session.scalars(
        select(Batch)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Programme.key == programme, Batch.state == state)
        .order_by(Batch.id)
    ).first()


def _make_wait(batch: Batch, organiser: Person) -> None:
    """Demand photographs from now on; two have one, and one has a name that cannot be printed."""
    kind, programme = batch.version.certificate_kind, batch.version.programme
    lines = readiness.board(batch, kind)
    if len(lines) < 3:
        return
    source, style = design_queries.text_of(None, kind)[0], _STYLE
    first = lines[0].place_id
    tried = proof.prove(designs.trial_of(programme, kind, source, style, first, thorough=True))
    designs.save(
        programme, kind, source=source, style=style, tried=tried, base_id=0, by=organiser,
        note="Judul direnggangkan; pas foto wajib mulai sekarang", needs_photo=True,
    )  # fmt: skip
    for line in lines[:2]:
        person = db.session.get_one(Person, line.person_id)
        portraits.keep(person, _portrait(), "atas", by=organiser)
    db.session.get_one(Person, lines[2].person_id).name = _STRANGE


def _register(batch: Batch, organiser: Person, *, but: int = 0) -> None:
    """Keep registration codes of all but some; they say that they are samples."""
    places = [line.place_id for line in registration_queries.lines(batch)]
    codes = {
        place: f"CONTOH/{batch.year}/{number:04}"
        for number, place in enumerate(places[: len(places) - but], 1 + 100 * batch.id)
    }
    registrations.keep(batch, codes, by=organiser)


def _portrait() -> bytes:
    """Draw a person who does not exist: head and shoulders before a plain ground."""
    made = Image.new("RGB", (600, 800), (168, 32, 44))
    pen = ImageDraw.Draw(made)
    pen.ellipse((60, 560, 540, 1100), fill=(236, 232, 224))
    pen.rectangle((255, 470, 345, 600), fill=(188, 140, 108))
    pen.ellipse((180, 180, 420, 500), fill=(200, 152, 118))
    pen.pieslice((170, 150, 430, 430), 180, 360, fill=(34, 26, 28))
    target = BytesIO()
    made.save(target, "JPEG", quality=85)
    return target.getvalue()


def _live_on(found: list[Certificate], organiser: Person) -> None:
    """Correct one paper, withdraw one, and let one be past its day."""
    corrected, revoked, expired = found
    certificates.ask_to_correct(
        corrected, {"position": "Analis Pengadaan Ahli Pertama"},
        "Jabatan tertulis keliru pada daftar peserta", by=organiser,
    )  # fmt: skip
    certificates.ask_to_revoke(
        revoked, "Terbit ganda karena peserta terdaftar dua kali", by=organiser
    )
    expired.expires_on = clock.today() - timedelta(days=3)

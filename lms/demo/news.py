"""What people were told: an organiser's announcements, reminders, and an inbox partly read."""

from datetime import timedelta

from sqlalchemy import select, update

from lms.catalogue.models import Batch
from lms.core import clock
from lms.core.db import db
from lms.messages import actions
from lms.messages.models import Message
from lms.people.models import Person

#: (days from the batch's first day, for whom, title, text)
ANNOUNCEMENTS = (
    (
        -5, "everybody", "Persiapan hari pertama",
        "Hadir paling lambat pukul 07.30 WIB di Aula Tapis. Pakaian putih hitam, membawa surat "
        "tugas dan laptop. Yang berkebutuhan khusus silakan memberi tahu panitia.",
    ),
    (
        12, "trainees", "Jadwal konsultasi coach",
        "Coach tersedia setiap Selasa dan Kamis pukul 16.00 WIB. Bawa rancangan terbaru; satu "
        "kelompok mendapat 30 menit.",
    ),
)  # fmt: skip
#: What is older than this was read by everybody.
READ_AFTER = timedelta(days=9)


def load(accounts: dict[str, Person]) -> None:
    """Announce in the running batches, remind of what is due, and let old messages be read."""
    organiser = accounts["organiser"]
    for batch in db.session.scalars(
        select(Batch).where(Batch.state == "running").order_by(Batch.id)
    ):
        for days, audience, title, text in ANNOUNCEMENTS:
            moment = clock.from_local_date(batch.starts_on + timedelta(days=days))
            with clock.at(min(moment + timedelta(hours=9), clock.now())):
                actions.announce(
                    batch, audience, title, text, key=f"demo:{batch.id}:{days}", by=organiser
                )
    actions.remind()
    db.session.execute(
        update(Message)
        .where(Message.at < clock.now() - READ_AFTER)
        .values(read_at=Message.at)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()

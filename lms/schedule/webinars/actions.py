"""Keeping the log of an online meeting, and writing the marks it tells."""

from collections.abc import Mapping

from werkzeug.datastructures import FileStorage

from lms.core import files
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import rules
from lms.schedule.actions import Noted
from lms.schedule.marks import actions as marks
from lms.schedule.models import Session
from lms.schedule.webinars import logs, queries
from lms.schedule.webinars.models import WebinarLog

MOST_MB = 2


def keep_log(session: Session, upload: FileStorage | None, *, by: Person) -> WebinarLog:
    """Keep a log that can be read; its marks are written later, by `apply_log`."""
    if not session.is_meeting:
        raise RuleBroken(_("Sesi ini tidak memakai presensi."))
    if upload is None or not upload.filename:
        raise RuleBroken(_("Pilih berkas CSV dari aplikasi pertemuan."))
    data = upload.stream.read(MOST_MB * 1_000_000 + 1)
    if len(data) > MOST_MB * 1_000_000:
        raise RuleBroken(
            _("Berkas lebih besar dari %(limit)s MB. Perkecil lalu unggah lagi.", limit=MOST_MB)
        )
    log = queries.read(session, data)
    if not log.visits:
        raise RuleBroken(_("Tidak ada jam masuk dan keluar yang terbaca di berkas ini."))
    name = files.display_name(upload.filename, "csv")
    stored = files.store_bytes(logs.decode(data).encode(), name, "csv", owner=by)
    db.session.flush()
    kept = WebinarLog(
        session_id=session.id, file_id=stored.id, platform=log.platform, by_id=by.id, at=now()
    )
    db.session.add(kept)
    db.session.flush()
    record("webinar_log.kept", kept, by=by, platform=log.platform, visits=len(log.visits))
    return kept


def apply_log(
    session: Session, kept: WebinarLog, chosen: Mapping[int, int], *, by: Person
) -> marks.Merged:
    """Note who was there as the log tells; who earned no JP is left to the roll call.

    It refines own check-ins; where an instructor noted something else, both stay for a choice.
    """
    lock(kept)
    if kept.applied_at is not None:
        raise RuleBroken(_("Catatan ini sudah dipakai. Unggah lagi bila ada yang baru."))
    sent = [
        marks.Sent(
            key=f"log-{kept.id}-{line.enrolment.id}", enrolment_id=line.enrolment.id,
            noted=Noted(rules.PRESENT, line.presence.late, "", line.presence.early,
                        line.presence.away),
            made_at=now(),
        )
        for line in queries.preview(session, kept, chosen).lines
        if line.presence is not None and line.jp > 0
    ]  # fmt: skip
    kept.applied_at = now()
    return marks.merge(session, sent, by=by, via="log", over=("qr", "code", "log"))

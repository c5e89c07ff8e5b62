"""Writing the log: entries in the transaction of what they tell of, and a sealed head a day."""

from datetime import date

from flask import current_app
from markupsafe import Markup
from sqlalchemy import select

from lms.certificates import paper, statement
from lms.certificates.models import Certificate, LogHead, LogLeaf, LogNode, LogTip
from lms.certificates.transparency import merkle, queries
from lms.certificates.wording import tanggal
from lms.core import mail
from lms.core.clock import now, today
from lms.core.db import add_missing, db, dumps, exists
from lms.core.jobs import every_minute


def append(event: str, certificate: Certificate) -> None:
    """Add an entry ("issued", "superseded", "revoked") in the present transaction."""
    tip = _locked_tip()
    data = dumps(
        {
            "event": event,
            "number": certificate.number,
            "at": now().isoformat(timespec="seconds"),
            "content": queries.content_hash(certificate),
        }
    )
    node = merkle.leaf_hash(data.encode())
    db.session.add_all(
        [
            LogLeaf(position=tip.size, certificate_id=certificate.id, data=data),
            LogNode(level=0, position=tip.size, hash=node),
        ]
    )
    completed = merkle.completed_by(tip.size)
    lefts = queries.kept((level - 1, 2 * position) for level, position in completed)
    for level, position in completed:
        node = merkle.node_hash(lefts[level - 1, 2 * position], node)
        db.session.add(LogNode(level=level, position=position, hash=node))
    tip.size += 1
    db.session.flush()


def _locked_tip() -> LogTip:
    add_missing(LogTip, {"id": 1}, size=0)
    found: LogTip = db.session.scalars(
        select(LogTip).with_for_update().execution_options(populate_existing=True)
    ).one()
    return found


@every_minute
def write_head() -> None:
    """Seal the log once a day, so that what stood in it can be proved against a paper."""
    day = today()
    if exists(select(LogHead.day).where(LogHead.day == day)):
        return
    size = db.session.scalar(select(LogTip.size)) or 0
    root = queries.recount(size).hex()
    key = statement.keys(paper.key_folder())[-1]
    seal = key.sign(queries.head_text(day, size, root).encode()).hex()
    db.session.add(LogHead(day=day, size=size, root=root, seal=seal))
    _mail_head(day, size, root, seal)


def _mail_head(day: date, size: int, root: str, seal: str) -> None:
    """Send the head to who keeps it outside; letters are posted by the worker afterwards."""
    line = queries.head_text(day, size, root)
    agency, site = current_app.config["AGENCY_NAME"], current_app.config["PUBLIC_URL"]
    lines = (
        f"Akar catatan sertifikat {agency} pada {tanggal(day)}. Simpan surat ini di luar sistem.",
        line,
        f"Segel (Ed25519): {seal}",
        f"Periksa kelak: {site}/verifikasi/catatan",
    )
    text = "\n\n".join(lines)
    html = Markup("").join(Markup("<p>{}</p>").format(one) for one in lines)
    for address in current_app.config["LOG_HEAD_MAIL"]:
        key = f"log-head:{day.isoformat()}:{address}"
        mail.write(key, address, f"Akar catatan sertifikat {day.isoformat()}", text, str(html))

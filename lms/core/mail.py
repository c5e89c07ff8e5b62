"""Letters: saved with the change that asks for them, posted by the worker afterwards over SMTP.

A letter is never posted twice: it is claimed before the server is spoken to, and where the line
broke after the text had gone out, nobody knows whether it arrived, and it stays so. What surely
did not arrive is tried again with growing pauses for three days.
"""

import hashlib
import logging
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import format_datetime, parseaddr

from flask import current_app
from sqlalchemy import func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.clock import now
from lms.core.db import add_missing, db, exists, rows
from lms.core.jobs import Job, enqueue, every_minute, handler

log = logging.getLogger(__name__)

POST = "mail.post"
#: Seconds the server may take for one answer.
PATIENCE = 20
#: Letters posted over one connection.
MOST = 200
#: Minutes until the next try after the first, second, … failed one.
PAUSES = (2, 10, 30, 120, 360)
#: How long a letter is worth being delivered.
LIFE = timedelta(days=3)
#: A claim this old belongs to a worker that died while it spoke to the server.
LOST = timedelta(minutes=10)


class Letter(db.Model):  # type: ignore[name-defined]
    """One e-mail on its way; its text is dropped as soon as nothing more will happen to it."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The same key is never posted twice.
    key: Mapped[str] = mapped_column(unique=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    #: Address that stops such letters, "" when there is none (RFC 8058).
    unsubscribe: Mapped[str] = mapped_column(default="")
    #: waiting, sending, sent; refused by the server; expired; uncertain: perhaps delivered.
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    #: Not tried before this moment; when claimed, the moment of the claim.
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    def end(self, state: str, error: str = "") -> None:
        """Note that nothing more will happen; what was said is no longer kept."""
        self.state, self.error, self.done_at = state, error[:300], now()
        self.text = self.html = self.unsubscribe = ""

    def wait(self, error: str) -> None:
        """Let the letter be tried again later, or give it up when it has grown old."""
        if now() - self.created_at > LIFE:
            self.end("expired", error)
            return
        pause = PAUSES[min(self.attempts, len(PAUSES)) - 1]
        self.state, self.error = "waiting", error[:300]
        self.due_at = now() + timedelta(minutes=pause)


class _Whole(UnstructuredHeader):
    """A header that is never folded or encoded: addresses in it must stay as they are."""

    def fold(self, *, policy: Policy) -> str:
        return f"List-Unsubscribe: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Whole)  # type: ignore[arg-type]  # a mixin is meant
#: Seven-bit lines, so that every server can take them.
FORM = EmailPolicy(header_factory=_HEADERS, linesep="\r\n", cte_type="7bit")


class Refused(Exception):
    """The server will never take this letter."""


class Unknown(Exception):
    """The line broke when the letter may already have been delivered."""


def write(
    key: str, recipient: str, subject: str, text: str, html: str, unsubscribe: str = ""
) -> None:
    """Put a letter into the outbox, inside the present transaction; a known key changes nothing."""
    add_missing(
        Letter, {"key": key}, recipient=recipient, subject=" ".join(subject.split()), text=text,
        html=html, unsubscribe=unsubscribe, state="waiting", attempts=0, error="",
        created_at=now(), due_at=now(),
    )  # fmt: skip


@every_minute
def hand_out() -> None:
    """Ask the worker to post what waits; without a mail server letters are not written at all."""
    waits = select(Letter).where(Letter.state.in_(("waiting", "sending")), Letter.due_at <= now())
    if current_app.config["MAIL_HOST"] and exists(waits):
        enqueue(POST, {}, key=POST)


@handler(POST)
def post_waiting(job: Job) -> None:
    """Post the letters that are due, oldest first, over one connection; safe to repeat."""
    _end_lost_ones()
    ids = _due()
    if not ids:
        return
    try:
        with _server() as server:
            for done, letter_id in enumerate(ids, 1):
                if _claim(letter_id):
                    job.beat(done, len(ids))  # keeps the claim before the server is spoken to
                    _post(server, db.session.get_one(Letter, letter_id))
                    job.beat(done, len(ids))  # keeps what became of it
    except (OSError, smtplib.SMTPException) as failure:  # the server: the next minute tries again
        job.note = f"{type(failure).__name__}: {failure}"[:300]
        log.warning("mail server: %s", job.note)


def _due() -> list[int]:
    found = select(Letter.id).where(Letter.state == "waiting", Letter.due_at <= now())
    return rows(found.order_by(Letter.due_at, Letter.id).limit(MOST))


def _end_lost_ones() -> None:
    """End the letters whose worker died in the middle: they may have been delivered."""
    lost = select(Letter).where(Letter.state == "sending", Letter.due_at < now() - LOST)
    for letter in rows(lost):
        letter.end("uncertain", "worker stopped while sending")


def _claim(letter_id: int) -> bool:
    """Take a letter for this worker alone."""
    claimed = db.session.execute(
        update(Letter)
        .where(Letter.id == letter_id, Letter.state == "waiting")
        .values(state="sending", due_at=now(), attempts=Letter.attempts + 1)
    )
    return bool(claimed.rowcount)  # type: ignore[attr-defined]


def _post(server: smtplib.SMTP, letter: Letter) -> None:
    """Hand one letter over and note what became of it; a broken server is raised afterwards."""
    try:
        _deliver(server, letter)
        letter.end("sent")
    except Refused as refused:
        letter.end("refused", str(refused))
    except Unknown as unknown:
        letter.end("uncertain", str(unknown))
        raise smtplib.SMTPServerDisconnected(str(unknown)) from unknown
    except smtplib.SMTPResponseException as later:  # 4xx, or 5xx about us rather than the letter
        letter.wait(_answer(later.smtp_code, later.smtp_error))
    except (OSError, smtplib.SMTPException) as broken:
        letter.wait(f"{type(broken).__name__}: {broken}")
        raise


def _deliver(server: smtplib.SMTP, letter: Letter) -> None:
    """Speak to the server step by step, so that it is known how far a broken talk had come."""
    try:
        message = compose(letter).as_bytes()
    except ValueError as strange:  # such as an address with a line break
        raise Refused(str(strange)) from strange
    server.ehlo_or_helo_if_needed()
    server.rset()
    _expect(server.mail(parseaddr(current_app.config["MAIL_SENDER"])[1]), 250)
    try:
        _expect(server.rcpt(letter.recipient), 250, 251)
        _expect(server.docmd("DATA"), 354)
    except smtplib.SMTPResponseException as refused:
        _raise_if_final(refused)
    except UnicodeError as strange:
        raise Refused(str(strange)) from strange
    try:
        server.send(re.sub(rb"(?m)^\.", b"..", message) + b".\r\n")
        answer = server.getreply()
    except (OSError, smtplib.SMTPServerDisconnected) as broken:
        raise Unknown(f"{type(broken).__name__}: {broken}") from broken
    try:
        _expect(answer, 250)
    except smtplib.SMTPResponseException as refused:
        _raise_if_final(refused)


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    if answer[0] == -1:  # the line broke instead of an answer
        raise smtplib.SMTPServerDisconnected("no answer")
    if answer[0] not in codes:
        raise smtplib.SMTPResponseException(answer[0], answer[1].decode("utf-8", "replace"))


def _raise_if_final(refused: smtplib.SMTPResponseException) -> None:
    """Raise `Refused` for an answer about the letter that will not change (5xx)."""
    if 500 <= refused.smtp_code < 600:
        raise Refused(_answer(refused.smtp_code, refused.smtp_error)) from refused
    raise refused


def _answer(code: int, text: str | bytes) -> str:
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"


def compose(letter: Letter) -> EmailMessage:
    """Return the letter as it travels: plain text and the same as simple HTML."""
    sender = current_app.config["MAIL_SENDER"]
    message = EmailMessage(policy=FORM)
    message["From"] = sender
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.created_at)
    domain = parseaddr(sender)[1].rpartition("@")[2]
    name = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{name}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


@contextmanager
def _server() -> Iterator[smtplib.SMTP]:
    """Give a connection to the mail server, protected and signed in as the settings say."""
    config = current_app.config
    secure = config["MAIL_SECURITY"]
    place = (config["MAIL_HOST"], config["MAIL_PORT"])
    if secure == "tls":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(*place, timeout=PATIENCE)
    try:
        if secure == "starttls":
            server.starttls(context=ssl.create_default_context())
        if config["MAIL_USER"]:
            server.login(config["MAIL_USER"], config["MAIL_PASSWORD"])
        yield server
        server.quit()
    finally:
        server.close()


def standing() -> dict[str, int]:
    """Return how many letters are in which state."""
    found = db.session.execute(select(Letter.state, func.count()).group_by(Letter.state))
    return {state: count for state, count in found}  # noqa: C416 - rows are no pairs to dict()


def oldest_waiting() -> datetime | None:
    """Return since when the oldest letter on its way waits."""
    on_its_way = Letter.state.in_(("waiting", "sending"))
    return db.session.scalar(select(func.min(Letter.created_at)).where(on_its_way))


def undelivered(count: int) -> list[Letter]:
    """Return the latest letters that met a problem."""
    met = select(Letter).where(Letter.error != "").order_by(Letter.due_at.desc(), Letter.id.desc())
    return rows(met.limit(count))

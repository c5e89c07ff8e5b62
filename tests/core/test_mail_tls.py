"""Letters over TLS: to a server we can be sure of, with our password; to no other."""

import ipaddress
import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from sqlalchemy import select

from lms.core import jobs, mail
from lms.core.clock import now
from lms.core.db import db
from lms.core.mail import Letter
from tests.ports import unused_port

pytestmark = pytest.mark.one_engine


class Office:
    """A mail server's mind: who signed in with what, and what was handed over."""

    def __init__(self) -> None:
        self.signed_in: list[tuple[bytes, bytes]] = []
        self.taken: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return "250 OK"

    def admit(
        self, server: SMTP, session: Session, envelope: Envelope, kind: str, sent: object
    ) -> AuthResult:
        assert server.transport.get_extra_info("ssl_object") is not None, (
            "a password came in the open"
        )
        assert isinstance(sent, LoginPassword)
        self.signed_in.append((sent.login, sent.password))
        return AuthResult(success=sent.password == b"rahasia")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with a certificate for 127.0.0.1, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kantor surat")])
    place = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(place, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(params=["starttls", "tls"])
def office(
    app: Flask,
    certificate: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    """Give a mail server that speaks by TLS only and asks for a password; the house uses it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    mind = Office()
    from_the_start = request.param == "tls"
    protection = (
        {"ssl_context": context, "auth_require_tls": False}
        if from_the_start
        else {"tls_context": context, "require_starttls": True}
    )
    controller = Controller(
        mind, hostname="127.0.0.1", port=unused_port(), authenticator=mind.admit,
        auth_required=True, **protection,
    )  # fmt: skip
    controller.start()
    for name, value in {
        "MAIL_HOST": "127.0.0.1", "MAIL_PORT": controller.port, "MAIL_SECURITY": request.param,
        "MAIL_USER": "bpsdm", "MAIL_PASSWORD": "rahasia",
    }.items():  # fmt: skip
        monkeypatch.setitem(app.config, name, value)
    yield mind
    controller.stop()


def _post_one() -> Letter:
    mail.write("a", "sari@contoh.go.id", "Anda diterima", "Halo", "<p>Halo</p>")
    db.session.commit()
    mail.hand_out()
    db.session.commit()
    jobs.run_pending()
    db.session.expire_all()
    return db.session.scalars(select(Letter)).one()


def test_a_letter_goes_to_a_server_whose_name_is_vouched_for(
    office: Office, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert _post_one().state == "sent"
    assert [envelope.rcpt_tos for envelope in office.taken] == [["sari@contoh.go.id"]]
    assert office.signed_in == [(b"bpsdm", b"rahasia")]


def test_a_server_nobody_vouches_for_gets_neither_letter_nor_password(office: Office) -> None:
    assert _post_one().state == "waiting"
    assert (office.taken, office.signed_in) == ([], [])

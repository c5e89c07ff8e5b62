"""The agency's electronic signature on a PDF: PAdES with pyHanko, the key loaded once a process.

B-B with the key alone, B-T with a time stamping service, B-LT when revocation data shall be
embedded as well. Certified without permitted changes: whatever is altered later shows. No web, no
database: the press signs in its own processes.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from markupsafe import Markup
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from lms.core import pdf

FIELD = "TandaTanganElektronik"
#: Bytes kept free for the signature beside the certificates, and for a time stamp token.
_SIGNATURE, _TOKEN = 1_536, 8_192

#: Points of one millimetre; a picture that fills its box; what a stamp looks like.
_POINTS = 72 / 25.4
_FILLED = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN,
    margins=Margins.uniform(0), inner_content_scaling=InnerScaling.STRETCH_FILL,
)  # fmt: skip
_STAMP_STYLE = """
@font-face { font-family: Jakarta; src: url(asset:fonts/plus-jakarta-sans.woff2); }
@page { size: %smm %smm; margin: 0; background: #fff; }
body { margin: 0; }
p { margin: 0; box-sizing: border-box; padding: 1mm 0 0 2mm; height: 100%%;
    border-left: .8mm solid #6d1a36; font: 500 7.5pt/1.4 Jakarta, sans-serif; color: #2b2228; }
"""


class SigningFailed(Exception):
    """The document could not be signed; the sentence says why, without secrets."""


@dataclass(frozen=True)
class Stamp:
    """Where a picture of the signature stands on paper: its page from 1, then millimetres from the
    left lower corner."""

    page: int
    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True)
class Key:
    """Where the signing key is and which services seal its signatures (all but `path` optional)."""

    path: str
    #: Of the file, or the PIN of the token.
    passphrase: str = field(default="", repr=False)
    #: Library of a token (PKCS#11), the token's label, and that of key and certificate on it; with
    #: a library `path` counts for nothing.
    module: str = ""
    token: str = ""
    label: str = ""
    #: Time stamping service (RFC 3161): turns B-B into B-T.
    timestamps: str = ""
    #: PEM file of trust anchors; with it, revocation data is fetched and embedded (B-LT).
    anchors: str = ""
    reason: str = "Penerbitan sertifikat pelatihan"
    place: str = ""
    #: Where the stamp stands unless the template has a place for it; None: then nowhere, and the
    #: signature is seen by PDF readers only.
    stamp: Stamp | None = None
    #: What the stamp says.
    lines: tuple[str, ...] = ()


class _LoadedSigner(SimpleSigner):
    """pyHanko's simple signer reads the key anew at each signature; this one keeps it."""

    key: Any

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        digest = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), digest)
        return bytes(self.key.sign(data, ec.ECDSA(digest)))


def _signer(key: Key) -> Any:
    if key.module:
        return _token_signer(key.module, key.token, key.label, key.passphrase)
    return _file_signer(key.path, key.passphrase)


@lru_cache(maxsize=2)
def _token_signer(module: str, token: str, label: str, pin: str) -> PKCS11Signer:
    """Return a signer whose key never leaves its token."""
    session = _session(module, token, pin)
    return PKCS11Signer(session, cert_label=label, key_label=label, other_certs_to_pull=None)


@lru_cache(maxsize=2)
def _session(module: str, token: str, pin: str) -> Any:
    """Return the session at a token: one a process, since a token lets a user in only once."""
    return open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin)


@lru_cache(maxsize=2)
def _file_signer(path: str, passphrase: str) -> _LoadedSigner:
    secret = passphrase.encode() or None
    data = Path(path).read_bytes()
    found = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=secret)
    if found is None:
        raise SigningFailed("kunci tanda tangan tidak dapat dibuka")
    assert found.signing_cert is not None
    loaded = _LoadedSigner(found.signing_cert, found.signing_key, found.cert_registry)
    loaded.key = pkcs12.load_pkcs12(data, secret).key
    return loaded


def sign(document: bytes, key: Key) -> bytes:
    """Return the document with the signature appended; raises SigningFailed."""
    try:
        signer = _signer(key)
        stamper = RequestsHTTPTimeStamper(key.timestamps, timeout=15) if key.timestamps else None
        target = PdfSigner(
            _metadata(key), signer=signer, timestamper=stamper, **_visible(key)
        ).sign_pdf(
            IncrementalPdfFileWriter(BytesIO(document)),
            bytes_reserved=2 * (_room(signer) + (_TOKEN if key.timestamps else 0)),  # hexadecimal
            in_place=True,
        )
    except SigningFailed:
        raise
    except Exception as failure:  # the library, the file and the services each have their own
        raise SigningFailed(f"{type(failure).__name__}: {failure}"[:300]) from failure
    return bytes(target.getvalue())


def _visible(key: Key) -> dict[str, Any]:
    """Return what the library needs to draw the stamp, nothing when there is none."""
    stamp = key.stamp
    if stamp is None:
        return {}
    left, bottom = round(stamp.left * _POINTS), round(stamp.bottom * _POINTS)
    right, top = left + round(stamp.width * _POINTS), bottom + round(stamp.height * _POINTS)
    field = SigFieldSpec(FIELD, on_page=stamp.page - 1, box=(left, bottom, right, top))
    picture = ImportedPdfPage(_picture(stamp.width, stamp.height, key.lines).name)
    style = StaticStampStyle(background=picture, border_width=0, background_layout=_FILLED)
    return {"stamp_style": style, "new_field_spec": field}


@lru_cache(maxsize=8)
def _picture(width: float, height: float, said: tuple[str, ...]) -> Any:
    """Return a file with the stamp's picture, kept as long as the process; its fonts are in it, as
    PDF/A asks."""
    lines = Markup("<br>").join(said)
    style = _STAMP_STYLE % (width, height)
    page = Markup("<html lang=id><title>Stempel</title><style>{}</style><p>{}</p></html>")
    file = NamedTemporaryFile(suffix=".pdf")  # noqa: SIM115 - the library reads it by name
    file.write(pdf.archive(page.format(Markup(style), lines)))  # noqa: S704 - our own style
    file.flush()
    return file


def _room(signer: Any) -> int:
    """Return the bytes that a signature takes: the certificates are in it."""
    certificates = [signer.signing_cert, *signer.cert_registry]
    return _SIGNATURE + sum(len(one.dump()) for one in certificates)


def _metadata(key: Key) -> PdfSignatureMetadata:
    long_term: dict[str, Any] = {}
    if key.anchors:
        anchors = list(load_certs_from_pemder([key.anchors]))
        context = ValidationContext(
            trust_roots=anchors, allow_fetching=True, revocation_mode="hard-fail"
        )
        long_term = {"embed_validation_info": True, "validation_context": context}
    return PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", reason=key.reason, location=key.place or None,
        subfilter=SigSeedSubFilter.PADES, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES,
        **long_term,
    )  # fmt: skip


def make_demo_key(path: Path, name: str, *, at: datetime | None = None) -> None:
    """Write a fresh test key with a self-signed certificate that says in its name that it is one.

    Nobody else's trust list knows it: PDF readers show the signature as intact but unknown.
    """
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, f"SERTIFIKAT UJI – {name}"[:64]),
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
        ]
    )
    start = at or datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - timedelta(days=1))
        .not_valid_after(start + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=True, key_encipherment=False,
                data_encipherment=False, key_agreement=False, key_cert_sign=False,
                crl_sign=False, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
        .sign(private, hashes.SHA256())
    )  # fmt: skip
    data = pkcs12.serialize_key_and_certificates(
        b"uji", private, certificate, None, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_bytes(data)

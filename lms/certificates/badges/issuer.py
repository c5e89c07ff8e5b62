"""The agency as an issuer on the web (did:web), and its signature on a credential.

The keys are those of the QR statements (`statement.py`): the newest signs, all are published.
"""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app
from openbadgeslib.ob3.did import multikey_from_pem
from openbadgeslib.ob3.ldp import add_data_integrity_proof

from lms.certificates import paper, statement

_DOCUMENT = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")


def did() -> str:
    """Return the agency's identifier: did:web:host, the port's colon written as %3A."""
    host = str(current_app.config["PUBLIC_URL"]).partition("://")[2].rstrip("/")
    return f"did:web:{quote(host, safe='.-')}"


def document() -> dict[str, Any]:
    """Return the document behind the identifier: every public key, whichever signs now."""
    me = did()
    keys = [key.public_key() for key in reversed(statement.keys(paper.key_folder()))]
    return {
        "@context": list(_DOCUMENT),
        "id": me,
        "verificationMethod": [
            {
                "id": _method(key),
                "type": "Multikey",
                "controller": me,
                "publicKeyMultibase": multikey_from_pem(_pem(key)),
            }
            for key in keys
        ],
        "assertionMethod": [_method(key) for key in keys],
    }


def signed(credential: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """Return a credential with the proof of the newest key (eddsa-rdfc-2022), dated `at`."""
    key: Ed25519PrivateKey = statement.keys(paper.key_folder())[-1]
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    found: dict[str, Any] = add_data_integrity_proof(
        credential, pem, _method(key.public_key()), created=at
    )
    return found


def _method(key: Ed25519PublicKey) -> str:
    return f"{did()}#{statement.key_id(key).hex()}"


def _pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )

"""The statement in the QR code: what the certificate says, signed with Ed25519, checked offline.

A QR code leads to the public page; after the # it carries the statement as base 32: one byte
version, four bytes key id, 64 bytes signature, and the facts as a JSON list. Browsers do not send
what stands after the #, so the server learns nothing it does not know.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_VERSION = 1
_HEAD, _SIGNATURE = 5, 64


@dataclass(frozen=True)
class Statement:
    """The facts of one certificate that an offline reader can rely on."""

    number: str
    name: str
    training: str
    jp: int
    starts_on: date
    ends_on: date
    issued_on: date

    def message(self) -> bytes:
        """Return the facts as they are signed: a compact JSON list with ISO dates."""
        dates = [day.isoformat() for day in (self.starts_on, self.ends_on, self.issued_on)]
        facts = [self.number, self.name, self.training, self.jp, *dates]
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def key_id(public: Ed25519PublicKey) -> bytes:
    """Return the four bytes by which a public key is found."""
    return hashlib.sha256(public.public_bytes_raw()).digest()[:4]


def signed(statement: Statement, key: Ed25519PrivateKey) -> str:
    """Return the signed statement in the letters of base 32, without padding."""
    head = bytes([_VERSION]) + key_id(key.public_key())
    message = statement.message()
    data = head + key.sign(head + message) + message
    return base64.b32encode(data).decode().rstrip("=")


def read(text: str, keys: list[Ed25519PublicKey]) -> Statement | None:
    """Return the statement of a QR code when one of our keys signed it, None otherwise."""
    try:
        data = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
        head, signature = data[:_HEAD], data[_HEAD : _HEAD + _SIGNATURE]
        message = data[_HEAD + _SIGNATURE :]
        known = {key_id(key): key for key in keys}
        known[head[1:]].verify(signature, head + message)
        number, name, training, jp, *days = json.loads(message)
        return Statement(number, name, training, jp, *map(date.fromisoformat, days))
    except (ValueError, KeyError, IndexError, TypeError, InvalidSignature):
        return None


# ---- keys: one file each, the newest signs, all are published ----------------------------------


def keys(folder: Path) -> list[Ed25519PrivateKey]:
    """Return the agency's statement keys, oldest first; the first is made when there is none."""
    if not list(folder.glob("pernyataan-*.pem")):
        add_key(folder)
    return _read_keys(tuple(sorted(folder.glob("pernyataan-*.pem"))))


@cache
def _read_keys(files: tuple[Path, ...]) -> list[Ed25519PrivateKey]:
    return [_read_key(file) for file in files]


def _read_key(file: Path) -> Ed25519PrivateKey:
    key: Any = serialization.load_pem_private_key(file.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def add_key(folder: Path) -> str:
    """Write a fresh key that signs from now on, and return its id; older ones stay published."""
    key = Ed25519PrivateKey.generate()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = key_id(key.public_key()).hex()
    file = folder / f"pernyataan-{len(list(folder.glob('pernyataan-*.pem'))) + 1:03}-{name}.pem"
    file.touch(mode=0o600, exist_ok=False)
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return name


def published(folder: Path) -> list[dict[str, str]]:
    """Return the public keys as {id, key} in hexadecimal, newest first."""
    return [
        {"id": key_id(key.public_key()).hex(), "key": key.public_key().public_bytes_raw().hex()}
        for key in reversed(keys(folder))
    ]

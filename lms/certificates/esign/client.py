"""The client service of BSrE, version 1 (docs/facts.md 6): POST /api/sign/pdf. No web of ours, no
database; nothing here writes a passphrase into a log or an error."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import sleep

import requests

#: Times a document is sent when the service is out of breath, and the pauses between, in seconds.
PAUSES = (1.0, 3.0)
_CONNECT = 5.0
#: Words in a refusal that mean that no other document will fare better, and what to do then.
_HOPELESS = {
    "passphrase": "passphrase",
    "kuota": "quota",
    "quota": "quota",
    "sertifikat": "certificate",
    "user tidak": "user",
    "nik": "user",
}


@dataclass(frozen=True)
class Service:
    """Where the service is and our account at it (HTTP Basic); `timeout` in seconds."""

    url: str
    user: str
    password: str = field(repr=False)
    timeout: float = 60.0


@dataclass(frozen=True)
class Signatory:
    """Who signs: asked each time, never kept."""

    nik: str = field(repr=False)
    passphrase: str = field(repr=False)


class Refused(Exception):
    """This document was not signed; `why` is a word of `esign/words.py`.

    `hopeless`: neither will be the next one.
    """

    def __init__(self, why: str, *, hopeless: bool = False) -> None:
        super().__init__(why)
        self.why, self.hopeless = why, hopeless


class _Breathless(Exception):
    """The service did not answer properly this time; trying again may help."""


def sign(
    document: bytes,
    service: Service,
    signatory: Signatory,
    *,
    is_sound: Callable[[bytes], bool],
    reason: str,
    place: str,
    pause: Callable[[float], None] = sleep,
) -> bytes:
    """Return the document as the service signed it; raises Refused.

    What comes back is taken only when `is_sound`: cut off or foreign files are asked for again.
    """
    for wait in (*PAUSES, None):
        try:
            signed = _send(document, service, signatory, reason, place)
            if not is_sound(signed):
                raise _Breathless("unsound")
            return signed
        except _Breathless as failure:
            if wait is None:
                raise Refused(str(failure), hopeless=str(failure) == "unreachable") from None
            pause(wait)
    raise AssertionError("unreachable")


def _send(
    document: bytes, service: Service, signatory: Signatory, reason: str, place: str
) -> bytes:
    fields = {
        "nik": signatory.nik, "passphrase": signatory.passphrase, "tampilan": "invisible",
        "reason": reason, "location": place,
    }  # fmt: skip
    try:
        answer = requests.post(
            f"{service.url.rstrip('/')}/api/sign/pdf",
            data=fields,
            files={"file": ("sertifikat.pdf", document, "application/pdf")},
            auth=(service.user, service.password),
            timeout=(_CONNECT, service.timeout),
            allow_redirects=False,
        )
    except (requests.ConnectTimeout, requests.exceptions.InvalidURL):
        raise _Breathless("unreachable") from None
    except requests.Timeout:
        raise _Breathless("slow") from None
    except requests.RequestException as failure:
        cut_off = isinstance(failure, requests.exceptions.ChunkedEncodingError)
        raise _Breathless("unsound" if cut_off else "unreachable") from None
    return _read(answer)


def _read(answer: requests.Response) -> bytes:
    """Return the signed PDF of an answer; raises what the answer means otherwise."""
    if answer.status_code >= 500:
        raise _Breathless("unreachable" if answer.status_code in (502, 503, 504) else "broken")
    if answer.status_code in (401, 403):
        raise Refused("account", hopeless=True)
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if answer.status_code == 200 and kind == "application/pdf":
        return answer.content
    if answer.status_code == 200 and kind != "application/json":
        raise _Breathless("broken")
    said = _said(answer)
    if "sudah ditandatangani" in said or "already signed" in said:
        raise Refused("signed_before")
    for word, why in _HOPELESS.items():
        if word in said:
            raise Refused(why, hopeless=True)
    raise Refused("refused")


def _said(answer: requests.Response) -> str:
    """Return the sentence of a refusal in small letters; only compared, never shown or kept."""
    try:
        found = answer.json()
    except ValueError:
        return ""
    return str(found.get("error") or found.get("message") or "").lower() if found else ""

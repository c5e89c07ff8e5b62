"""What a certificate says as an Open Badges 3.0 credential (W3C data model 2.0), and the list of
those that are no longer valid (Bitstring Status List 1.0)."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from flask import current_app
from openbadgeslib.ob3.status_list import DEFAULT_SIZE_BITS, encode_bitstring

from lms.certificates.badges import issuer
from lms.certificates.models import Certificate
from lms.core.addresses import LARGEST
from lms.core.clock import AGENCY_ZONE, ZONES

_DATA_MODEL = "https://www.w3.org/ns/credentials/v2"
_OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
#: Certificates whose state stands in one list, by their ids; so many that none is singled out.
PER_LIST: int = DEFAULT_SIZE_BITS
#: The list of the highest number a certificate can have: a database's integers end there.
LAST_LIST = LARGEST // PER_LIST
#: Kind -> (what it is in the vocabulary of Open Badges, what its holder did).
_KINDS = {
    "sttp": ("CertificateOfCompletion", "Mengikuti pelatihan dan dinyatakan lulus"),
    "sertifikat": ("CertificateOfCompletion", "Mengikuti pelatihan dan dinyatakan lulus"),
    "keterangan": ("Achievement", "Mengikuti pelatihan sampai akhir"),
    "piagam": ("Award", "Termasuk peringkat terbaik di antara yang lulus"),
    "mandiri": ("CertificateOfCompletion", "Menyelesaikan semua modul belajar mandiri"),
    "kegiatan": ("Certificate", "Mengikuti kegiatan, dengan kehadiran atau bukti yang disahkan"),
}


def of(certificate: Certificate) -> dict[str, Any]:
    """Return the signed credential of a certificate; the same facts give the same credential."""
    facts = certificate.facts
    kind, deed = _KINDS[certificate.kind]
    site = current_app.config["PUBLIC_URL"]
    found: dict[str, Any] = {
        "@context": [_DATA_MODEL, _OPEN_BADGES],
        "id": f"{site}/verifikasi/{certificate.code}#lencana",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts["batch"],
        "issuer": {"id": issuer.did(), "type": ["Profile"], "name": facts["agency"], "url": site},
        "validFrom": _midnight(date.fromisoformat(facts["issued_on"])),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": _identity(facts),
            "activityStartDate": _midnight(date.fromisoformat(facts["starts_on"])),
            "activityEndDate": _midnight(date.fromisoformat(facts["ends_on"])),
            "licenseNumber": certificate.number,
            "achievement": {
                "id": f"{site}/{_subject(facts)}#{certificate.kind}",
                "type": ["Achievement"],
                "achievementType": kind,
                "name": facts["programme"],
                "description": f"{facts['programme']}, {facts['jp']} jam pelajaran (JP)",
                "criteria": {"narrative": _criteria(deed, facts)},
            },
        },
        "credentialStatus": _status(certificate, site),
    }
    if certificate.expires_on:
        found["validUntil"] = _moment(certificate.expires_on, time(23, 59, 59))
    return issuer.signed(found, at=certificate.issued_at)


def _subject(facts: dict[str, Any]) -> str:
    """Return where the thing that it is about is described."""
    return f"kegiatan/{facts['event_id']}" if "event_id" in facts else (
        f"katalog/{facts['programme_key']}"
    )  # fmt: skip


def _identity(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return who holds it: whoever is given the credential reads the name, and the NIP if any."""
    known = [("name", facts["name"]), ("sourcedId", facts["nip"])]
    return [
        {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}
        for kind, value in known
        if value
    ]


def _criteria(deed: str, facts: dict[str, Any]) -> str:
    basis = "; ".join(facts["legal_basis"])
    return f"{deed}, {facts['jp']} JP. Dasar: {basis}." if basis else f"{deed}, {facts['jp']} JP."


def _status(certificate: Certificate, site: str) -> dict[str, str]:
    number, index = divmod(certificate.id, PER_LIST)
    address = list_address(site, number)
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def list_address(site: str, number: int) -> str:
    """Return where the list of revoked credentials with this number is published."""
    return f"{site}/lencana/status/{number}"


def status_list(number: int, ids: Iterable[int], *, at: datetime) -> dict[str, Any]:
    """Return the signed list in which these certificates are no longer valid."""
    address = list_address(current_app.config["PUBLIC_URL"], number)
    bits = encode_bitstring(certificate_id % PER_LIST for certificate_id in ids)
    unsigned = {
        "@context": [_DATA_MODEL],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did(),
        "validFrom": at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bits,
        },
    }
    return issuer.signed(unsigned, at=at)


def _midnight(day: date) -> str:
    return _moment(day, time())


def _moment(day: date, at: time) -> str:
    return datetime.combine(day, at, ZONES[AGENCY_ZONE]).isoformat()

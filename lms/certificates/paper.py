"""From frozen facts to paper: the two sheets of a certificate, with the QR of its page."""

from datetime import date
from typing import Any

from flask import current_app

from lms.certificates import layout, numbering
from lms.certificates.models import Certificate
from lms.core import qr
from lms.core.pdf import render_pdf

#: Kind of certificate -> title on the paper and template. The wording follows docs/facts.md 6 (C1).
KINDS = {
    "sttp": ("Surat Tanda Tamat Pelatihan", "certificates/paper.html"),
    "sertifikat": ("Sertifikat", "certificates/paper.html"),
}


def pdf(certificate: Certificate) -> bytes:
    """Return the PDF of a certificate; the same facts always give the same content."""
    title, template = KINDS[certificate.kind]
    return render_pdf(template, title=title, **sheet(certificate))


def sheet(certificate: Certificate) -> dict[str, Any]:
    """Return what the template needs: the facts, dates as dates, numbers in words, and the QR."""
    facts = certificate.facts
    groups: dict[str, list[dict[str, Any]]] = {}
    for subject in facts["subjects"]:
        groups.setdefault(subject["agenda"], []).append(subject)
    titles = [subject["title"] for subject in facts["subjects"]]
    size, room = layout.table_fit(titles, sum(map(bool, groups)))
    code = numbering.grouped(certificate.code)
    return {
        **_dates(facts),
        "facts": facts,
        "number": certificate.number,
        "code_lines": (code[:18], code[18:]),  # three groups each
        "address": public_address(certificate),
        "qr": qr.draw(public_address(certificate)),
        "subjects": list(groups.items()),
        "table_size": size,
        "row_room": room / 2,
        "name_size": layout.name_size(facts["name"]),
        "crowded": layout.is_crowded(
            facts["name"], facts["position"] + facts["office"], facts["batch"] + facts["place"]
        ),
        "jp_words": numbering.number_in_words(facts["jp"]),
    }


def _dates(facts: dict[str, Any]) -> dict[str, date | None]:
    return {
        key: date.fromisoformat(facts[key]) if facts[key] else None
        for key in ("starts_on", "ends_on", "issued_on", "birth_date")
    }


def public_facts(certificate: Certificate, nip_end: str) -> dict[str, Any]:
    """Return what a stranger may read: dates, and the name masked until the NIP's end is given."""
    facts = certificate.facts
    known = len(nip_end) == 4 and (facts["nip"] or "").endswith(nip_end)
    dates = _dates(facts)
    return {
        "name": facts["name"] if known else masked(facts["name"]),
        "full_name": known,
        "nip_tried": bool(nip_end),
        **{key: dates[key] for key in ("starts_on", "ends_on", "issued_on")},
    }


def masked(name: str) -> str:
    """Return a name that its holder recognises: titles and first word, then initials.

    Who has a single name shows its first letter only: it would be the whole name.
    """
    words = name.split(",")[0].split()
    first = next((at for at, word in enumerate(words) if not word.endswith(".")), 0)
    shown = first + 1 if first + 1 < len(words) else first
    return " ".join([*words[:shown], *(f"{word[0]}•••" for word in words[shown:])])


def public_address(certificate: Certificate) -> str:
    """Return the address of the certificate's public page."""
    return f"{current_app.config['PUBLIC_URL']}/verifikasi/{certificate.code}"

"""From frozen facts to what is printed: the part a batch shares, and each person's own sheet."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app
from fontTools.ttLib import TTFont

from lms.certificates import layout, numbering, press, sandbox, signing, statement, wording
from lms.certificates.models import Certificate
from lms.certificates.run import Run, letters_of
from lms.core import files
from lms.core.pdf import STATIC

#: Facts that differ between the people of a batch; everything else is laid out once.
_OWN = frozenset(
    "name nip birth_place birth_date golongan position office final predicate registration rank"
    .split()
)  # fmt: skip
_NOTES = {
    "demo": "Ditandatangani secara elektronik dengan sertifikat uji; bukan dokumen resmi",
    "key": "Ditandatangani secara elektronik",
    "bsre": "Ditandatangani secara elektronik dengan sertifikat yang diterbitkan BSrE",
}
#: What a signed electronic document is, said where the signature is a lawful one.
_LAWFUL = (
    "Informasi elektronik dan hasil cetaknya merupakan alat bukti hukum yang sah "
    "(Pasal 5 ayat 1 UU ITE)."
)


def runs(certificates: Sequence[Certificate]) -> list[tuple[Run, list[Certificate]]]:
    """Group certificates by what they share; each group is one run of the press."""
    groups: dict[str, tuple[dict[str, Any], list[Certificate]]] = {}
    for certificate in certificates:
        shared, template = shared_of(certificate), certificate.template
        key = repr((certificate.kind, template.id if template else 0, shared))
        groups.setdefault(key, (shared, []))[1].append(certificate)
    return [(_run(shared, members), members) for shared, members in groups.values()]


def _run(shared: dict[str, Any], members: list[Certificate]) -> Run:
    letters = letters_of([_words_of(one) for one in members])
    template = members[0].template
    if template is None:
        return Run(built_in(members[0].kind), shared, letters)
    is_single = bool(template.single_because)
    return Run(template.source, shared, letters, template.style, is_single, is_ours=False)


@cache
def built_in(kind: str) -> str:
    """Return the template of a kind as the product brings it."""
    return (sandbox.PAPERS / f"{kind}.html").read_text()


def shared_of(certificate: Certificate) -> dict[str, Any]:
    """Return what the paper says about the batch, its dates as dates and its subjects by agenda."""
    facts = certificate.facts
    groups: dict[str, list[dict[str, Any]]] = {}
    for subject in facts["subjects"]:
        groups.setdefault(subject["agenda"], []).append(subject)
    titles = [subject["title"] for subject in facts["subjects"]]
    size, table_class = layout.table_fit(titles, sum(map(bool, groups)))
    signer = current_app.config["SIGNER"]
    days = {key: date.fromisoformat(facts[key]) for key in ("starts_on", "ends_on", "issued_on")}
    beside = [
        wording.tanggal(days["starts_on"]) + wording.tanggal(days["ends_on"]),
        f"{facts['jp']} {numbering.number_in_words(facts['jp'])} jam pelajaran; satu JP 45 menit",
        *facts["legal_basis"],
        wording.tanggal_terbilang(days["issued_on"]),
        *([] if signer == "demo" else [_LAWFUL]),
    ]
    return {
        **{key: value for key, value in facts.items() if key not in _OWN},
        **days,
        "groups": list(groups.items()),
        "table_size": size,
        "table_class": table_class,
        "side_size": layout.side_size(beside),
        "agency_lines": current_app.config["AGENCY_LETTERHEAD"],
        "signature_note": _NOTES[signer],
        "lawful": "" if signer == "demo" else _LAWFUL,
        "site": current_app.config["PUBLIC_URL"].partition("://")[2],
    }


def sheet(certificate: Certificate) -> dict[str, Any]:
    """Return what the paper says about the person, with the codes."""
    facts = certificate.facts
    code = numbering.grouped(certificate.code)
    return {
        **_words_of(certificate),
        "birth_date": day(facts["birth_date"]),
        "code_lines": (code[:18], code[18:]),  # three groups each
        "segments": qr_segments(certificate),
        "photo": _photo_of(certificate),
        "name_size": layout.name_size(facts["name"]),
    }


def _photo_of(certificate: Certificate) -> str:
    """Return the photograph as a data address, "" when there is none."""
    if certificate.photo is None:
        return ""
    return f"data:image/jpeg;base64,{b64encode(files.read(certificate.photo)).decode()}"


def _words_of(certificate: Certificate) -> dict[str, Any]:
    """Return the own words as they are frozen: what the letters of a run are taken from."""
    own = {key: certificate.facts.get(key) or "" for key in _OWN}
    return {**own, "number": certificate.number, "code": certificate.code}


def day(text: str | None) -> date | None:
    """Return a frozen ISO date as a date."""
    return date.fromisoformat(text) if text else None


def pdf(certificate: Certificate) -> bytes:
    """Return the unsigned PDF of one certificate; the same facts always give the same content."""
    [(run, _members)] = runs([certificate])
    return press.printed(run, [sheet(certificate)])[0]


# ---- what keeps one paper from being printed ---------------------------------------------------


def missing_letters(facts: dict[str, Any]) -> str:
    """Return the letters of the own facts that our fonts do not have, "" when they have all."""
    text = "".join(str(facts.get(key) or "") for key in sorted(_OWN))
    return "".join(sorted({letter for letter in text if ord(letter) not in _known_letters()}))


@cache
def _known_letters() -> frozenset[int]:
    """Return the letters that every font of the paper has."""
    names = ("spectral-400", "spectral-600", "spectral-400-italic", "plus-jakarta-sans")
    files = [TTFont(STATIC / "fonts" / f"{name}.woff2") for name in names]
    return frozenset.intersection(*(frozenset(file.getBestCmap()) for file in files))


# ---- codes and strangers -----------------------------------------------------------------------


def qr_segments(certificate: Certificate) -> list[str]:
    """Return the pieces of the QR code: address, code, and the signed statement after the #."""
    address, _slash, code = public_address(certificate).rpartition("/")
    key = statement.keys(key_folder())[-1]
    return [f"{address}/", code, "#", statement.signed(statement_of(certificate), key)]


def statement_of(certificate: Certificate) -> statement.Statement:
    """Return the facts that the QR code states."""
    facts = certificate.facts
    days = [date.fromisoformat(facts[key]) for key in ("starts_on", "ends_on", "issued_on")]
    return statement.Statement(
        certificate.number, facts["name"], facts["batch"], facts["jp"], *days
    )


def public_facts(certificate: Certificate, nip_end: str) -> dict[str, Any]:
    """Return what a stranger may read: dates, and the name masked until the NIP's end is given."""
    facts = certificate.facts
    known = knows(certificate, nip_end)
    return {
        "name": facts["name"] if known else masked(facts["name"]),
        "full_name": known,
        "nip_tried": bool(nip_end),
        **{key: day(facts[key]) for key in ("starts_on", "ends_on", "issued_on")},
    }


def knows(certificate: Certificate, nip_end: str) -> bool:
    """Tell whether these are the last four digits of the holder's NIP."""
    return len(nip_end) == 4 and (certificate.facts["nip"] or "").endswith(nip_end)


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


# ---- keys --------------------------------------------------------------------------------------


def key_folder() -> Path:
    """Return where the agency's own keys lie."""
    return Path(current_app.config["VAR_DIR"]) / "kunci"


def signing_key() -> signing.Key | None:
    """Return the key that the press signs with, None when a person signs afterwards (BSrE).

    The test key is made when it is first needed.
    """
    config = current_app.config
    if config["SIGNER"] == "bsre":
        return None
    path = Path(config["SIGNING_KEY"]) if config["SIGNING_KEY"] else key_folder() / "uji.p12"
    if config["SIGNER"] == "demo" and not path.exists():
        signing.make_demo_key(path, config["AGENCY_NAME"])
    return signing.Key(
        str(path),
        config["SIGNING_PASSPHRASE"],
        timestamps=config["SIGNING_TIMESTAMPS"],
        anchors=config["SIGNING_ANCHORS"],
        module=config["SIGNING_MODULE"],
        token=config["SIGNING_TOKEN"],
        label=config["SIGNING_LABEL"],
        place=config["ISSUE_PLACE"],
        stamp=_stamp(config["SIGNING_STAMP"]),
        lines=(_NOTES[config["SIGNER"]], config["SIGNER_NAME"]),  # as on the paper
    )


def _stamp(area: tuple[float, ...]) -> signing.Stamp | None:
    """Return where the settings want the visible stamp."""
    if not area:
        return None
    page, left, bottom, width, height = area
    return signing.Stamp(int(page), left, bottom, width, height)

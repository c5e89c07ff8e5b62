"""Rules of reports: which texts they have, what is missing before one is made. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: Texts that the organiser writes, in the order of the report.
SECTIONS = ("decree", "purpose", "execution", "budget", "obstacles", "advice", "closing")
#: Without these a report is not complete; for the others the facts speak.
NEEDED = ("obstacles", "advice")
#: Letters of one text.
LONGEST = 20_000


@dataclass(frozen=True)
class State:
    """What of a batch the report rests on, in figures."""

    trainees: int
    #: Trainees whose NIP, golongan or position is not known.
    bare_trainees: int
    teachers: int
    sessions: int
    #: Meetings that are over and whose roll is still open.
    open_rolls: int
    is_released: bool
    has_minutes: bool
    #: Trainees who passed, and how many of them have their certificate.
    passed: int
    certificates: int
    #: Surveys of the trainees, and how many of them have enough answers to be shown.
    surveys: int
    answered_surveys: int
    #: Surveys that alumni answer months later, and how many of those have enough answers.
    alumni: int
    answered_alumni: int
    #: Lessons, tasks and other units of the programme.
    materials: int
    #: Whether papers carry a registration code, and how many trainees have none.
    is_registered: bool
    uncoded: int
    #: Whether an edition of the report was made.
    has_report: bool
    has_basis: bool
    has_signatory: bool
    texts: Mapping[str, str]


def gaps(state: State) -> list[str]:
    """Return the keys of what is missing, in the order of the chapters."""
    lacking = {
        "basis": not state.has_basis,
        "trainees": not state.trainees,
        "people": state.bare_trainees > 0,
        "teachers": not state.teachers,
        "sessions": not state.sessions,
        "rolls": state.open_rolls > 0,
        "results": not state.is_released,
        "minutes": not state.has_minutes,
        "certificates": state.is_released and state.certificates < state.passed,
        "surveys": state.answered_surveys < state.surveys,
        **{section: not state.texts.get(section, "").strip() for section in NEEDED},
        "signatory": not state.has_signatory,
    }
    return [key for key, is_lacking in lacking.items() if is_lacking]


def check_text(section: str, body: str) -> str:
    """Return the text as it is kept; RuleBroken for an unknown section or one that is too long."""
    if section not in SECTIONS:
        raise RuleBroken(_("Bagian laporan itu tidak ada."))
    if len(body) > LONGEST:
        raise RuleBroken(_("Satu bagian paling panjang %(most)s huruf.", most=LONGEST))
    return body.replace("\r\n", "\n").rstrip()

"""Which papers a training gives, who is ready for one, what is missing, and who must act. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lms.core.formats import tanggal
from lms.core.i18n import _
from lms.gradebook.rulebooks import BEST


@dataclass(frozen=True)
class Case:
    """What is known of one trainee or participant; `outcome` is None without a released result."""

    outcome: str | None
    nip: str | None
    birth_place: str
    birth_date: date | None
    strange_letters: str
    has_certificate: bool
    #: Place among those of the batch who passed, None without a final mark.
    rank: int | None = None
    #: Whether absence went beyond the limit of the programme.
    is_absent: bool = False
    #: Lessons and counted tests of the self-study phase that are not done yet.
    left_to_study: int = 0
    #: Whether the paper must carry a photograph and there is none.
    lacks_photo: bool = False
    #: Titles of the graded parts without points.
    lacking: tuple[str, ...] = ()
    #: Whether there is no registration code, and whether the paper must carry one.
    lacks_registration: bool = False
    demands_registration: bool = False
    #: What proof of taking part in an event is missing (a key of PROOFS), "" when there is one.
    lacks_proof: str = ""
    #: Whether the event is not confirmed yet, so that proof may still come.
    is_open: bool = False
    #: Why the paper was withdrawn by decision, so that issuing gives no other; "" when it was not.
    barred_because: str = ""


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: what, who must act, and whether it keeps the paper back."""

    what: str
    who: str
    blocks: bool
    #: Which ones, such as the graded parts without points.
    which: str = ""


#: The fields of an STTP (docs/facts.md 6, C1) that a person or the sending office must give.
_FIELDS = (("nip", "opd"), ("birth_place", "trainee"), ("birth_date", "trainee"))
#: Proof of taking part in an event -> who must act while the event is not confirmed.
PROOFS = {
    "presence": "organiser",
    "meetings": "organiser",
    "meeting_open": "trainee",
    "evidence": "trainee",
    "evidence_open": "organiser",
}
#: Gaps of people for whom this kind is not meant: the board leaves them out.
NOT_MEANT = frozenset({"rank", "passed"})


def gaps(case: Case, kind: str = "sertifikat") -> list[Gap]:
    """Return what is missing for a kind of paper, what blocks first."""
    found = KINDS[kind].entitles(case)
    if case.strange_letters:
        found.append(Gap("letters", "organiser", True, case.strange_letters))
    if case.lacks_photo:
        found.append(Gap("photo", "trainee", True))
    if case.lacks_registration:
        found.append(Gap("registration", "organiser", case.demands_registration))
    fields = [(name, who) for name, who in _FIELDS if name in KINDS[kind].fields]
    return found + [Gap(name, who, False) for name, who in fields if not getattr(case, name)]


def standing(case: Case, kind: str = "sertifikat") -> str:
    """Return "revoked" (by decision, so nothing more is issued), "issued", "ready" or "waiting"."""
    if case.barred_because:
        return "revoked"
    if case.has_certificate:
        return "issued"
    return "waiting" if any(gap.blocks for gap in gaps(case, kind)) else "ready"


def _passed(case: Case) -> list[Gap]:
    """STTP and sertifikat: whose released result says "lulus" (docs/facts.md 1 and 6, C)."""
    if case.outcome is None:
        return [*_without_points(case), Gap("result", "organiser", True)]
    return [] if case.outcome == "lulus" else [Gap(case.outcome, "nobody", True)]


def _without_points(case: Case) -> list[Gap]:
    if not case.lacking:
        return []
    return [Gap("component", "organiser", True, ", ".join(case.lacking))]


def _followed(case: Case) -> list[Gap]:
    """Surat keterangan mengikuti: who took part to the end and did not pass (our reading, M).

    Who passed has the better paper; who was absent beyond the limit did not follow the training.
    """
    if case.outcome is None:
        return [*_without_points(case), Gap("result", "organiser", True)]
    if case.outcome == "lulus":
        return [Gap("passed", "nobody", True)]
    return [Gap("absent", "nobody", True)] if case.is_absent else []


def _is_among_the_best(case: Case) -> list[Gap]:
    """Piagam penghargaan: the five best of a batch (C1), among those who passed (D)."""
    if case.outcome is None:
        return [*_without_points(case), Gap("result", "organiser", True)]
    is_best = case.outcome == "lulus" and case.rank is not None and case.rank <= BEST
    return [] if is_best else [Gap("rank", "nobody", True)]


def _studied(case: Case) -> list[Gap]:
    """Surat keterangan selesai belajar mandiri (PBJ): every module studied and its test passed.

    It is needed to sit the exam, so it does not wait for a result (scheme of 2019, C1).
    """
    left = case.left_to_study
    return [Gap("self_study", "trainee", True, str(left))] if left else []


def _took_part(case: Case) -> list[Gap]:
    """Sertifikat kegiatan: who had a place and whose taking part is proved, once it is confirmed.

    Presence by code or roll, a confirmed meeting, or accepted evidence (lms/events/rules.py);
    confirming the event is what decides (docs/decisions/0035).
    """
    found = []
    if case.lacks_proof:
        who = PROOFS[case.lacks_proof] if case.is_open else "nobody"
        found.append(Gap(case.lacks_proof, who, True))
    return [*found, Gap("event_open", "organiser", True)] if case.is_open else found


#: The one kind of paper that light events give, whatever their own kind is.
EVENT_KIND = "kegiatan"


@dataclass(frozen=True)
class Kind:
    """One kind of paper: who is entitled, on what ground, and whether it proves hours."""

    key: str
    entitles: Callable[[Case], list[Gap]]
    confidence: str
    #: Only papers that say "passed" add hours: the others stand beside one that does, or say
    #: that nothing was passed (docs/facts.md 6).
    adds_hours: bool = False
    #: Whether it waits for the released result of the batch.
    needs_release: bool = True
    #: Fields of the person that the paper shows.
    fields: tuple[str, ...] = ("nip", "birth_place", "birth_date")


KINDS = {
    kind.key: kind
    for kind in (
        Kind("sttp", _passed, "C", adds_hours=True),
        Kind("sertifikat", _passed, "C", adds_hours=True),
        Kind("keterangan", _followed, "M"),
        Kind("piagam", _is_among_the_best, "C1"),
        Kind("mandiri", _studied, "C1", needs_release=False),
        # the hours of an event stand with taking part in it, whether there is a paper or not
        Kind(EVENT_KIND, _took_part, "D", needs_release=False, fields=("nip",)),
    )
}
#: Kinds that bear the code under which LAN registers alumni (docs/facts.md 6, M).
REGISTERED_KINDS = ("sttp",)
PASSING_KINDS = tuple(kind.key for kind in KINDS.values() if kind.adds_hours)


def too_early(ends_on: date, today: date) -> str:
    """Return why a batch gets no papers on its result yet, "" from its last day on.

    They state the whole period of the training, which must not lie ahead (D; on the last day they
    are handed out at the closing ceremony).
    """
    if today >= ends_on:
        return ""
    return _(
        "Angkatan ini berlangsung sampai %(day)s. Sertifikat memuat masa pelatihan itu, jadi "
        "diterbitkan mulai hari terakhirnya.",
        day=tanggal(ends_on),
    )


def kinds_of(passing: str, counts_as: str, programme_kind: str) -> tuple[str, ...]:
    """Return the papers that a programme gives, its certificate first.

    Merit is ranked where official marks are weighed (basic and leadership training: C1, D);
    procurement training gives the letter that opens the exam (C1).
    """
    found = [passing, "keterangan"]
    if counts_as in ("dasar", "struktural"):
        found.append("piagam")
    if programme_kind == "procurement":
        found.insert(1, "mandiri")
    return tuple(found)

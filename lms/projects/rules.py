"""Rules of final projects: stages, whose word opens each gate, what must be there first. Pure.

The order of the stages is that of real runs (docs/facts.md, C1). Whose word opens which gate was
found in no open source: it is ours (D, docs/decisions/0110).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lms.core.errors import RuleBroken
from lms.core.i18n import _

COACH, MENTOR, EXAMINER, TRAINEE = "coach", "mentor", "examiner", "trainee"
GUIDES = (COACH, MENTOR)
ROLES = (COACH, MENTOR, EXAMINER)

#: What a programme of this kind calls its final project; other kinds have none.
KINDS = {"latsar": "aktualisasi", "leadership": "aksi_perubahan"}


@dataclass(frozen=True)
class Gate:
    """How a stage ends: all owners agree. `back` is where a refusal leads, "" for the same stage.

    `paper` names the task whose file is what the owners read.
    """

    owners: tuple[str, ...]
    paper: str = ""
    back: str = ""

    @property
    def is_seminar(self) -> bool:
        """Tell whether the stage waits for a seminar rather than for something handed in."""
        return bool(self.back)


GATES: dict[str, Gate] = {
    "issue": Gate((COACH,)),
    "design": Gate(GUIDES, paper="design"),
    "design_seminar": Gate((EXAMINER,), paper="design", back="design"),
    "execution": Gate((MENTOR,)),
    "report": Gate(GUIDES, paper="report"),
    "final_seminar": Gate((EXAMINER,), paper="report", back="report"),
}
STAGES = tuple(GATES)
#: The stages that are seminars.
SEMINARS = tuple(stage for stage, gate in GATES.items() if gate.is_seminar)
#: After the last gate.
DONE = "done"

#: A mentor's link works for so many days.
LINK_DAYS = 7
#: Most indicators and pieces of evidence of one project: more is a mistake or an attack.
MOST_INDICATORS, MOST_EVIDENCE, MOST_CONSULTATIONS = 10, 60, 60


@dataclass(frozen=True)
class Facts:
    """What a project has by now, as the gates ask."""

    title: str = ""
    issue: str = ""
    idea: str = ""
    roles: frozenset[str] = frozenset()
    #: The papers whose newest version is handed in.
    papers: frozenset[str] = frozenset()
    #: The papers that the programme asks for.
    papers_asked: frozenset[str] = frozenset()
    indicators: int = 0
    measured: int = 0
    evidence: int = 0


def missing(stage: str, facts: Facts) -> list[str]:
    """Return what is still to be done before the stage may be put before its owners."""
    gate = GATES[stage]
    names = {COACH: _("coach"), MENTOR: _("mentor"), EXAMINER: _("penguji")}
    found = [
        _("Penyelenggara belum menetapkan %(role)s.", role=names[role])
        for role in gate.owners
        if role not in facts.roles
    ]
    if stage == "issue" and not (facts.title and facts.issue and facts.idea):
        found.append(_("Isi judul, isu, dan gagasan."))
    if stage == "design" and not facts.indicators:
        found.append(_("Tulis paling sedikit satu indikator dengan keadaan awal dan target."))
    if gate.paper in facts.papers_asked - facts.papers and not gate.is_seminar:
        found.append(_("Kumpulkan naskahnya pada halaman tugas."))
    if stage == "execution" and not facts.evidence:
        found.append(_("Unggah paling sedikit satu bukti pelaksanaan."))
    if stage == "execution" and facts.measured < facts.indicators:
        found.append(_("Isi keadaan akhir setiap indikator."))
    return found


def outcome_of(stage: str, said: Mapping[str, bool]) -> str:
    """Return "passed" once every owner agreed, "returned" as soon as one does not, else ""."""
    if not all(said.values()):
        return "returned"
    return "passed" if set(GATES[stage].owners) <= set(said) else ""


def stage_after(stage: str, outcome: str) -> str:
    """Return the stage that follows when a stage was passed or returned."""
    if outcome == "returned":
        return GATES[stage].back or stage
    at = STAGES.index(stage) + 1
    return STAGES[at] if at < len(STAGES) else DONE


def paper_assessed(stage: str) -> str:
    """Return the paper that is being assessed in a stage: from its seminar on, else "".

    Before its seminar a paper is still being worked on with coach and mentor.
    """
    reached = [one for one in SEMINARS if one == stage or is_past(stage, one)]
    return GATES[reached[-1]].paper if reached else ""


def is_past(present: str, stage: str) -> bool:
    """Tell whether a project in the stage `present` has passed `stage`."""
    return present == DONE or STAGES.index(present) > STAGES.index(stage)


def check_team(coach: int | None, mentor: int | None, examiner: int | None, trainee: int) -> None:
    """Refuse a panel whose members are not independent of each other."""
    if trainee in (coach, mentor, examiner):
        raise RuleBroken(_("Peserta tidak dapat membimbing atau menguji proyeknya sendiri."))
    if examiner is not None and examiner in (coach, mentor):
        raise RuleBroken(_("Penguji tidak boleh coach atau mentor dari proyek yang sama."))


def check_held_on(day: date, today: date) -> None:
    """Refuse what is said to have happened on a day that is still to come."""
    if day > today:
        raise RuleBroken(_("Tanggalnya belum tiba. Catat setelah berlangsung."))


def check_dues(dues: Mapping[str, date]) -> None:
    """Refuse deadlines that do not follow each other as the stages do."""
    days = [dues[stage] for stage in STAGES]
    if any(later < earlier for earlier, later in zip(days, days[1:], strict=False)):
        raise RuleBroken(_("Batas waktu tahap harus berurutan, dari isu sampai seminar akhir."))


def proposed_dues(
    phases: Sequence[tuple[str, date, date]], first: date, last: date, today: date
) -> dict[str, date]:
    """Return deadlines that fit the phases (mode, first day, last day) of a batch.

    The seminar of the design comes right before the work at the office, the report and its seminar
    after it; without such a phase the middle half of the batch stands in for it. None lies before
    today: projects that are opened late are not late from their first hour.
    """
    work = next(((a, z) for mode, a, z in phases if mode == "workplace"), None)
    quarter = (last - first) // 4
    starts, ends = work or (first + quarter, last - quarter)
    dues = {
        "issue": starts - timedelta(days=14), "design": starts - timedelta(days=4),
        "design_seminar": starts - timedelta(days=1), "execution": ends,
        "report": ends + timedelta(days=3), "final_seminar": last,
    }  # fmt: skip
    floor = max(first, today)
    for stage in STAGES:  # a short batch squeezes them, never out of order or out of the batch
        floor = dues[stage] = min(max(dues[stage], floor), last)
    return dues

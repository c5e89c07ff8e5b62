"""What of a programme's timetable a batch has not planned yet; and another batch's plan shifted."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from lms.catalogue.models import Batch, BatchPhase, Enrolment, Phase, ProgrammeVersion
from lms.core.db import db, rows
from lms.core.i18n import _
from lms.schedule.lines import Dated, Line, date_days, number_of, read_lines
from lms.schedule.models import Holiday, Session, TrainingGroup
from lms.schedule.queries.parts import answers, part
from lms.schedule.queries.resources import roster_groups
from lms.schedule.queries.sessions import sessions_of
from lms.schedule.queries.working import holidays_between

#: Days that holidays may push a plan beyond its last date.
_BEYOND = timedelta(days=60)


@dataclass(frozen=True)
class Need:
    """A line of the timetable, for one group when groups meet apart, with its date."""

    line: Line
    group: str
    dated: Dated

    @property
    def key(self) -> str:
        """Return what names it: the line and its group."""
        return f"{self.line.key}#{self.group}"


@dataclass(frozen=True)
class Copied:
    """A session of another batch and the day it would have in this one."""

    session: Session
    dated: Dated


def lines_of(batch: Batch) -> list[Line]:
    """Return the timetable of the programme version that a batch runs on."""
    found = db.session.scalar(
        select(ProgrammeVersion.timetable).where(ProgrammeVersion.id == batch.version_id)
    )
    return read_lines(found or {})


def holiday_names(first: date, last: date) -> dict[date, str]:
    """Return the names of the holidays of a span of days."""
    return {one.day: one.name for one in holidays_between(first, last)}


def group_names(batch: Batch, lines: list[Line]) -> list[str]:
    """Return the names of the groups that a timetable needs: the roster's, or numbered ones."""
    return _named(lines, roster_groups(batch))


def _named(lines: list[Line], roster: list[str]) -> list[str]:
    most = max((line.groups for line in lines), default=0)
    known = roster[:most]
    numbers = range(len(known) + 1, most + 1)
    return known + [_("Kelompok %(number)s", number=number) for number in numbers]


def phases_of(batch: Batch) -> list[tuple[int, date, date]]:
    """Return the (training days, first, last) of a batch's phases, in order."""
    phases: list[BatchPhase] = rows(select(BatchPhase).where(BatchPhase.batch_id == batch.id))
    return [
        (one.phase.days, one.starts_on, one.ends_on)
        for one in sorted(phases, key=lambda one: one.phase.position)
    ]


def needs_of(batch: Batch) -> list[Need]:
    """Return the lines that no session fulfils yet, in the order of their days."""
    found = _facts(batch)
    lines = read_lines(found["timetable"][0].data or {})
    spans = [(row.one, row.day, row.until)
             for row in sorted(found["phase"], key=lambda row: row.two)]  # fmt: skip
    holidays = {row.day: row.words for row in found["holiday"]}
    dated = date_days((line.day for line in lines), spans, holidays)
    done = {(row.words, row.more or "") for row in found["done"]}
    names = _named(lines, sorted(row.words for row in found["group"]))
    return [
        Need(line, group, dated[line.day])
        for line in lines
        for group in (names[: line.groups] or [""])
        if line.day in dated and (line.key, group) not in done
    ]


def _facts(batch: Batch) -> dict[str, list[Any]]:
    """Return in one statement what the lines of a batch's timetable and their dates ask about."""
    return answers(
        part("timetable", data=ProgrammeVersion.timetable)
        .where(ProgrammeVersion.id == batch.version_id),
        part("phase", one=Phase.days, two=Phase.position, day=BatchPhase.starts_on,
             until=BatchPhase.ends_on)
        .join(Phase, Phase.id == BatchPhase.phase_id)
        .where(BatchPhase.batch_id == batch.id),
        part("holiday", words=Holiday.name, day=Holiday.day)
        .where(Holiday.day.between(batch.starts_on, batch.ends_on + _BEYOND)),
        part("done", words=Session.line_key, more=TrainingGroup.name)
        .outerjoin(TrainingGroup, TrainingGroup.id == Session.group_id)
        .where(Session.batch_id == batch.id, Session.line_key != "",
               Session.cancelled_at.is_(None)),
        part("group", words=Enrolment.group)
        .where(Enrolment.batch_id == batch.id, Enrolment.group != "")
        .group_by(Enrolment.group),
    )  # fmt: skip


def copies_of(source: Batch, batch: Batch) -> list[Copied]:
    """Return the meetings of another batch with their days in this one, holidays left out.

    A meeting keeps the number of its working day, counted from the first day of its batch.
    """
    theirs = holiday_names(source.starts_on, source.ends_on)
    ours = holiday_names(batch.starts_on, batch.ends_on + _BEYOND)
    found = []
    for session in sessions_of(source, drafts=True):
        if session.cancelled_at is not None:
            continue
        number = number_of(session.day, source.starts_on, theirs)
        span = [(number, batch.starts_on, batch.ends_on)]
        dated = date_days([number], span, ours)[number]
        problem = _("Di luar masa angkatan.") if dated.day > batch.ends_on else ""
        found.append(
            Copied(session, Dated(number, dated.day, dated.planned, dated.reasons, problem))
        )
    return found


def planned_companions(batch: Batch) -> list[Batch]:
    """Return the other batches of the programme that have a plan, the latest first."""
    planned = select(Session.batch_id).where(Session.cancelled_at.is_(None))
    return rows(
        select(Batch)
        .where(
            Batch.programme_id == batch.programme_id, Batch.id != batch.id, Batch.id.in_(planned)
        )
        .order_by(Batch.starts_on.desc())
        .limit(30)
    )

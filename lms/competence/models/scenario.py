"""Plans tried out on the index, and whom they would send where."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Enrolment
from lms.core.db import db
from lms.people.models import Person

#: How a scenario chooses people, and how far it is.
METHODS = ("simulate", "optimise")
SCENARIO_STATES = ("waiting", "done")


class Scenario(db.Model):  # type: ignore[name-defined]
    """A plan of trainings tried out on the index: simulated by hand, or found by the optimiser."""

    __tablename__ = "scenario"
    __table_args__ = (
        CheckConstraint(f"method IN {METHODS}", name="method"),
        CheckConstraint(f"state IN {SCENARIO_STATES}", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    method: Mapped[str]
    rule_set: Mapped[str]
    #: The day on which the index is compared: all trainings of the plan are over.
    day: Mapped[date]
    #: {"options": […], "offices": [ids] or None, "kinds", "budget", "away", "a_person", "aim"}.
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="waiting")
    #: Sums in hundredths of a point before and after, and the optimiser's proof: see actions.
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    #: Set to ask a running search to stop with what it has.
    stop_asked: Mapped[bool] = mapped_column(default=False)

    made_by: Mapped[Person] = relationship(lazy="raise")


class ScenarioPick(db.Model):  # type: ignore[name-defined]
    """A person whom a scenario would send to one of its trainings."""

    __tablename__ = "scenario_pick"
    __table_args__ = (UniqueConstraint("scenario_id", "person_id", "option"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: Key of the option in the scenario's settings.
    option: Mapped[str]
    #: Hundredths of a point it adds to the person's score.
    cents: Mapped[int]
    closes_gap: Mapped[bool]
    #: How many people were exactly as eligible.
    alike: Mapped[int]
    #: The nomination made from it, and why one was refused.
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))
    refusal: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(lazy="raise")
    enrolment: Mapped[Enrolment | None] = relationship(lazy="raise")

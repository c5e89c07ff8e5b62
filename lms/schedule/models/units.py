"""Changes of the plan that belong together and are undone together."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.people.models import Person

UNIT_KINDS = ("template", "clone", "board", "solver", "repair")


class PlanUnit(db.Model):  # type: ignore[name-defined]
    """One change of the plan: a template applied, a drag on the board, a solver's proposal."""

    __tablename__ = "plan_unit"
    __table_args__ = (CheckConstraint(f"kind IN {UNIT_KINDS}", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    made_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    steps: Mapped[list["PlanStep"]] = relationship(lazy="raise", order_by="PlanStep.id")


class PlanStep(db.Model):  # type: ignore[name-defined]
    """What a unit did to one session: facts as in `actions.units.facts_of`, {} where none was."""

    __tablename__ = "plan_step"
    __table_args__ = (Index("ix_plan_step_unit", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("plan_unit.id"))
    #: No foreign key: an undone draft is taken away again.
    session_id: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)

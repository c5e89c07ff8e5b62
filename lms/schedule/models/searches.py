"""Searches for a plan: what was asked, how far it is, what was found."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import db
from lms.people.models import Person
from lms.schedule.models.units import PlanUnit

SEARCH_KINDS = ("plan", "repair")
SEARCH_STATES = ("waiting", "done", "applied")


class PlanSearch(db.Model):  # type: ignore[name-defined]
    """A search by the solver: for the plan of batches, or for mending what a closure hits."""

    __tablename__ = "plan_search"
    __table_args__ = (
        CheckConstraint(f"kind IN {SEARCH_KINDS}", name="kind"),
        CheckConstraint(f"state IN {SEARCH_STATES}", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    batch_ids: Mapped[list[int]] = mapped_column(JSON)
    #: {seconds, seed} of a plan; {kind, resource_id, starts_at, ends_at, reason} of a repair.
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="waiting")
    #: Somebody wants the best plan found so far.
    is_stopped: Mapped[bool] = mapped_column(default=False)
    job_id: Mapped[int | None]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]
    #: {lines, counts, costs, bound, explanation, people}: see actions/searches.py.
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: The change that was made of it.
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("plan_unit.id"))

    made_by: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    unit: Mapped[PlanUnit | None] = relationship(lazy="joined")

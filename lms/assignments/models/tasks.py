"""By which rules a batch does a task, where they differ from the brief's."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import db


class TaskSetting(db.Model):  # type: ignore[name-defined]
    """How one batch does one task; without a row everything is as usual."""

    __tablename__ = "task_setting"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    #: Graders see a code instead of the author's name until the mark is released.
    blind: Mapped[bool] = mapped_column(default=False)
    #: Days after the due time during which late work is taken; none: always.
    late_days: Mapped[int | None]

"""Answers to surveys. Who answered and what was answered stand in tables that share no key."""

import secrets
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import db


class SurveyReceipt(db.Model):  # type: ignore[name-defined]
    """That a trainee, or the superior of one, answered a survey once; not when and not what."""

    __tablename__ = "survey_receipt"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    survey: Mapped[str] = mapped_column(primary_key=True)
    #: The instructor it is about, 0 for the batch as a whole.
    about_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class SurveySuperior(db.Model):  # type: ignore[name-defined]
    """Who is asked as the direct superior of a trainee: the trainee or the office names them."""

    __tablename__ = "survey_superior"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SurveyReply(db.Model):  # type: ignore[name-defined]
    """What one of them said, without name and time; its id is drawn, so it tells no order."""

    __tablename__ = "survey_reply"
    __table_args__ = (Index("ix_survey_reply_batch", "batch_id", "survey", "about_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=lambda: secrets.token_hex(16))
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    survey: Mapped[str]
    about_id: Mapped[int]
    #: item -> 1-5
    points: Mapped[dict[str, int]] = mapped_column(JSON)
    #: question -> text
    words: Mapped[dict[str, Any]] = mapped_column(JSON)

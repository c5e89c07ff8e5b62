"""Pictures of the bank's questions, under the hash of their content, and who needs them."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import db


class BankPicture(db.Model):  # type: ignore[name-defined]
    """A picture made anew (core/pictures.py); questions say it as media/<name>.

    Its bytes lie in the row: they come and go in the transaction of the question or import.
    """

    __tablename__ = "bank_picture"

    #: What its content hashes to, with ".png" or ".jpg".
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(deferred=True)
    size: Mapped[int]
    kept_at: Mapped[datetime]


class BankPictureUse(db.Model):  # type: ignore[name-defined]
    """A question that shows a picture in any of its versions."""

    __tablename__ = "bank_picture_use"

    question_id: Mapped[int] = mapped_column(ForeignKey("bank_question.id"), primary_key=True)
    name: Mapped[str] = mapped_column(ForeignKey("bank_picture.name"), primary_key=True, index=True)


class BankImportPicture(db.Model):  # type: ignore[name-defined]
    """A file of questions that shows a picture."""

    __tablename__ = "bank_import_picture"

    import_id: Mapped[int] = mapped_column(ForeignKey("bank_import.id"), primary_key=True)
    name: Mapped[str] = mapped_column(ForeignKey("bank_picture.name"), primary_key=True, index=True)


class AttemptPicture(db.Model):  # type: ignore[name-defined]
    """A paper that shows a picture: it stays, and whoever may see the paper may see it."""

    __tablename__ = "attempt_picture"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    name: Mapped[str] = mapped_column(ForeignKey("bank_picture.name"), primary_key=True, index=True)

"""Pictures of the bank: kept with the question or import that brings them, let go of after it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete
from werkzeug.datastructures import FileStorage

from lms.core.clock import now
from lms.core.db import add_all_missing, db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.pictures import MOST_BYTES, Picture, made_anew, name_of
from lms.elearning import queries
from lms.elearning.models import AttemptPicture, BankImportPicture, BankPicture, BankPictureUse

#: How long an uploaded picture waits for a question that shows it.
_WAITS = timedelta(days=1)


def keep_pictures(pictures: Iterable[Picture]) -> None:
    """Keep pictures that the bank has not yet."""
    moment = now()
    add_all_missing(
        BankPicture, ["name"],
        [{"name": one.name, "content": one.data, "size": len(one.data), "kept_at": moment}
         for one in pictures],
    )  # fmt: skip


def upload_picture(upload: FileStorage | None) -> str:
    """Keep the picture that somebody uploads and return its name; RuleBroken when it is none."""
    data = upload.stream.read(MOST_BYTES + 1) if upload else b""
    if not data:
        raise RuleBroken(_("Pilih berkas gambarnya."))
    _let_go(queries.forgotten_pictures(now() - _WAITS))
    ours = next(
        (name for kind in ("png", "jpg") if queries.has_picture(name := name_of(data, kind))), ""
    )
    if ours:
        return ours
    picture = made_anew(data)
    keep_pictures([picture])
    return picture.name


def use_pictures(pairs: Iterable[tuple[int, str]]) -> None:
    """Note which question shows which picture: (id, name)."""
    lines = [{"question_id": question_id, "name": name} for question_id, name in pairs]
    add_all_missing(BankPictureUse, ["question_id", "name"], lines)


def show_on_paper(attempt_id: int, names: Iterable[str]) -> None:
    """Note the pictures that a paper shows."""
    lines = [{"attempt_id": attempt_id, "name": name} for name in sorted(names)]
    add_all_missing(AttemptPicture, ["attempt_id", "name"], lines)


def take_in_pictures(import_id: int, pictures: Iterable[Picture], names: Iterable[str]) -> None:
    """Keep the pictures of a part of an import, and note what it shows."""
    keep_pictures(pictures)
    lines = [{"import_id": import_id, "name": name} for name in sorted(names)]
    add_all_missing(BankImportPicture, ["import_id", "name"], lines)


def let_go_of_import(import_id: int, questions: Select[Any]) -> None:
    """Let an import and its questions need no picture any more; what nobody needs goes."""
    names = set(db.session.scalars(queries.pictures_of_import(import_id)))
    db.session.execute(delete(BankImportPicture).where(BankImportPicture.import_id == import_id))
    db.session.execute(delete(BankPictureUse).where(BankPictureUse.question_id.in_(questions)))
    if names:
        _let_go(queries.unneeded_pictures().where(BankPicture.name.in_(names)))


def _let_go(names: Select[Any]) -> None:
    db.session.execute(delete(BankPicture).where(BankPicture.name.in_(names)))

"""Pictures of the bank: which there are, what they hold, and who needs them."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, select

from lms.core.db import db
from lms.elearning.models import (
    AttemptPicture,
    BankImportPicture,
    BankPicture,
    BankPictureUse,
)


def has_picture(name: str) -> bool:
    """Tell whether the bank has a picture of this name."""
    return bool(db.session.scalar(select(exists().where(BankPicture.name == name))))


def missing_pictures(names: Collection[str]) -> list[str]:
    """Return which of these names the bank has no picture of."""
    if not names:
        return []
    found = db.session.scalars(select(BankPicture.name).where(BankPicture.name.in_(names)))
    return sorted(set(names) - set(found))


def content_of(name: str) -> bytes | None:
    """Return the bytes of a picture."""
    return db.session.scalar(select(BankPicture.content).where(BankPicture.name == name))


def weight_of(names: Collection[str]) -> int:
    """Return what these pictures weigh together, in bytes."""
    found = select(func.sum(BankPicture.size)).where(BankPicture.name.in_(names))
    return db.session.scalar(found) or 0


class Contents(Mapping[str, bytes]):
    """The bytes of pictures by name, read one by one when they are asked for."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def __getitem__(self, name: str) -> bytes:
        """Return the bytes of one; KeyError when the bank has none of this name."""
        found = content_of(name) if name in self._names else None
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._names)


def unneeded_pictures() -> Select[Any]:
    """Return the select of the names that no question, import or paper shows."""
    users = (BankPictureUse, BankImportPicture, AttemptPicture)
    return select(BankPicture.name).where(
        *(~exists().where(model.name == BankPicture.name) for model in users)
    )


def pictures_of_import(import_id: int) -> Select[Any]:
    """Return the select of the names that an import shows."""
    return select(BankImportPicture.name).where(BankImportPicture.import_id == import_id)


def forgotten_pictures(before: datetime) -> Select[Any]:
    """Return the select of those among them that were kept before a moment."""
    return unneeded_pictures().where(BankPicture.kept_at < before)

"""Packages with their versions, where they are played, and what came in from other systems."""

from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lms.catalogue.models import Batch, Unit
from lms.core.db import db, one, rows
from lms.packages.models import MaterialImport, Package, PackageChoice, PackageVersion

PAGE = 50


def folder() -> Path:
    """Return where the files of packages lie."""
    return Path(current_app.config["VAR_DIR"]) / "packages"


def packages() -> list[Package]:
    """Return all packages with their versions, by title."""
    return rows(select(Package).options(selectinload(Package.versions)).order_by(Package.title))


def package_named(name: str) -> Package | None:
    """Return the package that course files call by this name."""
    return one(select(Package).where(Package.name == name))  # type: ignore[no-any-return]


def versions_of(package: Package) -> list[PackageVersion]:
    """Return the versions of a package, the newest first."""
    return rows(
        select(PackageVersion)
        .where(PackageVersion.package_id == package.id)
        .order_by(PackageVersion.number.desc())
    )


def newest_version(name: str) -> PackageVersion | None:
    """Return the newest version of the package with this name."""
    return one(  # type: ignore[no-any-return]
        select(PackageVersion)
        .join(Package, Package.id == PackageVersion.package_id)
        .where(Package.name == name)
        .order_by(PackageVersion.number.desc())
        .limit(1)
    )


def same_file(sha256: str) -> PackageVersion | None:
    """Return a version that came from the very same file, None when there is none."""
    return one(  # type: ignore[no-any-return]
        select(PackageVersion)
        .where(PackageVersion.sha256 == sha256)
        .options(joinedload(PackageVersion.package))
        .order_by(PackageVersion.id)
        .limit(1)
    )


@dataclass(frozen=True)
class Use:
    """A batch that plays a package."""

    batch: Batch
    unit_id: int
    title: str
    number: int


def uses_of(package: Package) -> list[Use]:
    """Return where versions of a package are played."""
    found = db.session.execute(
        select(Batch, PackageChoice.unit_id, Unit.title, PackageVersion.number)
        .join(PackageChoice, PackageChoice.batch_id == Batch.id)
        .join(PackageVersion, PackageVersion.id == PackageChoice.version_id)
        .join(Unit, Unit.id == PackageChoice.unit_id)
        .where(PackageVersion.package_id == package.id)
        .order_by(Batch.starts_on.desc())
        .limit(PAGE)
    )
    return [Use(*row) for row in found]


def material_imports(batch: Batch) -> list[MaterialImport]:
    """Return the latest courses of other systems that were read for a batch."""
    return rows(
        select(MaterialImport)
        .where(MaterialImport.batch_id == batch.id)
        .order_by(MaterialImport.id.desc())
        .limit(20)
    )

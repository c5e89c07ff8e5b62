"""The library of packages: every upload is a version, kept as it came."""

import re
import unicodedata

from sqlalchemy import func, select

from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.packages import queries
from lms.packages.intake import Intake
from lms.packages.models import Package, PackageVersion
from lms.people.models import Person


def keep_package(
    intake: Intake, package: Package | None, *, name: str = "", by: Person | None
) -> PackageVersion:
    """Add what came in as a new package, or as the next version of `package`."""
    if package is None:
        if not name:
            _refuse_twice(intake)
        package = _add_package(intake, name)
    newest = queries.newest_version(package.name)
    if newest is not None and newest.sha256 == intake.sha256:
        raise RuleBroken(_("Berkas yang sama sudah tersimpan sebagai versi %(number)s.",
                           number=newest.number))  # fmt: skip
    version = PackageVersion(
        package_id=package.id,
        number=newest.number + 1 if newest else 1,
        standard=intake.structure.standard,
        structure=intake.structure.to_json(),
        sha256=intake.sha256,
        file_name=intake.file_name,
        files=intake.files,
        size=intake.size,
        uploaded_by_id=by.id if by else None,
        uploaded_at=now(),
    )
    db.session.add(version)
    package.title = intake.structure.title
    db.session.flush()
    record(
        "package_version.kept", version, by=by, package=package.name, number=version.number,
        sha256=intake.sha256,
    )  # fmt: skip
    return version


def _refuse_twice(intake: Intake) -> None:
    """Refuse a file that is in the library already: who looks for it shall find it once."""
    there = queries.same_file(intake.sha256)
    if there is not None:
        raise RuleBroken(
            _("Berkas yang sama sudah ada di pustaka: %(title)s, versi %(number)s. Pakai yang itu.",
              title=there.package.title, number=there.number)
        )  # fmt: skip


def _add_package(intake: Intake, name: str) -> Package:
    wanted = _slug(name or intake.structure.title or intake.file_name)
    taken = set(db.session.scalars(select(Package.name).where(Package.name.like(f"{wanted}%"))))
    count = db.session.scalar(select(func.count(Package.id))) or 0
    free = next(
        one for at in range(1, count + 3)
        if (one := wanted if at == 1 else f"{wanted}-{at}") not in taken
    )  # fmt: skip
    package = Package(name=free, title=intake.structure.title, made_at=now())
    db.session.add(package)
    db.session.flush()
    return package


def _slug(text: str) -> str:
    """Return a name for course files: small letters, figures and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "paket"

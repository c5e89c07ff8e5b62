"""Graded parts whose points a package reports."""

from collections.abc import Mapping
from decimal import Decimal

from lms.catalogue.models import Batch, Enrolment
from lms.packages import queries as packages
from lms.packages.rules import ATTEMPTS

#: How a source names a package, and which attempt counts: "package-best:01-mapel/02-modul".
_STARTS = tuple((f"package-{attempt}:", attempt) for attempt in ATTEMPTS)


def package_of(source: str) -> tuple[str, str]:
    """Return the key of the unit that a source names, and which attempt counts; else two ""."""
    for start, attempt in _STARTS:
        if source.startswith(start):
            return source.removeprefix(start), attempt
    return "", ""


def points_of_packages(batch: Batch, sources: Mapping[str, str]) -> dict[tuple[int, str], Decimal]:
    """Return points by enrolment id and key of the graded part; `sources`: key -> source."""
    found: dict[tuple[int, str], Decimal] = {}
    for key, source in sources.items():
        path, attempt = package_of(source)
        for score in packages.scores(batch, attempt) if path else ():
            if score.unit_key == path:
                found[score.enrolment_id, key] = score.points
    return found


def packages_behind(enrolment: Enrolment, source: str) -> list[packages.Score]:
    """Return the score of the package that a source names, with its attempts."""
    path, attempt = package_of(source)
    found = packages.own_scores(enrolment, attempt) if path else []
    return [score for score in found if score.unit_key == path]

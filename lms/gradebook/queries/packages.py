"""Graded parts whose points a package reports."""

from collections.abc import Iterable, Mapping
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
    told = packages.scores(batch, _attempts(sources.values()))
    return {
        (score.enrolment_id, key): score.points
        for key, source in sources.items()
        for score in _named(source, told)
    }


def packages_behind(enrolment: Enrolment, sources: Iterable[str]) -> dict[str, packages.Score]:
    """Return the score of each package that one of the sources names, by source."""
    named = set(sources)
    told = packages.own_scores(enrolment, _attempts(named))
    return {source: found[0] for source in named if (found := _named(source, told))}


def _attempts(sources: Iterable[str]) -> set[str]:
    return {attempt for _path, attempt in map(package_of, sources) if attempt}


def _named(source: str, told: Mapping[str, list[packages.Score]]) -> list[packages.Score]:
    path, attempt = package_of(source)
    return [score for score in told.get(attempt, []) if score.unit_key == path]

"""The lock files name extras: pip looks for the newest release of `name[extra]` when only `name`
is pinned, and then refuses it for want of a hash."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def test_extras_that_packages_ask_for_are_pinned_as_such() -> None:
    lines = "".join((ROOT / f"requirements{kind}.txt").read_text() for kind in ("", "-dev"))
    pinned = [
        Requirement(line) for line in re.findall(r"^([A-Za-z0-9][^ \\]+==[^ \\]+)", lines, re.M)
    ]
    extras: dict[str, set[str]] = {}
    for one in pinned:
        extras.setdefault(canonicalize_name(one.name), set()).update(one.extras)
    missing = [
        f"{wanted.name}[{','.join(wanted.extras)}] for {one.name}"
        for one in pinned
        for wanted in _needs(one)
        if not wanted.extras <= extras.get(canonicalize_name(wanted.name), set())
    ]
    assert not missing, "run `make lock`: " + "; ".join(missing)


def _needs(one: Requirement) -> list[Requirement]:
    try:
        texts = distribution(one.name).requires or []
    except PackageNotFoundError:  # pinned for another platform
        return []
    needs = [Requirement(text) for text in texts]
    marks = [{"extra": extra} for extra in (*one.extras, "")]
    return [
        need for need in needs if need.marker is None or any(need.marker.evaluate(m) for m in marks)
    ]

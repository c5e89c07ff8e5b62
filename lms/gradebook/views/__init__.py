"""The gradebook of a batch: table and cells, tables from outside, results, one's own marks."""

from lms.gradebook.attitude import views as attitude
from lms.gradebook.views import (
    cells,
    components,
    evidence,
    imports,
    meetings,
    outcomes,
    own,
    results,
    rulebook,
    sheet,
)
from lms.gradebook.views.blueprint import bp

__all__ = [
    "attitude", "bp", "cells", "components", "evidence", "imports", "meetings", "outcomes", "own",
    "results", "rulebook", "sheet",
]  # fmt: skip

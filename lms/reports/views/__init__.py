"""The reports of a batch: one page with its texts and editions, chapters to look at, two lists."""

from lms.reports.views import editions, lists, report
from lms.reports.views.blueprint import bp

__all__ = ["bp", "editions", "lists", "report"]

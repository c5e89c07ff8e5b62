"""The pages of final projects, one file per noun."""

from lms.projects.views import batches, links, logbook, practice, projects, seminars
from lms.projects.views.blueprint import bp

__all__ = ["batches", "bp", "links", "logbook", "practice", "projects", "seminars"]

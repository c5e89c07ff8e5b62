"""The administrator's pages, and the developers' page of components."""

from lms.admin.views import components, journal, system, work
from lms.admin.views.blueprint import bp

__all__ = ["bp", "components", "journal", "system", "work"]

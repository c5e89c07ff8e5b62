"""The surveys of a batch, and what superiors of its alumni are asked."""

from lms.surveys.views import sheets, superiors
from lms.surveys.views.blueprint import bp

__all__ = ["bp", "sheets", "superiors"]

"""One's own hours and score, the province's index, and the people of an office."""

from lms.competence.views import index, mine
from lms.competence.views.blueprint import bp

__all__ = ["bp", "index", "mine"]

"""The media of published versions, and the pages on which people review a programme."""

from lms.authoring.views import media, review
from lms.authoring.views.blueprint import bp

__all__ = ["bp", "media", "review"]

"""Media of published versions, reviewing a programme, and writing its next version."""

from lms.authoring.drafts import views as drafts
from lms.authoring.moving import views as moving
from lms.authoring.views import media, review
from lms.authoring.views.blueprint import bp

__all__ = ["bp", "drafts", "media", "moving", "review"]

"""Pages about messages: the inbox."""

from lms.messages.views import inbox
from lms.messages.views.blueprint import bp

__all__ = ["bp", "inbox"]

"""Pages about messages: the inbox, and how letters come."""

from lms.messages.views import choices, inbox
from lms.messages.views.blueprint import bp

__all__ = ["bp", "choices", "inbox"]

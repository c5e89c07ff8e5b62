"""Pages about messages: the inbox, how letters come, announcements, and buttons that nudge."""

from lms.messages.views import announcements, choices, inbox, nudges
from lms.messages.views.blueprint import bp

__all__ = ["announcements", "bp", "choices", "inbox", "nudges"]

"""The pages on which programmes are written, checked, compared and published."""

from lms.authoring.drafts.views import comparing, drafts, files, history, media, questions

__all__ = ["comparing", "drafts", "files", "history", "media", "questions"]

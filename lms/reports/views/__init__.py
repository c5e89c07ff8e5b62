"""A batch's reports: the page with its texts and editions, chapters, two lists, the dossier."""

from lms.reports.dossier import views as dossier
from lms.reports.views import editions, lists, report
from lms.reports.views.blueprint import bp

__all__ = ["bp", "dossier", "editions", "lists", "report"]

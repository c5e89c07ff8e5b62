"""The catalogue, a person's own trainings, nominations, and the batches organisers run."""

from lms.catalogue.views import batches, browse, documents, mine, nominations, roster, staff
from lms.catalogue.views.blueprint import bp

__all__ = ["batches", "bp", "browse", "documents", "mine", "nominations", "roster", "staff"]

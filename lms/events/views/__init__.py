"""The pages of events, one file per noun."""

from lms.events.views import browse, manage, people, places, presence, proof
from lms.events.views.blueprint import bp

__all__ = ["bp", "browse", "manage", "people", "places", "presence", "proof"]

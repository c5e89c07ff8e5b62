"""One's own account, and the administrator's register of people and roles."""

from lms.people.views import account, register
from lms.people.views.blueprint import bp

__all__ = ["account", "bp", "register"]

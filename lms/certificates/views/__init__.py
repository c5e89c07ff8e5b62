"""Pages of certificates: boards of batches and events, own papers, changes, register, checking."""

from lms.certificates.badges import views as badge_views
from lms.certificates.blueprint import bp
from lms.certificates.corrections import views as correction_views
from lms.certificates.designs import views as design_views
from lms.certificates.esign import views as sign_views
from lms.certificates.numbers import views as number_views
from lms.certificates.portraits import views as portrait_views
from lms.certificates.registrations import views as registration_views
from lms.certificates.views import boards, changes, register, verify

__all__ = [
    "badge_views", "boards", "bp", "changes", "correction_views", "design_views", "number_views",
    "portrait_views", "register", "registration_views", "sign_views", "verify",
]  # fmt: skip

"""How the system is, and who may do what."""

from lms.admin import rules, words
from lms.admin.queries import access, system
from lms.admin.views.blueprint import bp
from lms.core.access import PUBLIC, SIGNED_IN, requires
from lms.core.i18n import _l, lazy_pgettext
from lms.core.menu import tab
from lms.core.pages import page
from lms.people.models import ROLES
from lms.people.words import ROLES as ROLE_WORDS


@bp.get("/admin/kesehatan")
@requires("system.view")
@tab("admin", _l("Kesehatan"), order=30, icon="heartbeat")
def health():
    facts = system.facts()
    checks = rules.judge(facts)
    return page(
        "admin/health.html",
        facts=facts,
        checks=checks,
        worst=rules.worst(checks),
        versions=system.versions(),
        span=words.span,
    )


@bp.get("/admin/izin")
@requires("permission.list")
@tab("admin", lazy_pgettext("permission", "Izin"), order=60, icon="key")
def permissions():
    names = [("trainee", lazy_pgettext("singular", "Peserta"))] + [
        (role, ROLE_WORDS[role]) for role in ROLES
    ]
    free = access.open_routes()
    return page(
        "admin/permissions.html",
        lines=access.matrix(),
        roles=names,
        public=free[PUBLIC],
        signed_in=free[SIGNED_IN],
    )

"""Every component with all its options, for those who build pages; development only."""

from flask.blueprints import BlueprintSetupState

from lms.admin.samples import samples
from lms.admin.views.blueprint import bp
from lms.core.access import public
from lms.core.pages import page


@public
def components():
    """Show every component with all its options."""
    return page("admin/components.html", **samples())


@bp.record
def offer(state: BlueprintSetupState) -> None:
    """Open the page where the setting asks for it; elsewhere there is no such address."""
    if state.app.config["COMPONENTS_PAGE"]:
        state.add_url_rule("/_components", "components", components)

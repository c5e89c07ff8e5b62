"""The sheets by which coach, mentor and examiner assess a paper of the project."""

from lms.assignments.panel import actions as panel
from lms.assignments.panel import queries as panels
from lms.assignments.panel.models import PanelSheet
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.projects import queries, rules
from lms.projects.models import Project


def open_sheet(project: Project, *, by: Person) -> PanelSheet:
    """Return the sheet of whoever stands beside the project for its present paper."""
    held = project.roles_of(by.id)
    found = queries.whole(project.id)
    role = next((role for role in queries.assessing_roles(found) if role in held), "")
    if not role or found.assessed is None:
        raise RuleBroken(_("Tidak ada naskah yang perlu Anda nilai pada tahap ini."))
    return panel.open_sheet(panels.with_place(found.assessed.id), role, by, by=by)


def mentor_sheet(project: Project, *, by: Person) -> PanelSheet:
    """Return the sheet of a mentor without an account for the present paper."""
    found = queries.whole(project.id)
    if found.assessed is None or rules.MENTOR not in queries.assessing_roles(found):
        raise RuleBroken(_("Tidak ada naskah yang perlu dinilai mentor pada tahap ini."))
    work = panels.with_place(found.assessed.id)
    return panel.open_sheet(work, rules.MENTOR, None, name=project.mentor_name, by=by)

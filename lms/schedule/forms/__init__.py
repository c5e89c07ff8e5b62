"""What organisers and instructors fill in about resources, the calendar and sessions."""

from lms.schedule.forms.planning import CloneForm, TemplateForm
from lms.schedule.forms.resources import (
    AccountForm,
    BlockForm,
    BuildingForm,
    GridForm,
    HolidayForm,
    ProfileForm,
    RoomForm,
)
from lms.schedule.forms.searches import RepairForm, SearchForm
from lms.schedule.forms.sessions import SessionForm

__all__ = [
    "AccountForm",
    "BlockForm",
    "BuildingForm",
    "CloneForm",
    "GridForm",
    "HolidayForm",
    "ProfileForm",
    "RepairForm",
    "RoomForm",
    "SearchForm",
    "SessionForm",
    "TemplateForm",
]

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
from lms.schedule.forms.sessions import SessionForm

__all__ = [
    "AccountForm",
    "BlockForm",
    "BuildingForm",
    "CloneForm",
    "GridForm",
    "HolidayForm",
    "ProfileForm",
    "RoomForm",
    "SessionForm",
    "TemplateForm",
]

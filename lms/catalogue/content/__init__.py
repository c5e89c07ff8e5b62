"""How programmes, subjects, documents and the headers of units look as files (courses/README.md).

Reading never stops at the first fault: it notes each with file and line and goes on.
"""

from lms.catalogue.content.documents import DocumentForm, check_guide, read_document, read_guide
from lms.catalogue.content.keys import plain, read_key, refuse_repeats
from lms.catalogue.content.programmes import (
    ComponentForm,
    PhaseForm,
    ProgrammeForm,
    check_programme,
    read_programme,
)
from lms.catalogue.content.subjects import CourseForm, UnitForm, read_course, read_unit
from lms.catalogue.content.timetables import TimetableForm, check_timetable, read_timetable

__all__ = [
    "ComponentForm",
    "CourseForm",
    "DocumentForm",
    "PhaseForm",
    "ProgrammeForm",
    "TimetableForm",
    "UnitForm",
    "check_guide",
    "check_programme",
    "check_timetable",
    "plain",
    "read_course",
    "read_document",
    "read_guide",
    "read_key",
    "read_programme",
    "read_timetable",
    "read_unit",
    "refuse_repeats",
]

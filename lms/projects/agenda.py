"""A person's seminars as appointments of the calendar feed."""

from datetime import date

from lms.core.addresses import path_of
from lms.core.agenda import Appointment, contributes
from lms.people.models import Person
from lms.projects import queries, words
from lms.projects.models import SeminarHearing


@contributes
def seminars(person: Person, first: date, last: date) -> list[Appointment]:
    """Return the hearings of one's own project, and those one coaches, mentors or examines."""
    return [_appointment(one) for one in queries.hearings_between(person, first, last)]


def _appointment(hearing: SeminarHearing) -> Appointment:
    seminar, project = hearing.seminar, hearing.project
    stage = str(words.STAGES[seminar.stage])
    return Appointment(
        uid=f"seminar-{hearing.id}@ruang-belajar",
        title=f"{stage}: {project.enrolment.person.name}",
        starts=hearing.starts_at,
        ends=hearing.ends_at,
        zone=seminar.batch.zone,
        place=seminar.places[hearing.place],
        description=project.title,
        category=stage,
        path=path_of("projects.project", project_id=project.id),
    )

"""Instructors: what they may teach, how much, when they can be had."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import delete

from lms.core.audit import record
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person
from lms.schedule import queries, rules
from lms.schedule.models import InstructorProfile, TeachingRight


@dataclass(frozen=True)
class ProfileFacts:
    """What is agreed with an instructor; see `InstructorProfile`."""

    level: str = ""
    jp_per_day: int | None = None
    jp_per_week: int | None = None
    jp_per_month: int | None = None
    hours: dict[str, list[list[str]]] = field(default_factory=dict)
    home_base_id: int | None = None
    note: str = ""
    #: (programme id, course key), "" for all of a programme.
    rights: tuple[tuple[int, str], ...] = ()


def set_profile(person: Person, facts: ProfileFacts, *, by: Person) -> InstructorProfile:
    """Write what is agreed with an instructor; the rights given are all there are."""
    if not queries.is_instructor(person):
        raise RuleBroken(_("%(name)s bukan pengajar.", name=person.name))
    for spans in facts.hours.values():
        rules.check_spans(spans)
    values = {key: value for key, value in vars(facts).items() if key != "rights"}
    profile = queries.profile_of(person) or InstructorProfile(person_id=person.id)
    for name, value in values.items():
        setattr(profile, name, value)
    db.session.add(profile)
    _set_rights(person, facts.rights)
    db.session.flush()
    rights = [f"{programme}:{course}" for programme, course in facts.rights]
    record("instructor_profile.set", profile, by=by, **{**values, "rights": rights})
    return profile


def _set_rights(person: Person, rights: Iterable[tuple[int, str]]) -> None:
    db.session.execute(delete(TeachingRight).where(TeachingRight.person_id == person.id))
    db.session.add_all(
        TeachingRight(person_id=person.id, programme_id=programme, course_key=course)
        for programme, course in dict.fromkeys(rights)
    )

"""Who may read hours and the index."""

from typing import Any

from sqlalchemy import Select, select

from lms.competence.models import (
    IndexExemption,
    IndexSnapshot,
    OutsideTraining,
    PersonnelImport,
    Scenario,
    TrainingEvidence,
)
from lms.core.access import permission
from lms.core.db import one, rows
from lms.people.models import Opd, Person
from lms.people.permissions import is_leader, is_organiser, kept_offices


@permission("competence.own")
def may_read_own(_person: Person) -> bool:
    """Everybody reads the own hours and score."""
    return True


@permission("index.view")
def may_read_index(person: Person) -> bool:
    """Leaders, organisers and officers; officers see names only of their own office."""
    return is_leader(person) or is_organiser(person) or person.has_role("opd_officer")


def sees_all(person: Person) -> bool:
    """Tell whether the person may see the people of every office."""
    return is_leader(person) or is_organiser(person)


@permission("opd.view")
def may_read_office(person: Person, opd: Opd) -> bool:
    """Leaders and organisers see the people of every office, officers of their own tree."""
    return sees_all(person) or opd.id in kept_offices(person)


@permission("person.score")
def may_read_score(person: Person, other: Person) -> bool:
    """Oneself, and who may see the people of the office."""
    return person.id == other.id or sees_all(person) or other.opd_id in kept_offices(person)


def _looks_after(person: Person, training: OutsideTraining) -> bool:
    if is_organiser(person):
        return True
    office = rows(select(Person.opd_id).where(Person.id == training.person_id))
    return bool(office) and office[0] in kept_offices(person)


@permission("outside_training.view")
def may_view_training(person: Person, training: OutsideTraining) -> bool:
    """Whose it is, and who may decide on it."""
    return training.person_id == person.id or _looks_after(person, training)


@permission("outside_training.amend")
def may_amend_training(person: Person, training: OutsideTraining) -> bool:
    """Whose it is completes or withdraws it, as long as nobody has decided."""
    return training.person_id == person.id and training.is_open


@permission("outside_training.decide")
def may_decide(person: Person, training: OutsideTraining) -> bool:
    """The office's officer (own tree) or BPSDM, never on the own training."""
    return training.person_id != person.id and _looks_after(person, training)


@permission("outside_training.queue")
def may_open_queue(person: Person) -> bool:
    """Officers and BPSDM; each sees what they may decide."""
    return is_organiser(person) or person.has_role("opd_officer")


@permission("training_evidence.view")
def may_view_evidence(person: Person, evidence: TrainingEvidence) -> bool:
    """Whoever may see the training."""
    training = one(select(OutsideTraining).where(OutsideTraining.id == evidence.training_id))
    return training is not None and may_view_training(person, training)


@permission("conversion.edit")
def may_edit_conversion(person: Person) -> bool:
    """BPSDM keeps the conversion of forms into hours."""
    return is_organiser(person)


@permission("personnel_import.view")
def may_import(person: Person, _found: PersonnelImport | None = None) -> bool:
    """BPSDM brings personnel data in and takes it back."""
    return is_organiser(person)


def visible_trainings(person: Person) -> Select[Any]:
    """Return the select of the trainings that pass outside_training.decide for the person."""
    others = select(OutsideTraining).where(OutsideTraining.person_id != person.id)
    if is_organiser(person):
        return others
    staff = select(Person.id).where(Person.opd_id.in_(kept_offices(person)))
    return others.where(OutsideTraining.person_id.in_(staff))


@permission("scenario.list")
def may_try_out(person: Person) -> bool:
    """Who reads the index may try plans out; officers with the people of their own tree."""
    return may_read_index(person)


@permission("scenario.view")
def may_view_scenario(person: Person, scenario: Scenario) -> bool:
    """Who made it, and who may see the people of every office."""
    return sees_all(person) or (scenario.made_by_id == person.id and may_try_out(person))


@permission("scenario.nominate")
def may_nominate_scenario(person: Person, scenario: Scenario) -> bool:
    """BPSDM, or the officer who made it (whose plan holds only own people)."""
    if is_organiser(person):
        return True
    return scenario.made_by_id == person.id and person.has_role("opd_officer")


@permission("index_snapshot.list")
def may_list_snapshots(person: Person) -> bool:
    """Reports name small groups too: only who may see the people of every office."""
    return sees_all(person)


@permission("index_snapshot.view")
def may_view_snapshot(person: Person, _snapshot: IndexSnapshot) -> bool:
    """Whoever may list them."""
    return sees_all(person)


@permission("index_snapshot.freeze")
def may_freeze(person: Person) -> bool:
    """BPSDM freezes what it reports."""
    return is_organiser(person)


@permission("index_exemption.view")
def may_view_exemption(person: Person, exemption: IndexExemption) -> bool:
    """Whoever may see the score of the person whom it exempts."""
    other = one(select(Person).where(Person.id == exemption.person_id))
    return other is not None and may_read_score(person, other)


@permission("index_exemption.list")
def may_list_exemptions(person: Person) -> bool:
    """Who reads the index; officers see those of their own tree."""
    return may_read_index(person)


@permission("index_exemption.grant")
def may_exempt(person: Person) -> bool:
    """BPSDM records who is exempted."""
    return is_organiser(person)


@permission("index_exemption.reverse")
def may_reverse_exemption(person: Person, _exemption: IndexExemption) -> bool:
    """BPSDM ends or reverses an exemption."""
    return is_organiser(person)


def visible_exemptions(person: Person) -> Select[Any]:
    """Return the select of the exemptions that pass index_exemption.view for the person."""
    found = select(IndexExemption)
    if sees_all(person):
        return found
    staff = select(Person.id).where(Person.opd_id.in_(kept_offices(person)))
    mine = IndexExemption.person_id == person.id
    return found.where(mine | IndexExemption.person_id.in_(staff))


@permission("radar.nominate")
def may_nominate_from_radar(person: Person) -> bool:
    """BPSDM, and officers for the people of their own tree (each person is checked again)."""
    return is_organiser(person) or person.has_role("opd_officer")

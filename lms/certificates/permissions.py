"""Who may see, issue and revoke certificates; the public page needs no permission."""

from lms.catalogue.models import Batch, Programme
from lms.catalogue.permissions import organises, studies_in, teaches
from lms.certificates.models import Certificate, CertificateChange
from lms.core.access import permission
from lms.events.models import Event
from lms.events.permissions import has_seat, runs
from lms.people.models import Person
from lms.people.permissions import is_organiser


@permission("certificate.view")
def may_view(person: Person, certificate: Certificate) -> bool:
    """The holder, and organisers."""
    return certificate.person_id == person.id or is_organiser(person)


@permission("certificate.list")
def may_list(person: Person, batch: Batch) -> bool:
    """Who studies in the batch (the own one only), teaches in it or runs it."""
    return studies_in(person, batch) or teaches(person, batch) or organises(person, batch)


@permission("certificate.issue")
def may_issue(person: Person, batch: Batch) -> bool:
    """Who runs the batch."""
    return organises(person, batch)


@permission("certificate.sign")
def may_sign(person: Person, batch: Batch) -> bool:
    """Who runs the batch, and leaders; the service knows whose passphrase it is."""
    return organises(person, batch) or person.has_role("leader")


@permission("event_certificate.list")
def may_list_of_event(person: Person, event: Event) -> bool:
    """Who runs the event, and whoever has a seat in it (the own one only)."""
    return runs(person, event) or has_seat(person, event)


@permission("event_certificate.issue")
def may_issue_for_event(person: Person, _event: Event) -> bool:
    """Organisers alone, also for events of other offices: papers bear the agency's signature."""
    return is_organiser(person)


@permission("event_certificate.sign")
def may_sign_for_event(person: Person, _event: Event) -> bool:
    """Organisers and leaders; the service knows whose passphrase it is."""
    return is_organiser(person) or person.has_role("leader")


@permission("certificate.revoke")
def may_revoke(person: Person, _certificate: Certificate) -> bool:
    """Organisers, with a reason."""
    return is_organiser(person)


@permission("certificate.correct")
def may_correct(person: Person, _certificate: Certificate) -> bool:
    """Organisers, with a reason."""
    return is_organiser(person)


@permission("certificate_change.decide")
def may_decide(person: Person, _change: CertificateChange) -> bool:
    """Organisers; the action refuses who asked, when two must agree."""
    return is_organiser(person)


@permission("certificate_change.view")
def may_see_change(person: Person, _change: CertificateChange) -> bool:
    """Organisers."""
    return is_organiser(person)


@permission("certificate.register")
def may_read_register(person: Person) -> bool:
    """Organisers and administrators."""
    return person.has_role("organiser", "admin")


@permission("number_rule.edit")
def may_set_numbers(person: Person) -> bool:
    """Administrators: numbers belong to the whole agency."""
    return person.has_role("admin")


@permission("paper_template.list")
def may_list_templates(person: Person) -> bool:
    """Organisers and administrators."""
    return is_organiser(person)


@permission("paper_template.edit")
def may_edit_templates(person: Person, _programme: Programme) -> bool:
    """Organisers and administrators; what they write runs in a sandbox."""
    return is_organiser(person)


@permission("event_template.edit")
def may_edit_event_template(person: Person) -> bool:
    """Organisers and administrators."""
    return is_organiser(person)


@permission("portrait.edit")
def may_edit_portrait(person: Person, other: Person) -> bool:
    """Oneself, and organisers."""
    return person.id == other.id or is_organiser(person)

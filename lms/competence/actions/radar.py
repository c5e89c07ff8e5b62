"""From the radar to the catalogue: nominating whoever is at risk, and taking that back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lms.catalogue import actions as catalogue
from lms.catalogue import queries as places
from lms.catalogue.models import Batch, Enrolment
from lms.competence import queries
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person


@dataclass(frozen=True)
class Nominated:
    """The places that were made, and the reasons why others were not, each with its name."""

    made: list[Enrolment]
    refused: list[str]


def nominate_at_risk(
    offer: queries.Offer | None, people: Sequence[Person], *, by: Person
) -> Nominated:
    """Nominate people of the radar to a batch; whom its rules refuse is named with the reason.

    Refuses altogether when nobody could be nominated.
    """
    batch_id = queries.batch_of(offer.key) if offer else None
    if offer is None or batch_id is None or not people:
        raise RuleBroken(_("Pilih angkatan dan paling sedikit satu pegawai."))
    if len(people) > queries.RADAR_PAGE:
        raise RuleBroken(_("Usulkan paling banyak %(most)s pegawai sekaligus.",
                           most=queries.RADAR_PAGE))  # fmt: skip
    batch = db.session.get_one(Batch, batch_id)
    made, refused = [], []
    for person in people:
        try:
            with db.session.begin_nested():
                made.append(_nominate(batch, offer, person, by))
        except RuleBroken as broken:
            refused.append(broken.sentence)
    if not made:
        raise RuleBroken(refused[0])
    record("radar.nominated", batch, by=by, made=[one.id for one in made], refused=len(refused))
    return Nominated(made, refused)


def _nominate(batch: Batch, offer: queries.Offer, person: Person, by: Person) -> Enrolment:
    if offer.kinds and person.position_kind not in offer.kinds:
        raise RuleBroken(
            _("%(batch)s bukan untuk jenis jabatan %(name)s.", batch=offer.title, name=person.name)
        )
    known = places.place_of(person, batch)
    if known is not None and known.state == "applied":  # so undoing never takes a wish away
        raise RuleBroken(
            _("%(name)s sudah mengajukan diri. Teruskan pengajuannya di halaman Nominasi.",
              name=person.name)
        )  # fmt: skip
    place = catalogue.nominate(batch, person, by=by)
    db.session.flush()
    return place


def take_back_nominations(ids: Collection[int], *, by: Person) -> int:
    """Withdraw the own nominations of today on which nobody has decided; returns how many."""
    found = [
        place
        for place in queries.own_nominations(by, ids)
        if place.nominated_at is not None and place.nominated_at.date() == now().date()
    ]
    if not found:
        raise RuleBroken(_("Hanya usulan Anda sendiri hari ini yang belum diputuskan yang dapat "
                           "diurungkan."))  # fmt: skip
    for place in found:
        catalogue.withdraw(place, by=by, reason=_("Usulan diurungkan oleh pengusulnya."))
    return len(found)

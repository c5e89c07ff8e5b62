"""Trying a template, keeping it as a new version, and putting an older one back."""

from lms.catalogue.models import Programme
from lms.certificates import paper, pressroom
from lms.certificates import queries as certificates
from lms.certificates.designs import proof, queries
from lms.certificates.models import PaperTemplate
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock_left
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person

#: Most letters of a template, and of its style.
MOST_LETTERS = 60_000


def trial_of(
    programme: Programme | None,
    kind: str,
    source: str,
    style: str,
    place_id: int,
    *,
    thorough: bool,
) -> proof.Trial:
    """Return what it takes to try a template on a person of the programme (None: of events).

    `thorough` adds extreme names, and asks whether the press can share a plate.
    """
    draft = PaperTemplate(source=source, style=style, single_because="")
    found = queries.samples(programme, kind, draft, place_id)
    if not found:
        raise RuleBroken(_("Pilih peserta untuk pratinjau."))
    chosen = found if thorough else found[:1]
    sheets = queries.sheets(chosen)
    run = paper.runs(chosen[:1])[0][0].with_letters_of(sheets)
    return proof.Trial(run, tuple(sheets), thorough)


def try_out(
    programme: Programme | None,
    kind: str,
    source: str,
    style: str,
    place_id: int,
    *,
    thorough: bool,
) -> proof.Proof:
    """Return the proof of a template, made in a press; stores nothing, and keeps nobody waiting."""
    trial = trial_of(programme, kind, source, style, place_id, thorough=thorough)
    with lock_left():
        return pressroom.tried(trial)


def save(
    programme: Programme | None,
    kind: str,
    *,
    source: str,
    style: str,
    note: str,
    base_id: int,
    tried: proof.Proof,
    by: Person,
    needs_photo: bool = False,
    needs_registration: bool = False,
) -> PaperTemplate:
    """Keep a template, whose thorough proof has no faults, as the version in force."""
    if tried.faults or not tried.pictures:
        raise RuleBroken(_("Templat ini belum lulus percobaan."))
    present = certificates.template_in_force(_id_of(programme), kind)
    if base_id != (present.id if present else 0):
        raise RuleBroken(_("Templat ini baru saja diubah orang lain. Muat ulang lalu ulangi."))
    demanded = (present.needs_photo, present.needs_registration) if present else (False, False)
    demands = (needs_photo, needs_registration)
    if (source, style) == queries.text_of(present, kind) and demands == demanded:
        raise RuleBroken(_("Belum ada yang berubah."))
    template = PaperTemplate(
        programme_id=_id_of(programme), kind=kind, source=source, style=style, note=note,
        single_because=tried.single_because, needs_photo=needs_photo,
        needs_registration=needs_registration, made_by_id=by.id, made_at=now(),
    )  # fmt: skip
    db.session.add(template)
    db.session.flush()
    record("paper_template.saved", template, by=by, kind=kind,
           programme=programme.key if programme else "")  # fmt: skip
    return template


def _id_of(programme: Programme | None) -> int | None:
    return programme.id if programme else None


def put_back(
    programme: Programme | None, kind: str, version_id: int, *, by: Person
) -> PaperTemplate:
    """Let an older version (0: the one that the product brings) be in force, as a new version."""
    versions = queries.versions(_id_of(programme), kind)
    older = next((one for one in versions if one.id == version_id), None)
    if older is None and version_id != 0:
        raise RuleBroken(_("Versi itu tidak ada."))
    source, style = queries.text_of(older, kind)
    if (source, style) == queries.text_of(versions[0] if versions else None, kind):
        raise RuleBroken(_("Versi itu sedang berlaku."))
    number = len(versions) - versions.index(older) if older else 0
    template = PaperTemplate(
        programme_id=_id_of(programme), kind=kind, source=source, style=style,
        note=_("Kembali ke versi %(number)s", number=number),
        single_because=older.single_because if older else "",
        needs_photo=bool(older and older.needs_photo),
        needs_registration=bool(older and older.needs_registration), made_by_id=by.id,
        made_at=now(),
    )  # fmt: skip
    db.session.add(template)
    db.session.flush()
    record("paper_template.put_back", template, by=by, kind=kind, version=version_id)
    return template

"""Keeping a photograph."""

from lms.certificates.models import Portrait
from lms.certificates.portraits import picture
from lms.core import files
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.people.models import Person

#: Most bytes of an upload.
MOST_BYTES = 5_000_000


def keep(person: Person, data: bytes, crop: str, *, by: Person) -> Portrait:
    """Let this be the person's photograph from now on; papers issued before keep theirs."""
    if len(data) > MOST_BYTES:
        raise RuleBroken(_("Foto lebih besar dari 5 MB. Perkecil lalu unggah lagi."))
    try:
        ready = picture.ready(data, crop)
    except picture.NotUsable as fault:
        sentences = {
            "unreadable": _("Isi berkas ini bukan foto JPG atau PNG."),
            "cut_off": _("Foto ini terpotong. Salin lagi dari asalnya lalu unggah lagi."),
            "huge": _("Foto ini terlalu besar. Perkecil lalu unggah lagi."),
            "small": _("Foto ini terlalu kecil: paling sedikit 240 × 320 titik."),
        }
        raise RuleBroken(sentences[str(fault)]) from fault
    stored = files.store_bytes(ready, "pas-foto.jpg", "jpg", owner=person)
    db.session.flush()
    portrait = Portrait(person_id=person.id, file_id=stored.id, by_id=by.id, at=now())
    db.session.add(portrait)
    db.session.flush()
    record("portrait.kept", person, by=by)
    return portrait

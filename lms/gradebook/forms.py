"""Entering one score, importing many, and releasing the result."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from lms.catalogue.models import Batch
from lms.core.clock import today
from lms.core.errors import RuleBroken
from lms.core.forms import Form, MarkField, trimmed
from lms.core.i18n import _, _l, lazy_pgettext
from lms.gradebook import rulebooks
from lms.gradebook.actions import Minutes
from lms.gradebook.models import FinalMeeting, Remedial
from lms.gradebook.queries import Row
from lms.gradebook.rules import read_mark


class ScoreForm(Form):
    """One score of one graded part."""

    points = MarkField(
        lazy_pgettext("singular", "Nilai"),
        [
            InputRequired(_l("Isi nilai 0 sampai 100.")),
            NumberRange(0, 100, _l("Isi nilai 0 sampai 100.")),
        ],
        places=2,
        description=_l("0 sampai 100, dua angka di belakang koma"),
    )
    reason = StringField(
        _l("Dasar atau alasan"),
        [DataRequired(_l("Tulis dari mana nilai ini berasal.")), Length(max=300)],
        description=_l("Misalnya: surat instansi nomor 12, atau perbaikan salah ketik"),
    )


class PasteForm(Form):
    """A block of cells copied out of a spreadsheet."""

    seat = SelectField(_l("Mulai dari peserta"), coerce=int)
    part = SelectField(_l("Mulai dari komponen"))
    text = TextAreaField(
        _l("Isi yang ditempel"),
        [
            DataRequired(_l("Tempel isinya dulu.")),
            Length(max=200_000, message=_l("Isinya terlalu panjang. Tempel bagian demi bagian.")),
        ],
        description=_l(
            "Salin sel dari lembar kerja. Kolom pertama boleh berisi NIP; tanpa NIP, baris "
            "mengikuti urutan nama di buku nilai mulai dari peserta yang dipilih. Sel kosong "
            "dilewati."
        ),
        render_kw={"rows": 10, "spellcheck": "false"},
    )
    reason = StringField(
        _l("Dasar atau alasan"),
        [DataRequired(_l("Tulis dari mana nilai ini berasal.")), Length(max=300)],
    )

    def offer(self, rows: Sequence[Row], parts: Sequence[Mapping[str, Any]]) -> "PasteForm":
        """Say where the block may begin."""
        self.seat.choices = [SelectChoice(row.seat.id, row.seat.name) for row in rows]
        self.part.choices = [SelectChoice(part["key"], part["title"]) for part in parts]
        return self


class ImportForm(Form):
    """A table of NIP and score for one graded part."""

    component = SelectField(_l("Komponen nilai"))
    table = FileField(
        _l("Berkas CSV atau XLSX"),
        [FileRequired(_l("Pilih berkas CSV atau XLSX."))],
        description=_l("Dua kolom: nip dan nilai. Kolom NIP di Excel harus berbentuk teks."),
    )


class EvidenceForm(Form):
    """A document behind one trainee's score."""

    document = FileField(
        _l("Berkas bukti"), [FileRequired(_l("Pilih berkas PDF, JPG, atau PNG."))],
        description=_l("Tangkapan layar, sertifikat, atau surat: PDF, JPG, atau PNG."),
    )  # fmt: skip
    note = StringField(
        _l("Keterangan bukti"), [DataRequired(_l("Tulis bukti apa ini.")), Length(max=200)],
        filters=[trimmed], description=_l("Misalnya: sertifikat MOOC LAN"),
    )  # fmt: skip


class ReleaseForm(Form):
    """Saying that the result is final."""

    sure = BooleanField(
        _l("Saya sudah memeriksa hasil ini. Hasil yang dirilis tidak dapat dirilis ulang."),
        [DataRequired(_l("Centang pernyataan ini bila hasil sudah diperiksa."))],
    )


class RemedialForm(Form):
    """The mark of a remedial, which settles a deferred result."""

    part = SelectField(_l("Komponen yang diperbaiki"))
    points = MarkField(
        _l("Nilai remedial"),
        [
            InputRequired(_l("Isi nilai 0 sampai 100.")),
            NumberRange(0, 100, _l("Isi nilai 0 sampai 100.")),
        ],
        places=2,
    )
    reason = StringField(
        _l("Dasar atau alasan"),
        [DataRequired(_l("Tulis dari mana nilai ini berasal.")), Length(max=300)],
    )

    def offer(self, parts: Sequence[Mapping[str, Any]]) -> "RemedialForm":
        """Say which parts there are."""
        self.part.choices = [SelectChoice(part["key"], part["title"]) for part in parts]
        return self


class RemedialTaskForm(Form):
    """What a deferred trainee has to do, for which part, by when."""

    component = SelectField(_l("Komponen yang diperbaiki"))
    task = TextAreaField(
        _l("Yang harus dikerjakan"),
        [DataRequired(_l("Tulis apa yang harus dikerjakan.")), Length(max=500)],
        filters=[trimmed], render_kw={"rows": 3},
    )  # fmt: skip
    due_on = DateField(_l("Tenggat"), [InputRequired(_l("Isi tanggal."))])

    def offer(self, parts: Sequence[Mapping[str, Any]]) -> "RemedialTaskForm":
        """Say which parts there are."""
        self.component.choices = [SelectChoice(part["key"], part["title"]) for part in parts]
        return self

    @classmethod
    def about(
        cls, batch: Batch, parts: Sequence[Mapping[str, Any]], task: Remedial | None, weakest: str
    ) -> "RemedialTaskForm":
        """Return the form as it is shown at first: as set, or proposed for the weakest part."""
        within = timedelta(days=rulebooks.rule_on(batch.starts_on).days)
        facts: dict[str, Any] = {"component": weakest, "due_on": today() + within}
        if task is not None:
            facts = {"component": task.component, "task": task.task, "due_on": task.due_on}
        return cls(formdata=None, data=facts).offer(parts)


class MinutesForm(Form):
    """What the minutes say of the meeting; decisions come by name."""

    held_on = DateField(_l("Tanggal rapat"), [InputRequired(_l("Isi tanggal."))])
    place = StringField(_l("Tempat"), [DataRequired(_l("Isi tempatnya.")), Length(max=160)])
    chair = StringField(
        _l("Pimpinan rapat"), [DataRequired(_l("Isi pimpinan rapat.")), Length(max=160)]
    )
    present = TextAreaField(
        _l("Yang hadir, satu per baris"),
        [DataRequired(_l("Isi siapa yang hadir.")), Length(max=4000)],
        render_kw={"rows": 4},
    )
    note = TextAreaField(
        _l("Catatan rapat"), [Length(max=4000)], filters=[trimmed], render_kw={"rows": 3}
    )

    def minutes(self) -> Minutes:
        """Return what was filled in."""
        lines = [line.strip() for line in (self.present.data or "").splitlines()]
        return Minutes(
            held_on=self.held_on.data, place=(self.place.data or "").strip(),
            chair=(self.chair.data or "").strip(), present=[line for line in lines if line],
            note=self.note.data or "",
        )  # fmt: skip


def minutes_facts(batch: Batch, meeting: FinalMeeting | None) -> dict[str, Any]:
    """Return what the form of the minutes shows at first."""
    if meeting is None:
        return {"held_on": today(), "place": batch.place}
    return {
        "held_on": meeting.held_on, "place": meeting.place, "chair": meeting.chair,
        "present": "\n".join(meeting.present), "note": meeting.note,
    }  # fmt: skip


class PartsForm(Form):
    """On what the graded parts of a batch rest; the parts come by name."""

    reason = StringField(
        _l("Dasar bobot"),
        [
            DataRequired(_l("Tulis keputusan yang menjadi dasar bobot ini.")),
            Length(max=300, message=_l("Tulis paling banyak 300 huruf.")),
        ],
        filters=[trimmed],
        description=_l("Nomor keputusan atau pedoman"),
    )
    example = BooleanField(_l("Ini contoh, belum dicocokkan dengan pedoman resmi"))


def read_parts(
    lines: Sequence[Mapping[str, str]],
    known: Sequence[Mapping[str, Any]],
    sources: Collection[str],
    *,
    example: bool,
) -> list[dict[str, Any]]:
    """Return the graded parts of the filled lines; RuleBroken names the line that is wrong."""
    former = {str(part["key"]): part for part in known}
    parts: list[dict[str, Any]] = []
    for number, line in enumerate(lines, 1):
        if not line["title"] and not line["weight"]:
            continue
        weight = read_mark(line["weight"])
        if not line["title"] or weight is None:
            raise RuleBroken(
                _("Baris %(number)s: isi nama komponen dan bobot, misalnya 20.", number=number)
            )
        bound = read_mark(line["pass_above"])
        if line["pass_above"] and bound is None:
            raise RuleBroken(
                _("Baris %(number)s: batas nilai harus angka 0 sampai 100.", number=number)
            )
        if line["source"] not in sources:
            raise RuleBroken(_("Baris %(number)s: pilih asal nilainya.", number=number))
        key = line["key"] or _free_key(
            line["title"], {*former, *(str(one["key"]) for one in parts)}
        )
        parts.append(
            {
                "key": key,
                "title": line["title"],
                "weight": float(weight) if weight % 1 else int(weight),
                "source": line["source"],
                "confidence": "M" if example else _sure(former.get(key), weight),
                **({"example": True} if example else {}),
                **({"pass_above": float(bound)} if bound is not None else {}),
            }
        )
    return parts


def _sure(former: Mapping[str, Any] | None, weight: Decimal) -> str:
    """Return how sure a weight is: as before while it stays, else entered by the organiser (D)."""
    kept = former is not None and Decimal(str(former["weight"])) == weight
    return str(former.get("confidence", "D")) if kept and former else "D"


def _free_key(title: str, taken: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:30] or "komponen"
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, 99))) if key not in taken)

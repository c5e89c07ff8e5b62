"""What the developers' page of components shows: a form with a fault, a job, times, a rubric."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    FileField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)

from lms.core.forms import Form
from lms.core.jobs import Job
from lms.core.menu import Tab

_CHOICES = [SelectChoice("a", "Tatap muka"), SelectChoice("b", "Daring")]
MOMENT = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)


class SampleForm(Form):
    """Every kind of field."""

    name = StringField("Nama", description="Seperti pada surat keputusan.")
    reason = TextAreaField("Alasan", [validators.Optional()])
    kind = SelectField("Jenis", choices=_CHOICES)
    way = RadioField("Cara", choices=_CHOICES, default="a")
    place = RadioField("Tempat", choices=_CHOICES, default="b")
    points = StringField("Nilai", description="0 sampai 100.")
    agreed = BooleanField("Karya sendiri")
    file = FileField("Berkas tugas", description="PDF.")


def sample_form() -> SampleForm:
    """Return the form with two faults, one of a field and one of a rule."""
    form = SampleForm(formdata=None)
    form.points.errors = ["Isi dengan angka, misalnya 84,50."]
    form.file.errors = ["Pilih satu berkas."]
    form.refusal = "Kursi angkatan ini sudah penuh."
    return form


def samples() -> dict[str, Any]:
    """Return everything the page shows that is no plain word."""
    kept: dict[str, Any] = {"kind": "sample", "arguments": {}, "created_at": MOMENT, "error": ""}
    return {
        "form": sample_form(),
        "jobs": [
            Job(id=1, state="running", done=40, total=100, note="Sertifikat dicetak", **kept),
            Job(id=2, state="done", done=100, total=100, note="100 sertifikat dicetak.", **kept),
            Job(id=3, state="failed", done=3, total=100, note="", **kept),
        ],
        "moment": MOMENT,
        "deadline": MOMENT + timedelta(minutes=45),
        "criteria": [_criterion("isu", "Penetapan isu"), _criterion("gagasan", "Gagasan kreatif")],
        "days": _days(),
        "siblings": [Tab("Rencana", "#a", "list", True), Tab("Peserta", "#b", "users", False)],
    }


def _criterion(key: str, title: str) -> dict[str, Any]:
    levels = [("Sangat baik", 100), ("Baik", 80), ("Cukup", 60)]
    return {
        "key": key, "title": title, "weight": Decimal(50),
        "levels": [
            {"points": Decimal(points), "title": name, "text": f"Uraian tingkat {name.lower()}."}
            for name, points in levels
        ],
    }  # fmt: skip


def _days() -> list[dict[str, Any]]:
    hour = timedelta(hours=1)
    return [
        {"starts": MOMENT, "ends": MOMENT + hour, "title": "Analisis Isu", "meta": "Ruang Krakatau",
         "url": "#a", "next": True, "action_url": "#a", "action": "Masuk kelas", "zone": "WIB"},
        {"starts": MOMENT + 3 * hour, "title": "Pembimbingan", "meta": "Virtual", "url": "#b",
         "badge": "Virtual", "badge_tone": "info", "note": "Pindah dari pukul 15.00.",
         "locked_until": "Tautan dibuka pukul 15.45 WIB."},
    ]  # fmt: skip

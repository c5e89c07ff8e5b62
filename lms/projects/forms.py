"""What people fill in about final projects."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    DecimalField,
    EmailField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
)
from wtforms.widgets import TextInput

from lms.core.forms import Form, trimmed
from lms.core.i18n import _l
from lms.people.models import Person
from lms.projects import rules, words
from lms.projects.actions import DayPlan, Team
from lms.projects.models import Project

_LARGEST = Decimal("9999999999.99")
_DAY = [InputRequired(_l("Isi tanggal."))]


def _text(label: Any, most: int, need: Any = "", rows: int = 0, hint: Any = "") -> Any:
    """Return a text field of at most `most` letters; `need` is what is said when it is empty."""
    too_long = Length(max=most, message=_l("Tulis paling banyak %(max)d huruf."))
    checks = [DataRequired(need) if need else Optional(), too_long]
    kind = TextAreaField if rows else StringField
    keys = {"rows": rows} if rows else {"maxlength": most}
    return kind(label, checks, filters=[trimmed], description=hint, render_kw=keys)


class FigureField(DecimalField):
    """A figure as people here write it: 47 or 47,5."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a comma as the decimal sign."""
        super().process_formdata([valuelist[0].strip().replace(",", ".")] if valuelist else [])


def _figure(label: Any) -> FigureField:
    bounds = NumberRange(-_LARGEST, _LARGEST, _l("Isi dengan angka yang wajar."))
    checks = [InputRequired(_l("Isi dengan angka.")), bounds]
    return FigureField(label, checks, places=2, render_kw={"inputmode": "decimal"})


class IdeaForm(Form):
    """What the project is about."""

    title = _text(_l("Judul"), 200, _l("Isi judulnya."))
    issue = _text(_l("Isu"), 4000, _l("Tulis masalah yang Anda pilih."), 5,
                  _l("Masalah, data yang menunjukkannya, dan penyebabnya"))  # fmt: skip
    idea = _text(_l("Gagasan"), 4000, _l("Tulis gagasan Anda."), 5,
                 _l("Apa yang akan diubah, dan mengapa itu mengatasi penyebabnya"))  # fmt: skip


class EvidenceForm(Form):
    """Something done on a day, with the file that shows it."""

    happened_on = DateField(_l("Tanggal kegiatan"), _DAY)
    activity = _text(_l("Kegiatan"), 160, _l("Isi kegiatannya."))
    place = _text(_l("Tempat"), 120)
    note = _text(_l("Yang terlihat pada bukti"), 1000, rows=3)
    upload = FileField(_l("Berkas bukti"), [FileRequired(_l("Pilih berkas buktinya."))])


class IndicatorForm(Form):
    """A figure that the project is to change."""

    name = _text(_l("Indikator"), 160, _l("Isi indikatornya."),
                 hint=_l("Misalnya: rata-rata waktu tunggu di loket"))  # fmt: skip
    unit = _text(_l("Satuan"), 40, _l("Isi satuannya."), hint=_l("menit, persen, berkas"))
    before = _figure(_l("Keadaan awal"))
    target = _figure(_l("Target"))


class MeasureForm(Form):
    """The figure reached."""

    after = _figure(_l("Keadaan akhir"))
    measured_on = DateField(_l("Diukur pada"), _DAY)


class ConsultationForm(Form):
    """A meeting with coach or mentor."""

    guide = RadioField(_l("Dengan"), choices=[])
    held_on = DateField(_l("Tanggal"), _DAY)
    topic = _text(_l("Pokok bahasan"), 200, _l("Isi pokok bahasannya."))
    advice = _text(_l("Arahan dan tindak lanjut"), 2000, rows=3)

    def offer(self, roles: Sequence[str]) -> "ConsultationForm":
        """Say with whom the meeting can have been."""
        self.guide.choices = [SelectChoice(role, str(words.ROLES[role])) for role in roles]
        if self.guide.data is None and roles:
            self.guide.data = roles[0]
        return self


class WordForm(Form):
    """The word of an owner at a gate, or an answer to a consultation."""

    note = _text(_l("Catatan"), 2000, rows=4, hint=_l("Wajib bila dikembalikan"))


class TeamForm(Form):
    """Who stands beside a project."""

    coach = SelectField(_l("Coach"), coerce=int)
    examiner = SelectField(_l("Penguji"), coerce=int)
    mentor_nip = _text(_l("NIP mentor"), 25, hint=_l("Atasan langsung yang mempunyai akun"))
    mentor_name = _text(_l("Nama mentor tanpa akun"), 120)
    mentor_position = _text(_l("Jabatan mentor"), 160)
    mentor_email = EmailField(
        _l("Surel mentor"),
        [
            Optional(),
            Length(max=160),
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("Isi alamat surel yang lengkap.")),
        ],
        filters=[trimmed],
    )

    def offer(self, guides: Mapping[str, Sequence[Person]]) -> "TeamForm":
        """Say who of the batch's team can be chosen."""
        nobody = SelectChoice(0, str(_l("Belum ditetapkan")))
        for field, role in ((self.coach, rules.COACH), (self.examiner, rules.EXAMINER)):
            field.choices = [nobody, *(SelectChoice(one.id, one.full_name) for one in guides[role])]
        return self

    def team(self) -> Team:
        """Return what was filled in."""
        return Team(
            coach_id=self.coach.data or None, examiner_id=self.examiner.data or None,
            mentor_nip=self.mentor_nip.data or "", mentor_name=self.mentor_name.data or "",
            mentor_position=self.mentor_position.data or "",
            mentor_email=self.mentor_email.data or "",
        )  # fmt: skip


def team_facts(project: Project) -> dict[str, Any]:
    """Return what the form shows at first; the mentor must be loaded."""
    return {
        "coach": project.coach_id or 0, "examiner": project.examiner_id or 0,
        "mentor_nip": (project.mentor.nip or "") if project.mentor else "",
        "mentor_name": project.mentor_name, "mentor_position": project.mentor_position,
        "mentor_email": project.mentor_email,
    }  # fmt: skip


def dues_form(dues: Mapping[str, date]) -> Form:
    """Return the form with one deadline per stage."""
    fields = {stage: DateField(words.STAGES[stage], _DAY) for stage in rules.STAGES}
    made: type[Form] = type("DuesForm", (Form,), fields)
    return made(data=dict(dues))


class SeminarForm(Form):
    """What a seminar day offers."""

    stage = SelectField(_l("Seminar"))
    group = SelectField(_l("Kelompok"))
    day = DateField(_l("Tanggal"), _DAY)
    starts = TimeField(_l("Mulai"), [InputRequired(_l("Isi jam mulai."))], default=time(8))
    ends = TimeField(_l("Selesai"), [InputRequired(_l("Isi jam selesai."))], default=time(16))
    minutes = IntegerField(
        _l("Menit setiap proyek"),
        [
            InputRequired(_l("Isi jumlah menit.")),
            NumberRange(10, 180, _l("Isi antara 10 dan 180 menit.")),
        ],
        default=45,
        render_kw={"inputmode": "numeric"},
    )
    breaks = _text(_l("Istirahat"), 200, hint=_l("Misalnya 10:00-10:15, 12:00-13:00"))
    places = _text(_l("Ruang atau tautan, satu per baris"), 2000,
                   _l("Isi paling sedikit satu ruang atau tautan."), 4)  # fmt: skip

    def offer(self, groups: Sequence[str], dues: Mapping[str, date]) -> "SeminarForm":
        """Say which seminars and groups there are, and propose the day."""
        self.stage.choices = [
            SelectChoice(stage, str(words.STAGES[stage])) for stage in rules.SEMINARS
        ]
        everybody = SelectChoice("", str(_l("Semua peserta")))
        self.group.choices = [everybody, *(SelectChoice(name, name) for name in groups)]
        if not self.is_submitted():
            self.day.data = dues[rules.SEMINARS[0]]
            self.breaks.data = "10:15-10:30, 12:00-13:00"
        return self

    def validate_breaks(self, field: Any) -> None:
        """Refuse what is not written as times."""
        try:
            self._pauses()
        except ValueError as fault:
            raise ValidationError(_l("Tulis istirahat seperti 12:00-13:00.")) from fault

    def _pauses(self) -> list[tuple[time, time]]:
        spans = [span.strip() for span in (self.breaks.data or "").split(",") if span.strip()]
        found = []
        for span in spans:
            first, until = (part.strip().replace(".", ":") for part in span.split("-"))
            found.append((time.fromisoformat(first), time.fromisoformat(until)))
        return found

    def plan(self) -> DayPlan:
        """Return what was filled in."""
        lines = [line.strip()[:200] for line in (self.places.data or "").splitlines()]
        return DayPlan(
            stage=self.stage.data, day=self.day.data, starts=self.starts.data, ends=self.ends.data,
            minutes=self.minutes.data or 0, breaks=self._pauses(), group=self.group.data or "",
            places=list(dict.fromkeys(line for line in lines if line)),
        )  # fmt: skip

"""What organisers fill in about rooms, accounts, instructors and the working calendar."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from lms.core.clock import from_local
from lms.core.errors import RuleBroken
from lms.core.forms import Form, MultiCheckboxField, trimmed
from lms.core.i18n import _, _l
from lms.schedule import words
from lms.schedule.actions import AccountFacts, ProfileFacts, RoomFacts
from lms.schedule.models import Building, InstructorProfile
from lms.schedule.rules import read_spans
from lms.schedule.sheets import read_hours, write_hours

_NUMBER = {"inputmode": "numeric"}


class RoomForm(Form):
    """A room."""

    name = StringField(
        _l("Nama ruang"),
        [DataRequired(_l("Isi nama ruang.")), Length(max=80)],
        filters=[trimmed],
    )
    building_id = SelectField(
        _l("Gedung"), coerce=int, description=_l("Untuk waktu tempuh antargedung")
    )
    building = StringField(
        _l("Gedung dan lantai"),
        [Optional(), Length(max=120)],
        filters=[trimmed],
        description=_l("Misalnya Gedung B lantai 2"),
    )
    capacity = IntegerField(
        _l("Jumlah kursi"),
        [
            InputRequired(_l("Isi jumlah kursi.")),
            NumberRange(1, 5000, _l("Isi jumlah kursi antara 1 dan 5.000.")),
        ],
        render_kw=_NUMBER,
    )
    equipment = StringField(
        _l("Perlengkapan"),
        [Optional(), Length(max=200)],
        filters=[trimmed],
        description=_l("Misalnya proyektor, papan tulis, meja kelompok"),
    )
    photo = FileField(_l("Foto ruang"), description=_l("JPG atau PNG."))

    def offer(self, buildings: Sequence[Building]) -> None:
        """Fill in what can be chosen."""
        self.building_id.choices = [SelectChoice(0, _("Tidak ditentukan"))] + [
            SelectChoice(building.id, building.name) for building in buildings
        ]
        if self.building_id.data is None:
            self.building_id.data = 0

    def facts(self) -> RoomFacts:
        """Return what was filled in."""
        return RoomFacts(
            name=self.name.data or "",
            capacity=self.capacity.data or 0,
            building=self.building.data or "",
            equipment=self.equipment.data or "",
            building_id=self.building_id.data or None,
        )


class BuildingForm(Form):
    """A building."""

    name = StringField(
        _l("Nama gedung"),
        [DataRequired(_l("Isi nama gedung.")), Length(max=80)],
        filters=[trimmed],
    )


class AccountForm(Form):
    """A webinar account."""

    name = StringField(
        _l("Nama akun"),
        [DataRequired(_l("Isi nama akun.")), Length(max=80)],
        filters=[trimmed],
    )
    capacity = IntegerField(
        _l("Kapasitas"),
        [
            InputRequired(_l("Isi berapa orang yang dapat ikut.")),
            NumberRange(1, 50_000, _l("Isi angka antara 1 dan 50.000.")),
        ],
        render_kw=_NUMBER,
    )
    link = StringField(
        _l("Tautan pertemuan"),
        [DataRequired(_l("Isi tautan pertemuan.")), Length(max=400)],
        filters=[trimmed],
        render_kw={"inputmode": "url"},
    )
    is_closed = BooleanField(_l("Tidak dipakai lagi"))

    def validate_link(self, field: StringField) -> None:
        """Take web addresses only."""
        if not (field.data or "").startswith(("https://", "http://")):
            raise ValidationError(_("Tulis tautan lengkap, mulai dengan https://."))

    def facts(self) -> AccountFacts:
        """Return what was filled in."""
        return AccountFacts(self.name.data or "", self.capacity.data or 0, self.link.data or "")


def _ceiling(label: Any) -> IntegerField:
    return IntegerField(
        label,
        [Optional(), NumberRange(1, 500, _l("Isi angka antara 1 dan 500."))],
        render_kw=_NUMBER,
    )


class ProfileForm(Form):
    """What is agreed with an instructor."""

    level = SelectField(
        _l("Jenjang tertinggi"),
        choices=[
            SelectChoice("", _l("Di luar jenjang")),
            *(SelectChoice(*one) for one in words.LEVELS.items()),
        ],
        description=_l("Yang boleh mengajar suatu jenjang boleh mengajar jenjang di bawahnya"),
    )
    rights = MultiCheckboxField(_l("Boleh mengajar"))
    jp_per_day = _ceiling(_l("JP sehari paling banyak"))
    jp_per_week = _ceiling(_l("JP sepekan paling banyak"))
    jp_per_month = _ceiling(_l("JP sebulan paling banyak"))
    hours = StringField(
        _l("Jam tersedia"),
        [Optional(), Length(max=400)],
        filters=[trimmed],
        description=_l("Misalnya Sen 08.00-16.00; Kam 08.00-12.00. Kosong berarti selalu."),
    )
    home_base_id = SelectField(_l("Gedung asal"), coerce=int, default=0)
    note = TextAreaField(
        _l("Catatan"), [Optional(), Length(max=500)], filters=[trimmed], render_kw={"rows": 2}
    )

    def offer(self, subjects: Sequence[tuple[str, str]], buildings: Sequence[Building]) -> None:
        """Fill in what can be chosen."""
        self.rights.choices = [SelectChoice(*one) for one in subjects]
        self.home_base_id.choices = [SelectChoice(0, _("Tidak ditentukan"))] + [
            SelectChoice(building.id, building.name) for building in buildings
        ]

    def fill_from(self, profile: InstructorProfile | None, rights: dict[int, set[str]]) -> None:
        """Show what is agreed already."""
        self.rights.data = [f"{one}:{key}" for one, keys in rights.items() for key in keys]
        self.home_base_id.data = 0
        if profile is not None:
            for name in ("level", "jp_per_day", "jp_per_week", "jp_per_month", "note"):
                self[name].data = getattr(profile, name)
            self.hours.data = write_hours(profile.hours)
            self.home_base_id.data = profile.home_base_id or 0

    def rights_by_programme(self) -> list[tuple[Any, list[Any]]]:
        """Return the choices of rights of each programme: all of it, and its subjects."""
        found: dict[str, tuple[Any, list[Any]]] = {}
        for option in self.rights:
            programme, _colon, key = option.data.partition(":")
            if key:
                whole, subjects = found[programme]
                option.label.text = option.label.text.removeprefix(f"{whole.label.text}: ")
                subjects.append(option)
            else:
                found[programme] = option, []
        return list(found.values())

    def validate_hours(self, field: StringField) -> None:
        """Take weekly hours as they are written."""
        try:
            read_hours(field.data or "")
        except RuleBroken as refused:
            raise ValidationError(refused.sentence) from refused

    def facts(self) -> ProfileFacts:
        """Return what was filled in."""
        pairs = [one.partition(":") for one in self.rights.data or ()]
        return ProfileFacts(
            level=self.level.data,
            jp_per_day=self.jp_per_day.data,
            jp_per_week=self.jp_per_week.data,
            jp_per_month=self.jp_per_month.data,
            hours=read_hours(self.hours.data or ""),
            home_base_id=self.home_base_id.data or None,
            note=self.note.data or "",
            rights=tuple((int(programme), key) for programme, _colon, key in pairs),
        )


class BlockForm(Form):
    """A time at which something is away, on the agency's clock."""

    begins = DateTimeLocalField(
        _l("Mulai"), [InputRequired(_l("Isi tanggal dan jam mulai."))], format="%Y-%m-%dT%H:%M"
    )
    ends = DateTimeLocalField(
        _l("Sampai"), [InputRequired(_l("Isi tanggal dan jam selesai."))], format="%Y-%m-%dT%H:%M"
    )
    reason = StringField(
        _l("Alasan"),
        [DataRequired(_l("Tulis alasannya.")), Length(max=120)],
        filters=[trimmed],
        description=_l("Misalnya perawatan, cuti tahunan, dipakai dinas lain"),
    )

    def moments(self) -> tuple[datetime, datetime]:
        """Return begin and end as moments."""
        assert self.begins.data is not None
        assert self.ends.data is not None
        return from_local(self.begins.data), from_local(self.ends.data)


class HolidayForm(Form):
    """A day without training."""

    day = DateField(_l("Tanggal"), [InputRequired(_l("Isi tanggalnya."))])
    name = StringField(
        _l("Nama hari libur"),
        [DataRequired(_l("Isi nama hari libur.")), Length(max=120)],
        filters=[trimmed],
    )
    kind = SelectField(
        _l("Jenis"), choices=[SelectChoice(*one) for one in words.HOLIDAY_KINDS.items()]
    )
    source = StringField(
        _l("Dasar"),
        [Optional(), Length(max=200)],
        filters=[trimmed],
        description=_l("Misalnya nomor SKB atau surat edaran"),
    )

    def validate_day(self, field: DateField) -> None:
        """Take days of this century."""
        if field.data is not None and not date(2000, 1, 1) <= field.data <= date(2100, 12, 31):
            raise ValidationError(_("Pilih tanggal antara tahun 2000 dan 2100."))


class GridForm(Form):
    """How training days are cut."""

    programme = SelectField(_l("Program"), coerce=int, default=0)
    weekday = SelectField(_l("Hari"), coerce=int, default=-1)
    from_on = DateField(_l("Berlaku mulai"), [InputRequired(_l("Isi tanggal mulai berlaku."))])
    blocks = StringField(
        _l("Blok jam"),
        [DataRequired(_l("Isi blok jamnya.")), Length(max=300)],
        filters=[trimmed],
        description=_l("Misalnya 08.00-09.30, 09.45-12.00. Sela di antaranya adalah istirahat."),
    )

    def offer(self, programmes: Sequence[tuple[int, str]]) -> None:
        """Fill in what can be chosen."""
        self.programme.choices = [
            SelectChoice(0, _("Semua program")),
            *(SelectChoice(*one) for one in programmes),
        ]
        self.weekday.choices = [
            SelectChoice(-1, _("Setiap hari")),
            *(SelectChoice(*one) for one in enumerate(words.weekdays())),
        ]

    def validate_blocks(self, field: StringField) -> None:
        """Take spans as they are written."""
        try:
            read_spans(field.data or "")
        except RuleBroken as refused:
            raise ValidationError(refused.sentence) from refused

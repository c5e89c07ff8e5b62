"""One form for each kind of file: its fields are the keys of the file."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.assignments.content import LEVELS, PAPERS
from lms.authoring.drafts.fields import (
    Choice,
    DraftForm,
    Figure,
    Lines,
    Prose,
    ReviewGrid,
    Row,
    Rows,
    Truth,
    Words,
)
from lms.authoring.drafts.timetable import TimetableForm
from lms.catalogue.content.documents import LOOSE_KINDS
from lms.catalogue.content.keys import CONFIDENCES
from lms.catalogue.content.programmes import CERTIFICATE_KINDS, COUNTS_AS, KINDS, MODES, SOURCES
from lms.catalogue.words import CONFIDENCES as SURE
from lms.core.forms import Form
from lms.core.i18n import _, _l
from lms.elearning.kinds import ACTIVITIES
from lms.gradebook import rulebooks

_SURE = [(key, SURE[key]) for key in CONFIDENCES]
_MODES = {
    "self_study": _l("Belajar mandiri"), "virtual": _l("Virtual"),
    "workplace": _l("Di tempat kerja"), "classical": _l("Klasikal"),
}  # fmt: skip
_KINDS = {
    "latsar": _l("Latsar"), "leadership": _l("Kepemimpinan"),
    "procurement": _l("Pengadaan"),
}  # fmt: skip
_SOURCES = {
    "attitude": _l("Sikap"), "mooc": _l("MOOC"), "quizzes": _l("Semua kuis"),
    "outside": _l("Dari luar"),
}  # fmt: skip
_WAYS = {
    "declared": _l("Peserta menyatakan selesai"), "visited": _l("Dibuka satu kali"),
    "minutes": _l("Dibaca sekian menit"), "watched": _l("Ditonton sekian persen"),
    "posted": _l("Menulis di diskusi"), "marked": _l("Pengajar menyatakan selesai"),
    "attended": _l("Hadir menurut presensi"),
}  # fmt: skip
_TASK_WAYS = [
    ("", _l("Karya dikumpulkan")), ("graded", _l("Karya dinilai pengajar")),
    ("passed", _l("Nilai karya mencapai batas")),
]  # fmt: skip


def _pairs(keys: Any, words: Any) -> list[tuple[str, Any]]:
    return [(key, words.get(key, key)) for key in keys]


class PhaseRow(Row):
    """A stretch of the programme."""

    key = Words(_l("Kunci"))
    title = Words(_l("Nama tahap"))
    mode = Choice(_l("Cara"), _pairs(MODES, _MODES))
    jp = Figure(_l("JP"))
    days = Figure(_l("Hari"))
    confidence = Choice(_l("Keyakinan"), _SURE)
    note = Words(_l("Catatan"))


class ComponentRow(Row):
    """A graded part."""

    key = Words(_l("Kunci"))
    title = Words(_l("Nama bagian nilai"))
    weight = Figure(_l("Bobot (%)"))
    source = Words(
        _l("Sumber"),
        description=", ".join(SOURCES) + ", assignment:mapel/tugas, package-best:mapel/paket",
    )
    confidence = Choice(_l("Keyakinan"), _SURE)
    pass_above = Figure(_l("Lulus di atas"))
    note = Words(_l("Catatan"))


class FactRow(Row):
    """A statement that is not certain."""

    NEEDED = "text"

    text = Words(_l("Pernyataan"))
    confidence = Choice(_l("Keyakinan"), _SURE)
    note = Words(_l("Cocokkan dengan"))


class ProgrammeForm(DraftForm):
    """programme.yaml, the number of its version apart: that is given when it is published."""

    title = Words(_l("Nama program"))
    kind = Choice(_l("Jenis"), _pairs(KINDS, _KINDS))
    rulebook = Choice(
        _l("Aturan nilai"), [(name, rulebooks.title(name)) for name in rulebooks.names()]
    )
    certificate_kind = Choice(
        _l("Surat"), _pairs(CERTIFICATE_KINDS, {"sttp": "STTP", "sertifikat": _l("Sertifikat")})
    )
    counts_as = Choice(
        _l("Terhitung pada indeks sebagai"),
        _pairs(COUNTS_AS, {"dasar": _l("Dasar"), "struktural": _l("Struktural"),
                           "teknis": _l("Teknis")}),
    )  # fmt: skip
    target = Prose(_l("Untuk siapa"), render_kw={"rows": 2})
    summary = Prose(_l("Ringkasan"), render_kw={"rows": 4})
    batch_size = Figure(_l("Peserta satu angkatan"))
    jp_minutes = Figure(_l("Menit satu JP"))
    unlock = Choice(
        _l("Membuka mata pelatihan berikutnya"),
        [("", _l("Semua terbuka sejak awal")), ("passed", _l("Setelah kuis sebelumnya lulus"))],
    )
    legal_basis = Lines(_l("Dasar hukum"), description=_l("Satu peraturan setiap baris."))
    phases = Rows(PhaseRow, _l("Tahap"), most=20)
    components = Rows(ComponentRow, _l("Bagian nilai"), most=20)
    facts = Rows(FactRow, _l("Hal yang belum pasti"), most=40)
    note = Prose(_l("Catatan penyusun"), render_kw={"rows": 2})


class CourseForm(DraftForm):
    """course.yaml."""

    title = Words(_l("Nama mata pelatihan"))
    agenda = Words(_l("Agenda"))
    phase = Choice(_l("Tahap"))
    jp = Figure(_l("JP"))
    confidence = Choice(_l("Keyakinan"), _SURE)
    note = Words(_l("Catatan"))
    competence = Prose(_l("Kompetensi"), render_kw={"rows": 2})
    outcomes = Lines(_l("Hasil belajar"), description=_l("Tiga sampai lima, satu setiap baris."))
    indicators = Lines(_l("Indikator"),
                       description=_l("Empat sampai delapan, satu setiap baris."))  # fmt: skip


class BodyForm(DraftForm):
    """A file of Markdown; what stands in its header comes before."""

    #: Fields that are no key of the header.
    body = Prose(
        _l("Isi"), render_kw={"rows": 26, "spellcheck": "true"},
        description=_l("Markdown. Judul bagian diawali ##. Gambar: ![uraian](media/nama.svg)"),
    )  # fmt: skip


class Ways(DraftForm):
    """When a unit opens and when it is done; all of it may be left out."""

    #: What the page folds away below the rest.
    FOLDED = ("complete", "need", "opens_day", "after", "discussion")

    complete = Choice(_l("Selesai bila"), [("", _l("Seperti biasa")), *_WAYS.items()])
    need = Figure(_l("Sebanyak"), description=_l("Menit, persen, atau tulisan"))
    opens_day = Figure(_l("Terbuka pada hari ke-"))
    after = Lines(_l("Setelah selesai"), description=_l("Satu unit setiap baris: 01-mapel/02-nama"))
    discussion = Truth(_l("Diskusi di bawahnya"))


class LessonForm(BodyForm, Ways):
    """A lesson."""

    title = Words(_l("Judul"))
    minutes = Figure(_l("Menit"))


class ActivityForm(Ways):
    """A file, a recording, a link, a discussion: each uses some of these."""

    title = Words(_l("Judul"))
    minutes = Figure(_l("Menit"))
    file = Words(_l("Berkas"), description=_l("media/nama.pdf, atau rekaman di pustaka media"))
    light = Words(_l("Rekaman ringan"))
    length = Words(_l("Lama rekaman"), description=_l("Misalnya 4:05"))
    captions = Words(_l("Teks rekaman"), description="media/nama.vtt")
    url = Words(_l("Alamat"), description="https://…")
    text = Prose(_l("Teks di atasnya"), render_kw={"rows": 6})


class GuideForm(BodyForm):
    """The guide of a subject."""

    title = Words(_l("Judul"))
    jp = Figure(_l("JP"))


class DocumentForm(BodyForm):
    """A document of the whole programme."""

    kind = Choice(
        _l("Jenis"),
        _pairs(LOOSE_KINDS, {"case": _l("Kasus"), "template": _l("Templat"),
                             "observation": _l("Lembar pengamatan")}),
    )  # fmt: skip
    title = Words(_l("Judul"))
    beside = Words(_l("Disertakan pada tugas"), description=_l("Misalnya 16-mapel/01-tugas"))


class PoolRow(Row):
    """A place that questions are drawn from: another quiz, or the bank by category and tag."""

    NEEDED, OR = "quiz", ("bank", "tag")
    BLANK = _l("Tambah sumber soal")

    quiz = Choice(_l("Kuis lain"))
    bank = Choice(_l("Kategori bank soal"))
    tag = Choice(_l("Label bank soal"))
    draw = Figure(_l("Soal yang diambil"))

    @property
    def summary(self) -> str:
        """Return where it draws from and how many."""
        count = _("%(count)s soal", count=self.draw.data or "?")
        parts = (self.quiz.data, self.bank.data, self.tag.data, count)
        return " · ".join(part for part in parts if part)


class SectionRow(Row):
    """A part of a quiz."""

    BLANK = _l("Tambah bagian")

    key = Words(_l("Kunci"), description=_l("Huruf kecil, angka, tanda hubung"))
    title = Words(_l("Judul bagian"))
    minutes = Figure(_l("Waktu sendiri (menit)"), description=_l("Kosongkan: memakai waktu kuis"))
    draw = Figure(_l("Soal sendiri yang diambil"), description=_l("all: semua soal bagian ini"))
    text = Prose(_l("Petunjuk bagian"), render_kw={"rows": 2})
    pools = Rows(PoolRow, _l("Sumber soal bagian ini"), most=20)

    @property
    def summary(self) -> str:
        """Return its title and how long it takes."""
        minutes = _("%(minutes)s menit", minutes=self.minutes.data) if self.minutes.data else ""
        return " · ".join(part for part in (self.title.data or self.key.data, minutes) if part)


class QuizForm(Ways):
    """The rules of a quiz; its questions have pages of their own."""

    title = Words(_l("Judul"))
    minutes = Figure(_l("Menit"))
    pass_mark = Figure(_l("Batas lulus"))
    attempts = Figure(_l("Kesempatan"), description=_l("0: sesering yang diinginkan"))
    cooldown = Figure(_l("Jeda antarpercobaan (menit)"))
    draw = Figure(_l("Soal yang diambil"), description=_l("all: semua soal"))
    review = ReviewGrid(_l("Yang tampil dari jawaban, dan kapan"))
    counts = Truth(_l("Masuk nilai kuis"), usual=True)
    room_code = Truth(_l("Dimulai dengan kode ruang dari pengawas"))
    intro = Prose(_l("Pengantar"), render_kw={"rows": 3})
    pools = Rows(
        PoolRow, _l("Sumber soal di luar kuis ini"), most=40,
        description=_l("Hanya bila kuis ini tidak memuat soal sendiri dan tidak dibagi."),
    )  # fmt: skip
    sections = Rows(
        SectionRow, _l("Bagian"), most=20,
        description=_l("Setiap bagian memakai soal sendiri (pilih bagiannya pada setiap soal) "
                       "atau sumber di luar kuis ini."),
    )  # fmt: skip


class LevelRow(Row):
    """A level of a criterion."""

    points = Figure(_l("Poin"))
    title = Words(_l("Tingkat"))
    text = Words(_l("Ciri"))


class CriterionRow(Row):
    """A criterion of a rubric with its levels."""

    key = Words(_l("Kunci"))
    title = Words(_l("Kriteria"))
    weight = Figure(_l("Bobot (%)"))
    levels = Rows(LevelRow, _l("Tingkat"), spare=0, least=LEVELS, most=LEVELS)


class AssignmentForm(DraftForm):
    """A task and its rubric."""

    FOLDED = ("complete", "need", "opens_day", "after")

    complete = Choice(_l("Selesai bila"), _TASK_WAYS)
    need = Figure(_l("Batas nilai"), description=_l("Untuk nilai karya; biasanya 70"))
    opens_day = Figure(_l("Terbuka pada hari ke-"))
    after = Lines(_l("Setelah selesai"), description=_l("Satu unit setiap baris: 01-mapel/02-nama"))
    title = Words(_l("Judul"))
    minutes = Figure(_l("Menit"))
    due_day = Figure(_l("Tenggat hari ke-"))
    accept = Lines(_l("Jenis berkas"), description=_l("Satu setiap baris, misalnya pdf"))
    max_mb = Figure(_l("Ukuran terbesar (MB)"))
    text = Truth(_l("Boleh menulis teks"))
    stage = Choice(
        _l("Naskah proyek akhir"),
        [("", _l("Bukan")), *_pairs(PAPERS, {"design": _l("Rancangan"), "report": _l("Laporan")})],
    )
    brief = Prose(_l("Tugas"), render_kw={"rows": 14})
    rubric = Rows(CriterionRow, _l("Rubrik"), most=20)


class TextForm(DraftForm):
    """A file as it stands."""

    whole = Prose(_l("Isi berkas"), render_kw={"rows": 30, "spellcheck": "false"})


FORMS: dict[str, type[DraftForm]] = {
    "programme": ProgrammeForm,
    "course": CourseForm,
    "lesson": LessonForm,
    "guide": GuideForm,
    "document": DocumentForm,
    "timetable": TimetableForm,
    "quiz": QuizForm,
    "assignment": AssignmentForm,
    **dict.fromkeys(ACTIVITIES, ActivityForm),
}


class QuestionTextForm(Form):
    """A question as it stands in its file."""

    source = TextAreaField(
        _l("Soal sebagai teks"),
        [DataRequired(_l("Tulis soalnya.")), Length(max=40_000)],
        render_kw={"rows": 18, "spellcheck": "false"},
        description=_l(
            "YAML seperti pada berkas kuis; contoh setiap jenis ada di courses/README.md."
        ),
    )


class NewProgrammeForm(Form):
    """A programme that does not exist yet."""

    title = StringField(
        _l("Nama program"), [DataRequired(_l("Tulis nama programnya.")), Length(max=120)]
    )
    kind = SelectField(_l("Jenis"), choices=[SelectChoice(*pair) for pair in _pairs(KINDS, _KINDS)])


class ArchiveForm(Form):
    """A programme exported as ZIP."""

    file = FileField(_l("Berkas ZIP"), [FileRequired(_l("Pilih berkas ZIP-nya."))])


class MediaForm(Form):
    """A picture or file of a subject."""

    file = FileField(_l("Gambar atau berkas"), [FileRequired(_l("Pilih gambar atau berkasnya."))])


class AddForm(Form):
    """A new part of the programme."""

    title = StringField(_l("Judul"), [DataRequired(_l("Tulis judulnya.")), Length(max=120)])


class PublishForm(Form):
    """The number of the version that a draft becomes."""

    version = StringField(
        _l("Nomor versi"),
        [DataRequired(_l("Tulis nomor versinya.")), Length(max=20)],
        description=_l("Misalnya 2026.2. Angkatan baru memakai versi ini."),
    )

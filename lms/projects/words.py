"""What kinds, stages and roles of final projects are called on pages."""

from datetime import date

from lms.core.formats import tanggal
from lms.core.i18n import _, _l, lazy_pgettext
from lms.projects import rules
from lms.projects.models import Project

KINDS = {"aktualisasi": _l("Aktualisasi"), "aksi_perubahan": _l("Aksi perubahan")}
#: Kind of programme -> what it calls its final project.
KIND_OF_PROGRAMME = {kind: KINDS[project] for kind, project in rules.KINDS.items()}
STAGES = {
    "issue": _l("Isu dan gagasan"),
    "design": _l("Rancangan"),
    "design_seminar": _l("Seminar rancangan"),
    "execution": lazy_pgettext("tahap proyek", "Pelaksanaan"),
    "report": _l("Laporan"),
    "final_seminar": _l("Seminar akhir"),
    "done": _l("Selesai"),
}
ROLES = {
    rules.COACH: _l("Coach"),
    rules.MENTOR: _l("Mentor"),
    rules.EXAMINER: _l("Penguji"),
    rules.TRAINEE: _l("Peserta"),
}
DAY_STATES = {
    "planning": _l("Sedang dicari"),
    "impossible": _l("Tidak dapat disusun"),
    "draft": _l("Rancangan"),
    "published": _l("Diumumkan"),
}
DAY_TONES = {"planning": "info", "impossible": "bad", "draft": "warn", "published": "ok"}
#: How the plan of a seminar day came about.
FOUND = {
    "best": _l("Susunan terbaik: penguji terbagi rata dan hari selesai paling awal."),
    "good": _l("Susunan tanpa bentrok; pencarian dihentikan sebelum terbukti yang terbaik."),
    "first": _l("Susunan tanpa bentrok, disusun berurutan."),
}
#: What a trainee does in a stage, and what its gate asks for.
TASKS = {
    "issue": _l("Pilih satu masalah nyata di unit kerja Anda dan satu gagasan untuk mengatasinya."),
    "design": _l("Susun rancangan, tetapkan indikator, lalu ajukan kepada coach dan mentor."),
    "design_seminar": _l("Paparkan rancangan di hadapan penguji."),
    "execution": _l("Laksanakan rancangan di tempat kerja dan simpan bukti bertanggal."),
    "report": _l("Susun laporan dari bukti dan indikator, lalu ajukan kepada coach dan mentor."),
    "final_seminar": _l("Paparkan hasilnya di hadapan penguji."),
    "done": _l("Semua tahap sudah dilalui."),
}


def kind_of(programme_kind: str) -> str:
    """Write what a programme calls its final project."""
    return str(KIND_OF_PROGRAMME[programme_kind])


def owners(stage: str) -> str:
    """Write whose word ends a stage: Coach dan Mentor."""
    return _(" dan ").join(str(ROLES[role]) for role in rules.GATES[stage].owners)


def mentor(project: Project) -> str:
    """Write who the mentor is, "" when nobody is named; the mentor must be loaded."""
    return project.mentor.full_name if project.mentor else project.mentor_name


def due(day: date | None, *, done: bool, today: date) -> str:
    """Write until when a stage must be passed, and whether that day is over."""
    if day is None:
        return ""
    if not done and day < today:
        return _("lewat batas %(day)s", day=tanggal(day))
    return _("batas %(day)s", day=tanggal(day))

"""What kinds, states and roles are called on pages."""

from collections.abc import Collection
from typing import Any

from lms.catalogue import models
from lms.catalogue.models import Course, Phase, ProgrammeVersion
from lms.core.i18n import _l, ngettext
from lms.people.words import ROLES

KINDS = {
    "latsar": _l("Latsar CPNS"),
    "leadership": _l("Kepemimpinan"),
    "procurement": _l("Pengadaan"),
}
MODALITIES = {"online": _l("Daring"), "blended": _l("Blended"), "classical": _l("Klasikal")}
MODES = {
    "self_study": _l("Belajar mandiri"),
    "virtual": _l("Tatap muka virtual"),
    "workplace": _l("Di tempat kerja"),
    "classical": _l("Klasikal di kampus"),
}
CERTIFICATES = {
    "sttp": _l("Surat Tanda Tamat Pelatihan (STTP)"),
    "sertifikat": _l("Sertifikat pelatihan"),
}
CERTIFICATES_SHORT = {"sttp": _l("STTP"), "sertifikat": _l("Sertifikat")}
BATCH_STATES = {
    "planned": _l("Direncanakan"),
    "open": _l("Pendaftaran dibuka"),
    "running": _l("Berjalan"),
    "grading": _l("Penilaian"),
    "closed": _l("Selesai"),
}
BATCH_TONES = {"planned": "", "open": "emas", "running": "ok", "grading": "info", "closed": ""}
#: What moving a batch into the state is called on its button.
BATCH_MOVES = {
    "planned": _l("Kembalikan ke rencana"),
    "open": _l("Buka pendaftaran"),
    "running": _l("Mulai pelatihan"),
    "grading": _l("Masuk ke penilaian"),
    "closed": _l("Tutup angkatan"),
}
ENROLMENT_STATES = {
    "applied": _l("Menunggu usulan instansi"),
    "nominated": _l("Diusulkan, menunggu keputusan"),
    "accepted": _l("Diterima"),
    "waiting": _l("Daftar tunggu"),
    "declined": _l("Tidak diterima"),
    "withdrawn": _l("Mengundurkan diri"),
}
ENROLMENT_TONES = {
    "applied": "warn",
    "nominated": "info",
    "accepted": "ok",
    "waiting": "emas",
    "declined": "bad",
    "withdrawn": "",
}
STAFF_ROLES = {role: ROLES[role] for role in models.STAFF_ROLES}
DOCUMENTS = {
    "guide": _l("Panduan fasilitator"),
    "case": _l("Studi kasus"),
    "template": _l("Kerangka tulisan"),
    "observation": _l("Lembar pengamatan"),
}
#: How the hours of a timetable are spent.
FORMATS = {
    "self_study": _l("Belajar mandiri"),
    "async": _l("Asinkron"),
    "virtual": _l("Tatap muka virtual"),
    "workplace": _l("Di tempat kerja"),
    "classical": _l("Klasikal"),
}
CONFIDENCES = {
    "C": _l("Sumber terpercaya"),
    "C1": _l("Satu sumber kedua"),
    "D": _l("Hasil hitungan"),
    "M": _l("Nilai kerja"),
}
#: Marks of confidence under which a figure must be compared with the decree before use.
UNSURE = frozenset({"C1", "D", "M"})


def modality(modes: Collection[str]) -> str:
    """Return how one learns in phases of these modes: online, classical or blended."""
    if not set(modes) - {"self_study", "virtual"}:
        return "online"
    return "classical" if set(modes) == {"classical"} else "blended"


def has_unsure(version: ProgrammeVersion) -> bool:
    """Tell whether any figure of the version must still be compared with its decree."""
    parts: list[Phase | Course] = [*version.phases, *version.courses]
    return any(part.confidence in UNSURE for part in parts)


def kind_label(kind: str) -> Any:
    """Return the name of a kind of programme; an unknown kind is shown as written."""
    return KINDS.get(kind, kind)


def promoted(count: int) -> str:
    """Say how many people moved up from the waiting list."""
    return str(
        ngettext(
            "%(num)d orang dari daftar tunggu mendapat kursi.",
            "%(num)d orang dari daftar tunggu mendapat kursi.",
            count,
        )
    )

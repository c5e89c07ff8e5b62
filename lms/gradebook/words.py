"""What outcomes and sources of marks are called on pages."""

from lms.core.i18n import _
from lms.gradebook import rulebooks


def outcome_labels() -> dict[str, str]:
    """Return the words for each outcome."""
    return {
        "lulus": _("Lulus"),
        "ditunda": _("Ditunda"),
        "tidak_lulus": _("Tidak lulus"),
        rulebooks.INCOMPLETE: _("Belum lengkap"),
    }


def source_of(part: dict[str, object]) -> str:
    """Write where the points of a graded part come from."""
    source = str(part.get("source", "outside"))
    if source == "quizzes":
        return _("rata-rata nilai terbaik semua kuis yang dihitung")
    if source == "attitude":
        return _("rekap pengamatan harian; tanpa pengamatan, diketik atau diimpor")
    if source.startswith("assignment:"):
        return _("nilai tugas yang disahkan penilai")
    if source.startswith("package-best:"):
        return _("nilai terbaik yang dilaporkan paket")
    if source.startswith("package-last:"):
        return _("nilai percobaan terakhir yang dilaporkan paket")
    return _("diketik atau diimpor penyelenggara")

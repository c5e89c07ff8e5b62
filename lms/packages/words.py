"""What people call the states of a part."""

from lms.core.i18n import _, _l, lazy_pgettext
from lms.packages.rules import Outcome

COMPLETION = {
    "completed": (_l("Selesai"), "ok"),
    "incomplete": (_l("Belum selesai"), "warn"),
    "unknown": (_l("Belum melapor"), ""),
}
SUCCESS = {"passed": (_l("Lulus"), "ok"), "failed": (_l("Belum lulus"), "bad")}
KINDS = {"commit": _l("Menyimpan"), "final": _l("Menutup")}

#: Word and tone of each state of an import of material.
MATERIAL_STATES = {
    "ready": (_l("Siap dimasukkan"), "warn"),
    "applied": (_l("Masuk angkatan"), "ok"),
    "undone": (_l("Diurungkan"), ""),
}
PIECES = {
    "page": _l("Halaman"),
    "link": _l("Tautan"),
    "file": _l("Berkas"),
    "other": _l("Lainnya"),
}
VERDICTS = {
    "kept": lazy_pgettext("import", "Utuh"),
    "changed": lazy_pgettext("import", "Berubah"),
    "dropped": lazy_pgettext("import", "Tidak masuk"),
}


def state(outcome: Outcome) -> tuple[str, str]:
    """Return word and tone of how far somebody is."""
    word, tone = SUCCESS.get(outcome.success, COMPLETION[outcome.completion])
    return str(word), tone


def duration(seconds: int) -> str:
    """Return a span of time in words: 1 jam 5 menit."""
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return _("%(hours)s jam %(minutes)s menit", hours=hours, minutes=minutes)
    return (
        _("%(minutes)s menit", minutes=minutes) if minutes else _("%(count)s detik", count=seconds)
    )

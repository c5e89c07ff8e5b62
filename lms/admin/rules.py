"""When the system is well, when it needs a look, and when it needs help. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from lms.core.i18n import _

#: The worker shows itself once a minute.
WORKER_LATE, WORKER_LOST = timedelta(minutes=3), timedelta(minutes=15)
QUEUE_LATE, QUEUE_STUCK = timedelta(minutes=5), timedelta(minutes=30)
DISK_LOW, DISK_FULL = 0.15, 0.05
LETTER_LATE, LETTER_STUCK = timedelta(hours=1), timedelta(hours=12)
BACKUP_LATE, BACKUP_LOST = timedelta(hours=26), timedelta(days=3)


@dataclass(frozen=True)
class Facts:
    """What was found out about the system; ages are None where there is nothing yet."""

    engine: str
    database_bytes: int
    revision: str
    head: str
    worker_age: timedelta | None
    waiting: int
    oldest_waiting: timedelta | None
    running: int
    failed: int
    disk_free: int
    disk_total: int
    #: Whether a backup is to leave its mark, and how long ago it did.
    backup_marked: bool
    backup_age: timedelta | None
    journal_lines: int
    #: When the whole journal was last checked, and what was wrong ("" when nothing was).
    checked_age: timedelta | None
    check_error: str
    #: Whether there is a mail server, and how long the oldest letter has waited for it.
    mails: bool
    oldest_letter: timedelta | None


@dataclass(frozen=True)
class Check:
    """One thing looked at: its state (ok, warn or bad) and what to do about it."""

    key: str
    tone: str
    advice: str = ""


def judge(facts: Facts) -> dict[str, Check]:
    """Return the state of everything that can be well or not, by key."""
    checks = (
        _migration(facts), _worker(facts), _queue(facts), _failed(facts), _disk(facts),
        _backup(facts), _journal(facts), _letters(facts),
    )  # fmt: skip
    return {check.key: check for check in checks}


def worst(checks: dict[str, Check]) -> str:
    """Return the worst state among the checks."""
    tones = {check.tone for check in checks.values()}
    return "bad" if "bad" in tones else "warn" if "warn" in tones else "ok"


def _late(age: timedelta | None, late: timedelta, lost: timedelta) -> str:
    if age is None or age > lost:
        return "bad"
    return "warn" if age > late else "ok"


def _migration(facts: Facts) -> Check:
    if facts.revision == facts.head:
        return Check("migration", "ok")
    return Check("migration", "bad", _("Jalankan flask db upgrade, lalu mulai ulang aplikasi."))


def _worker(facts: Facts) -> Check:
    tone = _late(facts.worker_age, WORKER_LATE, WORKER_LOST)
    if tone == "ok":
        return Check("worker", "ok")
    if facts.running:
        return Check("worker", "warn", _("Pekerja sedang mengerjakan tugas panjang."))
    return Check(
        "worker", tone,
        _("Periksa proses flask jobs work; tanpa proses itu sertifikat dan surat tidak dibuat."),
    )  # fmt: skip


def _queue(facts: Facts) -> Check:
    if facts.oldest_waiting is None:
        return Check("queue", "ok")
    tone = _late(facts.oldest_waiting, QUEUE_LATE, QUEUE_STUCK)
    advice = _("Pekerjaan menunggu terlalu lama. Tambah pekerja atau periksa yang sedang berjalan.")
    return Check("queue", tone, "" if tone == "ok" else advice)


def _failed(facts: Facts) -> Check:
    if not facts.failed:
        return Check("failed", "ok")
    return Check("failed", "warn", _("Buka Pekerjaan, baca sebabnya, lalu ulangi."))


def _letters(facts: Facts) -> Check:
    if not facts.mails or facts.oldest_letter is None:
        return Check("letters", "ok")
    tone = _late(facts.oldest_letter, LETTER_LATE, LETTER_STUCK)
    advice = _("Surat tertahan. Jalankan flask mail state untuk membaca sebabnya.")
    return Check("letters", tone, "" if tone == "ok" else advice)


def _disk(facts: Facts) -> Check:
    share = facts.disk_free / facts.disk_total if facts.disk_total else 0.0
    if share >= DISK_LOW:
        return Check("disk", "ok")
    tone = "bad" if share < DISK_FULL else "warn"
    return Check("disk", tone, _("Kosongkan atau perbesar tempat data sebelum unggahan ditolak."))


def _backup(facts: Facts) -> Check:
    if not facts.backup_marked:
        return Check(
            "backup", "warn",
            _("Atur LMS_BACKUP_MARK agar halaman ini tahu kapan cadangan terakhir selesai."),
        )  # fmt: skip
    tone = _late(facts.backup_age, BACKUP_LATE, BACKUP_LOST)
    return Check("backup", tone, "" if tone == "ok" else _("Periksa tugas cadangan malam."))


def _journal(facts: Facts) -> Check:
    if facts.check_error:
        return Check("journal", "bad", facts.check_error)
    if facts.checked_age is None:
        return Check("journal", "warn", _("Segel seluruh jurnal belum pernah diperiksa."))
    return Check("journal", "ok")

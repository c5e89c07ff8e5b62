"""When a quiz may be started, which attempt counts, and when its key may be seen."""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from lms.core.codes import ALPHABET
from lms.core.errors import RuleBroken
from lms.core.formats import ringkas
from lms.core.i18n import _
from lms.elearning.opening import Lock
from lms.elearning.questions.kind import points_of

#: Letters of a post in a discussion.
LONGEST_POST = 5_000
#: How much longer a trainee may take, in percent of the time.
EXTRA_TIMES = (0, 25, 50, 100)
#: Signs of a room code that is drawn, and of one that is chosen.
ROOM_CODE, SHORTEST_CODE, LONGEST_CODE = 6, 4, 20


def check_start(*, batch_state: str, starts_on: date, today: date, used: int, allowed: int) -> None:
    """Refuse a new attempt outside the batch's time or beyond the number allowed (0: any)."""
    if batch_state == "closed":
        raise RuleBroken(_("Angkatan ini sudah ditutup. Kuis tidak dapat dikerjakan lagi."))
    if today < starts_on:
        raise RuleBroken(
            _("Kuis terbuka setelah angkatan dimulai. Lihat tanggalnya di halaman angkatan.")
        )
    if allowed and used >= allowed:
        raise RuleBroken(_("Semua %(count)s kesempatan kuis ini sudah Anda pakai.", count=allowed))


def cools_until(now: datetime, last_handed_in: datetime | None, minutes: int) -> datetime | None:
    """Return when the time for reading up again is over, None when it is or there is none."""
    opens = last_handed_in + timedelta(minutes=minutes) if last_handed_in else now
    return opens if opens > now else None


def check_cooldown(now: datetime, last_handed_in: datetime | None, minutes: int) -> None:
    """Refuse the next attempt before the time for reading up again is over."""
    opens = cools_until(now, last_handed_in, minutes)
    if opens:
        raise RuleBroken(
            _("Percobaan berikutnya terbuka %(count)s menit lagi. Pelajari dulu pembahasannya.",
              count=-((now - opens) // timedelta(minutes=1)))
        )  # fmt: skip


def check_post(text: str, batch_state: str) -> None:
    """Refuse an empty or endless post, and any once the batch is closed."""
    if batch_state == "closed":
        raise RuleBroken(_("Angkatan ini sudah ditutup. Diskusinya hanya dapat dibaca."))
    if not text.strip() or len(text) > LONGEST_POST:
        raise RuleBroken(_("Tulis 1 sampai %(most)s huruf.", most=LONGEST_POST))


def check_extra_time(percent: int) -> None:
    """Refuse a share of the time that is not offered."""
    if percent not in EXTRA_TIMES:
        raise RuleBroken(_("Pilih salah satu yang tersedia."))


def tidy_code(typed: str) -> str:
    """Return a typed code as it is compared: capitals, without spaces and hyphens."""
    return re.sub(r"[\s-]", "", typed.upper())


def room_code_of(typed: str) -> str:
    """Return a chosen room code; refuse one that is too short, too long, or hard to type."""
    code = tidy_code(typed)
    if not re.fullmatch(rf"[A-Z0-9]{{{SHORTEST_CODE},{LONGEST_CODE}}}", code):
        raise RuleBroken(
            _("Kode ruang terdiri atas %(least)s sampai %(most)s huruf dan angka.",
              least=SHORTEST_CODE, most=LONGEST_CODE)
        )  # fmt: skip
    return code


def draw_room_code() -> str:
    """Return a random room code of signs that are not mistaken for each other."""
    return "".join(secrets.choice(ALPHABET) for _place in range(ROOM_CODE))


def room_is_closed() -> str:
    """Return what is said to a trainee while the room of a quiz is closed."""
    return _("Pengawas belum membuka ruang kuis ini, atau sudah menutupnya.")


def locked_subjects(unlock: str, passed: Sequence[bool]) -> list[bool]:
    """Tell of each subject in order whether it is still locked.

    With "passed" a subject opens once the counted quizzes of all before it are passed; without a
    rule everything is open.
    """
    if unlock != "passed":
        return [False] * len(passed)
    return [not all(passed[:at]) for at in range(len(passed))]


def check_unlocked(lock: Lock | None) -> None:
    """Refuse what is not open yet."""
    if lock is not None:
        raise RuleBroken(lock.reason)


def attempts_left(used: int, allowed: int) -> int | None:
    """Return how many attempts remain, None when there is no limit."""
    return max(0, allowed - used) if allowed else None


def is_settled(best: Decimal | None, pass_mark: Decimal, used: int, allowed: int) -> bool:
    """Tell whether nothing remains to be done: passed, or no attempt is left."""
    return (best is not None and best >= pass_mark) or attempts_left(used, allowed) == 0


def check_hand_mark(points: Decimal, question: Mapping[str, Any]) -> None:
    """Refuse more points than a question is worth, and fewer than none."""
    most = points_of(question)
    if not 0 <= points <= most:
        raise RuleBroken(_("Poin harus antara 0 dan %(most)s.", most=ringkas(most)))


def why_not_kept(
    *, is_handed_in: bool, is_over: bool, is_settled: bool, section: str
) -> tuple[str, str]:
    """Return why an answer was not kept: a word for its page, and a sentence for its trainee.

    `section` is the state of the clock of its section (sections.state_of).
    """
    if is_handed_in:
        return "handed_in", _("Kuis ini sudah dikirim, jadi jawabannya tetap seperti saat dikirim.")
    if is_over:
        return "time_over", _("Waktu kuis ini sudah habis. Jawaban yang tersimpan tetap dihitung.")
    if is_settled:
        return "settled", _("Jawaban soal ini sudah diperiksa, jadi tidak dapat diubah lagi.")
    if section == "waiting":
        return "section_waiting", _("Bagian ini belum dibuka. Buka dahulu, lalu jawab.")
    return "section_over", _(
        "Waktu bagian ini sudah habis. Kuis masih berjalan: lanjutkan di bagian lain."
    )


def receipt_code(
    attempt_id: int, number: int, submitted_at: datetime, answers: Mapping[int, Any]
) -> str:
    """Return the short code that stands for exactly these answers handed in at this moment."""
    given = ";".join(f"{position}={answers[position]!r}" for position in sorted(answers))
    words = f"{attempt_id}|{number}|{submitted_at.isoformat()}|{given}"
    code = hashlib.sha256(words.encode()).hexdigest()[:12].upper()
    return "-".join(code[at : at + 4] for at in range(0, 12, 4))

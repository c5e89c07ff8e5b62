"""When an activity is done, and how much of a recording was seen. Pure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from lms.core.errors import RuleBroken
from lms.core.i18n import _

#: A stretch of a recording, in whole seconds: from, and up to without.
Span = Sequence[int]

#: What a completion asks for -> the most that may be written behind `need`; 0: no number.
COMPLETIONS = {
    "declared": 0,  # the trainee says so
    "visited": 0,  # opened once
    "minutes": 600,  # the page open and looked at for so long
    "watched": 100,  # so many percent of the recording seen or heard
    "posted": 50,  # so many posts in its discussion
    "attended": 0,  # noted as present in the meeting
    "marked": 0,  # somebody who teaches says so
    "score": 0,  # a quiz: its pass mark
    "reported": 0,  # a package says so itself
    "handed_in": 0,  # a task: the work is in
    "graded": 0,  # a task: its mark is confirmed
    "passed": 100,  # a task: its released mark reaches so many points
}

#: What `need` is where neither the file nor the kind says it.
USUAL_NEED = {"passed": 70}

#: Nobody watches faster than this.
FASTEST = 2
#: Seconds by which clocks and slow networks may be wrong.
SLACK = 60


def unite(*spans: Span) -> list[list[int]]:
    """Return the same seconds as the fewest stretches, in order; empty ones fall away."""
    united: list[list[int]] = []
    for first, last in sorted((one for one in spans if one[0] < one[1]), key=lambda one: one[0]):
        if united and first <= united[-1][1]:
            united[-1][1] = max(united[-1][1], last)
        else:
            united.append([first, last])
    return united


def seconds_in(spans: Iterable[Span]) -> int:
    """Return how many seconds united stretches hold."""
    return sum(last - first for first, last in spans)


def share_seen(spans: Iterable[Span], length: int) -> int:
    """Return how much of a recording of `length` seconds was seen, in percent rounded down."""
    return min(100, 100 * seconds_in(spans) // length) if length else 0


def add_seen(before: Sequence[Span], new: Sequence[Span], length: int, passed: int) -> list[Span]:
    """Return what was seen so far together with what is reported now.

    `passed`: seconds since the reporting page was opened, during all of which it may have been
    played without a connection. Raises RuleBroken when more is new than can be seen in that time,
    or when it names seconds that the recording does not have.
    """
    if any(not 0 <= first <= last <= length for first, last in new):
        raise RuleBroken(_("Laporan tontonan ini tidak cocok dengan panjang rekaman."))
    united = unite(*before, *new)
    if seconds_in(united) - seconds_in(before) > FASTEST * passed + SLACK:
        raise RuleBroken(_("Laporan tontonan ini lebih panjang daripada waktu yang berlalu."))
    return list(united)


def time_added(reported: int, known: int, passed: int) -> int:
    """Return how many of the reported seconds on a page count beside the `known` ones.

    `passed`: seconds since the page was first opened, in which all of them must have room, so that
    a report that comes twice adds no time that never went by.
    """
    return max(0, min(reported, passed - known))


def is_met(complete: str, need: int, *, seconds: int = 0, percent: int = 0, posts: int = 0) -> bool:
    """Tell whether what was done meets a completion that counts by itself."""
    done = {"visited": 1, "minutes": seconds // 60, "watched": percent, "posted": posts}
    return complete in done and done[complete] >= max(need, 1)


def is_work_done(
    complete: str, need: int, *, is_in: bool, is_graded: bool, points: Decimal | None
) -> bool:
    """Tell whether a work meets the completion of its task; `points` are the released ones."""
    if complete == "passed":
        return points is not None and points >= need
    return is_graded if complete == "graded" else is_in


def check_declared(complete: str, need: int, *, attended: bool = False) -> None:
    """Refuse a trainee's own word where something else decides."""
    if complete == "declared" or (complete == "attended" and attended):
        return
    raise RuleBroken(reason_undone(complete, need))


def reason_undone(complete: str, need: int) -> str:
    """Return in a sentence what makes an activity done."""
    return {
        "declared": _("Selesai bila Anda menandainya."),
        "visited": _("Selesai begitu dibuka."),
        "minutes": _("Selesai setelah halaman ini dibaca %(count)s menit.", count=need),
        "watched": _("Selesai setelah %(percent)s%% ditonton atau didengar.", percent=need),
        "posted": _("Selesai setelah Anda menulis %(count)s kali dalam diskusi.", count=need),
        "attended": _("Selesai bila presensi mencatat Anda hadir."),
        "marked": _("Selesai bila ditandai pengajar."),
        "score": _("Selesai bila nilai kuis mencapai nilai lulus."),
        "reported": _("Selesai bila paket melaporkannya."),
        "handed_in": _("Selesai bila karya dikumpulkan."),
        "graded": _("Selesai bila karya dinilai pengajar."),
        "passed": _("Selesai bila nilai karya yang dirilis mencapai %(points)s.", points=need),
    }[complete]

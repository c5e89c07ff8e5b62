"""What roles and states of a panel are called on pages."""

from lms.assignments.panel import rules
from lms.core.i18n import _l

ROLES = {
    rules.EXAMINER: _l("Penguji"),
    rules.COACH: _l("Coach"),
    rules.MENTOR: _l("Mentor"),
    rules.INSTRUCTOR: _l("Widyaiswara"),
    rules.THIRD: _l("Penilai ketiga"),
}
STATES = {
    rules.WAITING: _l("Menunggu penilai"),
    rules.DISPUTED: _l("Selisih melewati batas"),
    rules.READY: _l("Siap ditetapkan"),
}
TONES = {rules.WAITING: "warn", rules.DISPUTED: "bad", rules.READY: "ok"}

"""What is announced of sessions: to tell people, for no rule (docs/decisions/0045).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: A session has another time or place, or was called off. Carries the `Session`; `by`.
session_changed = Signal()

#: Leave was asked for or decided, or absence came near its limit. Carries the `Enrolment`;
#: `batch`, `what` ("leave_asked", "leave_approved", "leave_declined", "absence_near",
#: "absence_exceeded"), `by`, and the facts of it.
attendance_changed = Signal()

"""What is announced of sessions: to tell people, for no rule (docs/decisions/0045).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: Sessions are shown for the first time (`new`), or have another time or place or were called off
#: (`changed`): lists of `Session` with their instructors. `reassigned`, when given, lists shown
#: sessions with the ids of who is to teach now and who no longer is; `troubled`, when given, lists
#: shown sessions (`Placed`, in order of time) that break a hard rule now that a closure, leave,
#: holiday or terms changed. Carries their `Batch`; `by`.
sessions_announced = Signal()

#: Leave was asked for or decided, or absence came near its limit. Carries the `Enrolment`;
#: `batch`, `what` ("leave_asked", "leave_approved", "leave_declined", "absence_near",
#: "absence_exceeded"), `by`, and the facts of it.
attendance_changed = Signal()

"""What is announced of places in batches: to tell people, for no rule (docs/decisions/0045).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: Somebody decided on a place. Carries the `Enrolment` with its new state; `former`: the state
#: before; `by`: who decided.
place_decided = Signal()

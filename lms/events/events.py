"""What is announced of events: to tell people, for no rule (docs/decisions/0045).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: Those who take part must know that an event changed or is called off. Carries the `Event`.
event_changed = Signal()
#: A place became another: `what` is "promoted", "invited", "accepted" or "returned" (its evidence),
#: or "met" (a meeting was logged). Carries the `Participation`; `by`.
participation_changed = Signal()

"""What is announced of sessions: to tell people, for no rule (docs/decisions/0045).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: A session has another time or place, or was called off. Carries the `Session`; `by`.
session_changed = Signal()

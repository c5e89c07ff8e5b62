"""What is announced of works: to tell people, for no rule (docs/decisions/0045).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: A work was sent back for revision. Carries the `Submission`; `by`.
work_returned = Signal()
#: Marks of a task may be seen from now on. Carries the `Unit`; `batch`; `works`; `by`.
marks_released = Signal()

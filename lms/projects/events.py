"""What is announced of final projects: to tell people, for no rule (docs/decisions/0045, 0175).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: A project waits for people, or they may read what was decided. Carries the `Project`; `what`: one
#: of asked, decided, consultation_asked, consultation_refused; `people` (ids); `by`; `stage` of the
#: first two, `topic` and `who` wrote of the others.
project_moved = Signal()

"""What is announced of results: to tell people, for no rule (docs/decisions/0045).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: Results may be seen, or somebody deferred has to act. Carries the `Batch`; `what`:
#: "result_released", "result_corrected", "remedial_set" or "result_settled"; `places` (enrolment
#: ids); `by`; and with a remedial its day, `due_on`.
result_changed = Signal()

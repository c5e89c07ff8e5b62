"""What is announced of results: to tell people, for no rule (docs/decisions/0045).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: The result of a batch may be seen from now on. Carries the `Release`; `batch`; `by`.
result_released = Signal()
#: A deferred trainee has something to do. Carries the `Remedial`; `batch`; `enrolment_id`; `by`.
remedial_set = Signal()
#: A deferred result was settled by a remedial. Carries the `Result`; `batch`; `by`.
result_settled = Signal()

"""What is announced of outside trainings: to tell people, for no rule (docs/decisions/0045).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: A report was verified, refused, sent back or reversed. Carries the `OutsideTraining`; `note`;
#: `by`.
outside_training_decided = Signal()

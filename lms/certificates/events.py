"""What is announced of certificates: to tell people, for no rule (docs/decisions/0045).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: A certificate got its number. Carries the `Certificate`.
certificate_issued = Signal()
#: A certificate was withdrawn for good, or a corrected version took its place. Carries the revoked
#: `Certificate`, or the new one.
certificate_changed = Signal()

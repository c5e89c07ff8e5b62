"""What is announced of certificates: to tell people, for no rule (docs/decisions/0045).

Who announces does not know who listens; all listeners stand in `lms/messages/listeners.py`.
"""

from blinker import Signal

#: A certificate got its number. Carries the `Certificate`.
certificate_issued = Signal()
#: A certificate was withdrawn for good. Carries the `Certificate`.
certificate_revoked = Signal()
#: A corrected version took a certificate's place. Carries the new `Certificate`.
certificate_replaced = Signal()

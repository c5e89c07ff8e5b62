"""Check-in codes that change: six characters read off a screen, or its QR. Pure."""

import hashlib
import hmac
from datetime import datetime

#: How long one code is shown; the one before is still accepted, for slow hands.
CODE_SECONDS = 30
CODE_LENGTH = 6
#: No 0/O, 1/I/L: codes are read off a screen across the room.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def window_state(now: datetime, opens: datetime, closes: datetime) -> str:
    """Return "early", "open" or "late"; both ends of the check-in window count as open."""
    if now < opens:
        return "early"
    return "open" if now <= closes else "late"


def code_at(secret: str, at: datetime) -> str:
    """Return the six-character code shown at a moment; it changes every 30 seconds."""
    return _code(secret, int(at.timestamp()) // CODE_SECONDS)


def code_fits(secret: str, typed: str, at: datetime) -> bool:
    """Tell whether a typed or scanned code is the present one or the one just before it."""
    step = int(at.timestamp()) // CODE_SECONDS
    given = typed.strip().upper().replace(" ", "").replace("-", "").encode()
    return any(hmac.compare_digest(_code(secret, step - back).encode(), given) for back in (0, 1))


def seconds_left(at: datetime) -> int:
    """Return how long the present code will still be shown."""
    return CODE_SECONDS - int(at.timestamp()) % CODE_SECONDS


def _code(secret: str, step: int) -> str:
    digest = hmac.new(secret.encode(), str(step).encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:8])
    letters = []
    for _place in range(CODE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)

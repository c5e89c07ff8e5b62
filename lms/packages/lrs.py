"""The tokens of a launch, for who cannot bring a sign-in: signed, of that launch alone, of one day.

A cmi5 unit talks to the store of statements with them; any other part says its last words.
"""

from itsdangerous import BadData, URLSafeTimedSerializer

#: Seconds in which a unit must ask for its token, and for which the token is good.
_TO_ASK, _TO_SAY = 600, 12 * 3600


def _signer(secret: str, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=f"xapi-{purpose}")


def token(secret: str, purpose: str, launch_id: int) -> str:
    """Return the token of a launch: to "fetch" the real one once, to "say" statements, or for
    the "last" words.
    """
    written = _signer(secret, purpose).dumps(launch_id)
    return written if isinstance(written, str) else written.decode()


def launch_of(secret: str, purpose: str, given: str) -> int | None:
    """Return the launch a token is of, None when it is forged or over."""
    try:
        found = _signer(secret, purpose).loads(
            given, max_age=_TO_ASK if purpose == "fetch" else _TO_SAY
        )
    except BadData:
        return None
    return found if isinstance(found, int) else None

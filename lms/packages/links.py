"""Signed links to the origin of packages: short for the start, some hours for the files.

The two processes share the secret and nothing else; the origin of packages knows no database.
"""

import re
from dataclasses import dataclass
from time import time

from itsdangerous import BadData, URLSafeSerializer

#: Seconds within which a player must be opened.
_START = 120
#: Seconds during which its files stay open: whole spans, so that browsers keep what they loaded.
_SPAN = 6 * 3600


@dataclass(frozen=True)
class Ticket:
    """What a link opens: a version of a package, for pages of one origin alone."""

    sha256: str
    standard: str
    #: The origin that may show it: https://lms.example.go.id
    host: str


def label_of(sha256: str) -> str:
    """Return the name in front of the host on which a version runs: a label holds 63 letters."""
    return sha256[:40]


def origin_of(setting: str, sha256: str) -> str:
    """Return the origin of a version: its own where the setting has a place for a name.

    `setting`: "https://*.paket.example.go.id", or one origin for all packages.
    """
    return setting.replace("*", label_of(sha256))


def is_origin(setting: str, origin: str) -> bool:
    """Tell whether an origin is one on which packages run."""
    pattern = re.escape(setting).replace(re.escape("*"), "[0-9a-f]{40}")
    return re.fullmatch(pattern, origin) is not None


def _signer(secret: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"package-{purpose}")


def start_link(secret: str, ticket: Ticket) -> str:
    """Return the path that opens the player, for two minutes."""
    return f"/mulai/{_write(secret, 'start', ticket, int(time()) + _START)}"


def files_link(secret: str, ticket: Ticket) -> str:
    """Return the path below which the files of a package lie, for six to twelve hours."""
    until = (int(time()) // _SPAN + 2) * _SPAN
    return f"/isi/{_write(secret, 'files', ticket, until)}/"


def _write(secret: str, purpose: str, ticket: Ticket, until: int) -> str:
    written = _signer(secret, purpose).dumps([ticket.sha256, ticket.standard, ticket.host, until])
    return written if isinstance(written, str) else written.decode()


def read_link(secret: str, purpose: str, token: str) -> Ticket | None:
    """Return what a token of "start" or "files" opens, None when it is forged or over."""
    try:
        sha256, standard, host, until = _signer(secret, purpose).loads(token)
    except (BadData, ValueError, TypeError):
        return None
    return Ticket(sha256, standard, host) if time() < until else None

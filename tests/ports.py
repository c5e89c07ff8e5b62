"""A port for a server of the tests."""

import socket


def unused_port() -> int:
    """Return the number of a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""One request at a time in a process, but for those that wait for a disk or a lock.

Requests are short and made of Python, so threads that share a processor only slow each other down.
A thread that waits for something outside lets the next one in meanwhile.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock, get_ident
from typing import Any

Application = Callable[..., Iterable[bytes]]


class Turns:
    """Lets threads in one by one, in the order in which they came."""

    def __init__(self) -> None:
        self._door = Lock()
        self._line: deque[Any] = deque()
        self._inside: int | None = None

    def enter(self) -> None:
        """Wait until everybody who came before has left."""
        with self._door:
            if self._inside is None:
                self._inside = get_ident()
                return
            called = Lock()
            called.acquire()
            self._line.append(called)
        called.acquire()
        self._inside = get_ident()

    def leave(self) -> None:
        """Let the next one in."""
        with self._door:
            if self._line:
                self._line.popleft().release()
            else:
                self._inside = None

    @contextmanager
    def left(self) -> Iterator[None]:
        """Let others in for the length of the block; nothing happens to who has no turn."""
        if self._inside != get_ident():
            yield
            return
        self.leave()
        try:
            yield
        finally:
            self.enter()


#: The turns of this process.
turns = Turns()


def one_at_a_time(application: Application) -> Application:
    """Return the application that answers one request at a time in this process."""

    def answer(environ: Any, start_response: Any) -> Iterable[bytes]:
        turns.enter()
        try:
            return application(environ, start_response)
        finally:
            turns.leave()

    return answer

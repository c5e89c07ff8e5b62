"""The press room: one long-lived printing process per core, fed from the background worker.

Each process keeps its plates, fonts and key for as long as the worker lives. They talk over pipes
(pickled, between our own processes only); when the worker dies, its presses read the end of their
pipe and end too.
"""

import atexit
import gc
import os
import pickle
import queue
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from lms.certificates import press, signing
from lms.certificates.run import Run, Sheet

#: Certificates laid out together: larger documents gain nothing (docs/decisions/0030).
CHUNK = 32


@dataclass(frozen=True)
class Order:
    """Sheets of one run to print and sign (without a key: to print); `ids` name them for whoever
    ordered."""

    run: Run
    ids: tuple[int, ...]
    sheets: tuple[Sheet, ...]
    key: signing.Key | None


#: The signed PDF, or the reason why this one could not be made.
Outcome = bytes | str


def fulfil(order: Order) -> list[Outcome]:
    """Print and sign every sheet of an order; what hinders one does not hinder the others."""
    try:
        documents: list[Outcome] = list(press.printed(order.run, order.sheets))
    except Exception as failure:
        if len(order.sheets) == 1:
            return [f"{type(failure).__name__}: {failure}"[:300]]
        return [
            fulfil(Order(order.run, (name,), (sheet,), order.key))[0]
            for name, sheet in zip(order.ids, order.sheets, strict=True)
        ]
    return [_signed(document, order.key) for document in documents]


def _signed(document: Outcome, key: signing.Key | None) -> Outcome:
    try:
        return signing.sign(document, key) if key and isinstance(document, bytes) else document
    except signing.SigningFailed as failure:
        return str(failure)


class Press:
    """One printing process, started when it is first needed and again when it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def fulfil(self, order: Order) -> list[Outcome]:
        """Let the process print an order; one that kills it is tried once more, then given up."""
        for _attempt in range(2):
            try:
                return self._ask(order)
            except (OSError, EOFError, pickle.UnpicklingError):
                self.stop()
        return ["percetakan berhenti mendadak"] * len(order.ids)

    def _ask(self, order: Order) -> list[Outcome]:
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = subprocess.Popen(
                [sys.executable, "-m", "lms.certificates.pressroom"],
                cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        assert process.stdin and process.stdout
        pickle.dump(order, process.stdin)
        process.stdin.flush()
        answer: list[Outcome] = pickle.load(process.stdout)  # noqa: S301 - our own process
        return answer

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


class PressRoom:
    """All presses of this process."""

    def __init__(self, presses: int) -> None:
        self.presses = [Press() for _number in range(presses)]
        self._idle: queue.SimpleQueue[Press] = queue.SimpleQueue()
        for one in self.presses:
            self._idle.put(one)
        self._clerks = ThreadPoolExecutor(presses)

    def fulfil(self, orders: Iterable[Order]) -> Iterator[tuple[Order, list[Outcome]]]:
        """Print orders on all presses; answers come in their order, few are under way at once."""
        waiting: deque[tuple[Order, Future[list[Outcome]]]] = deque()
        for order in orders:
            waiting.append((order, self._clerks.submit(self._on_an_idle_press, order)))
            if len(waiting) > 2 * len(self.presses):
                first, answer = waiting.popleft()
                yield first, answer.result()
        while waiting:
            first, answer = waiting.popleft()
            yield first, answer.result()

    def _on_an_idle_press(self, order: Order) -> list[Outcome]:
        one = self._idle.get()
        try:
            return one.fulfil(order)
        finally:
            self._idle.put(one)

    def close(self) -> None:
        """Send everybody home."""
        self._clerks.shutdown(wait=False, cancel_futures=True)
        for one in self.presses:
            one.stop()


_room: PressRoom | None = None


def room(presses: int) -> PressRoom:
    """Return this process's press room, opened when first needed; 0 presses: one per core."""
    global _room
    if _room is None:
        _room = PressRoom(presses or os.cpu_count() or 1)
        atexit.register(_room.close)
    return _room


def main(orders: BinaryIO, answers: BinaryIO) -> None:
    """Print orders until the pipe ends; garbage is collected between them, not within."""
    gc.freeze()
    gc.disable()
    while True:
        try:
            order = pickle.load(orders)  # noqa: S301 - written by the worker that started us
        except EOFError:
            return
        pickle.dump(fulfil(order), answers)
        answers.flush()
        gc.collect()


if __name__ == "__main__":
    answers_pipe = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing but answers goes into the pipe
    main(sys.stdin.buffer, answers_pipe)

"""The press room: one long-lived printing process per core, fed from the background worker.

Templates are other people's programs, so every process has a bound of memory, and every order a
deadline after which its process is ended.

Each process keeps its plates, fonts and key for as long as the worker lives. They talk over pipes
(pickled, between our own processes only); when the worker dies, its presses read the end of their
pipe and end too.
"""

import atexit
import gc
import os
import pickle
import queue
import resource
import select
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from lms.certificates import press, signing
from lms.certificates.designs import proof
from lms.certificates.run import Run, Sheet

#: Certificates laid out together: larger documents gain nothing (docs/decisions/0030).
CHUNK = 32
#: Seconds that an order may take, to begin with and for each sheet; signing may wait for services.
_START, _EACH = 60, 15
#: Bytes that a press may take for itself: several times what the largest batch needs.
_MEMORY = 1 << 30


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
        keys = [order.key and _placed(order.key, order.run, sheet) for sheet in order.sheets]
    except Exception as failure:
        if len(order.sheets) == 1:
            return [f"{type(failure).__name__}: {failure}"[:300]]
        return [fulfil(one)[0] for one in _singles(order)]
    return [_signed(document, key) for document, key in zip(documents, keys, strict=True)]


def _placed(key: signing.Key, run: Run, sheet: Sheet) -> signing.Key:
    """Return the key with its visible stamp where the template wants it."""
    box = press.stamp_box(run, sheet)
    return replace(key, stamp=signing.Stamp(*box)) if box else key


def _singles(order: Order) -> list[Order]:
    return [
        Order(order.run, (name,), (sheet,), order.key)
        for name, sheet in zip(order.ids, order.sheets, strict=True)
    ]


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
                answer: list[Outcome] = self.ask(order, _START + _EACH * len(order.ids))
                return answer
            except (OSError, EOFError, pickle.UnpicklingError):
                self.stop()
        if len(order.ids) == 1:
            return ["percetakan berhenti mendadak"]
        return [outcome for one in _singles(order) for outcome in self.fulfil(one)]

    def ask(self, order: Order | proof.Trial, seconds: float) -> Any:
        """Return the answer of the process; TimeoutError when it takes longer than that."""
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = subprocess.Popen(
                [sys.executable, "-m", "lms.certificates.pressroom"],
                cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        assert process.stdin and process.stdout
        pickle.dump(order, process.stdin)
        process.stdin.flush()
        if not select.select([process.stdout], [], [], seconds)[0]:
            raise TimeoutError
        return pickle.load(process.stdout)  # noqa: S301 - our own process

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


#: Seconds that a template under trial may take for each sheet.
_PATIENCE = 25.0
_trial_press = Press()
_one_at_a_time = threading.Lock()


def tried(trial: proof.Trial) -> proof.Proof:
    """Return what a press makes of a template under trial; one that ends the press is refused."""
    with _one_at_a_time:
        try:
            found: proof.Proof = _trial_press.ask(trial, _PATIENCE * len(trial.sheets))
            return found
        except TimeoutError:
            reason = proof.TOO_SLOW
        except (OSError, EOFError, pickle.UnpicklingError):
            reason = proof.TOO_MUCH
        _trial_press.stop()
        return proof.Proof(faults=(proof.Fault("template", 0, reason),))


atexit.register(_trial_press.stop)


def main(orders: BinaryIO, answers: BinaryIO) -> None:
    """Print orders until the pipe ends; garbage is collected between them, not within."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    gc.freeze()
    gc.disable()
    while True:
        try:
            order = pickle.load(orders)  # noqa: S301 - written by the worker that started us
        except EOFError:
            return
        answer = proof.prove(order) if isinstance(order, proof.Trial) else fulfil(order)
        pickle.dump(answer, answers)
        answers.flush()
        gc.collect()


if __name__ == "__main__":
    answers_pipe = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing but answers goes into the pipe
    main(sys.stdin.buffer, answers_pipe)

"""The load generator: a closed loop over keep-alive connections, in a process of its own.

Each connection sends its next request when the answer to the last one is complete, as a patient
reader would. Requests are ready-made bytes and answers are barely parsed, so that the generator
takes little of the two cores it shares with the server; it reports its own share.

What is to be compared is measured in turn, in slices of each: a machine that grows slower meanwhile
slows all of them, and the shares stand.
"""

import json
import selectors
import socket
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field
from typing import Any

ROUNDS = 8
#: Ten digits that every request replaces by a number larger than any before (an answer's `seq`).
COUNTER = b"1000000000"


@dataclass
class Outcome:
    """What one run of load came to."""

    requests: int = 0
    seconds: float = 0.0
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    bytes_each: float = 0.0
    cpu_share: float = 0.0
    wrong: dict[str, int] = field(default_factory=dict)

    @property
    def rps(self) -> float:
        """Return answers per second."""
        return self.requests / self.seconds if self.seconds else 0.0


@dataclass
class Target:
    """One figure: what is sent (a cycle of requests per connection) and what should come back."""

    name: str
    port: int
    scripts: list[list[bytes]]
    queries: int = 0
    status: int = 200


def measure(targets: list[Target], *, connections: int, seconds: float) -> list[Outcome]:
    """Load each target for so long, from a separate process; an outcome each.

    Connection n repeats scripts[n % len(scripts)]. Ends the program when something was answered
    otherwise than it should.
    """
    order = {
        "targets": [
            (target.port, [[b64encode(raw).decode() for raw in each] for each in target.scripts],
             target.status)
            for target in targets
        ],
        "connections": connections,
        "seconds": seconds,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        input=json.dumps(order), capture_output=True, text=True, check=True,
    )  # fmt: skip
    outcomes = [Outcome(**each) for each in json.loads(done.stdout)]
    for target, outcome in zip(targets, outcomes, strict=True):
        if outcome.wrong:
            raise SystemExit(f"{target.name}: answers other than {target.status}: {outcome.wrong}")
    return outcomes


class Connection:
    """One keep-alive connection with its own cycle of requests."""

    def __init__(self, port: int, script: list[bytes]) -> None:
        self.port, self.script, self.turn = port, script, 0
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray()
        self.sent = 0.0
        self.count = 10**9 + int(time.time() * 1000) % 10**9

    def send(self) -> None:
        """Send the next request of the cycle."""
        self.buffer.clear()
        request = self.script[self.turn]
        if COUNTER in request:
            self.count += 1
            request = request.replace(COUNTER, b"%d" % self.count)
        self.sent = time.perf_counter()
        self.socket.sendall(request)
        self.turn = (self.turn + 1) % len(self.script)

    def receive(self) -> bool:
        """Take what has come and tell whether the answer is complete."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise ConnectionError("the server closed a connection")
        self.buffer += piece
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0:
            return False
        heads = bytes(self.buffer[:head]).lower()
        at = heads.find(b"content-length:")
        if at >= 0:
            length = int(heads[at + 15 :].split(b"\r\n", 1)[0])
            return len(self.buffer) >= head + 4 + length
        if b"transfer-encoding: chunked" in heads:
            return self.buffer.endswith(b"0\r\n\r\n")
        return True


class Slices:
    """What the slices of one target have come to so far."""

    def __init__(self, port: int, scripts: list[list[str]], status: int) -> None:
        self.port, self.status = port, status
        self.scripts = [[b64decode(raw) for raw in script] for script in scripts]
        self.outcome, self.took, self.size, self.cpu = Outcome(), list[float](), 0, 0.0

    def add(self, connections: int, seconds: float) -> None:
        """Load the target once more, by fresh connections."""
        lines = [
            Connection(self.port, self.scripts[number % len(self.scripts)])
            for number in range(connections)
        ]
        started, cpu = time.perf_counter(), time.process_time()
        self.size += _round(lines, started + seconds, self.status, self.took, self.outcome)
        self.outcome.seconds += time.perf_counter() - started
        self.cpu += time.process_time() - cpu
        for line in lines:
            line.socket.close()

    def whole(self) -> Outcome:
        """Return the figures of all slices."""
        took, outcome = sorted(self.took), self.outcome
        outcome.requests = len(took)
        outcome.bytes_each = self.size / len(took)
        outcome.cpu_share = self.cpu / outcome.seconds
        outcome.p50_ms = took[len(took) // 2] * 1000
        outcome.p95_ms = took[min(len(took) - 1, int(len(took) * 0.95))] * 1000
        return outcome


def run(order: dict[str, Any]) -> list[Outcome]:
    """Measure in several rounds, each target in turn.

    The kernel deals connections to the server's processes by chance; one deal of eight may leave
    a process half idle, the mean of several deals is steady.
    """
    seconds = order["seconds"] / ROUNDS
    for target in order["targets"]:
        Slices(*target).add(order["connections"], seconds)  # warms up, and is forgotten
    measured = [Slices(*target) for target in order["targets"]]
    for _round_number in range(ROUNDS):
        for slices in measured:
            slices.add(order["connections"], seconds)
    return [slices.whole() for slices in measured]


def _round(
    lines: list[Connection], limit: float, status: int, took: list[float], outcome: Outcome
) -> int:
    """Keep every connection busy until `limit`; returns the bytes received."""
    waiting = selectors.DefaultSelector()
    expected = f"HTTP/1.1 {status}".encode()
    size, busy = 0, len(lines)
    for line in lines:
        waiting.register(line.socket, selectors.EVENT_READ, line)
        line.send()
    while busy:
        for key, _events in waiting.select(timeout=10) or _silence():
            line = key.data
            if not line.receive():
                continue
            moment = time.perf_counter()
            took.append(moment - line.sent)
            size += len(line.buffer)
            if not line.buffer.startswith(expected):
                seen = bytes(line.buffer[:12]).decode(errors="replace")
                outcome.wrong[seen] = outcome.wrong.get(seen, 0) + 1
            if moment < limit:
                line.send()
            else:
                busy -= 1
    waiting.close()
    return size


def _silence() -> list[Any]:
    raise TimeoutError("no answer for ten seconds")


if __name__ == "__main__":
    print(json.dumps([asdict(outcome) for outcome in run(json.load(sys.stdin))]))

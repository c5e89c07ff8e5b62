"""The pages measured, as ready-made requests of people who are signed in."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from tests.bench.load import COUNTER, Target
from tests.bench.material import AT_THE_QUIZ, address
from tests.bench.visitor import Answer, Visitor

TRAINEE_HOME = "/beranda"
#: Pages asked for until every process has answered one.
WARM = 6


#: Folder of an installation -> what was added to it; several areas ask.
_added: dict[str, dict[str, int]] = {}


def plain_get(path: str, cookie: str) -> bytes:
    """Return the bytes of a page request as a browser sends them."""
    return _head("GET", path, cookie, "Accept: text/html\r\n")


def add_material(env: dict[str, str]) -> dict[str, int]:
    """Add what the demo data lack, once; returns the ids of batch, quiz and gradebook."""
    folder = env["LMS_VAR_DIR"]
    if folder not in _added:
        command = [sys.executable, "-m", "tests.bench.material"]
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
        _added[folder] = json.loads(done.stdout.splitlines()[-1])
    return _added[folder]


def trainee_cookie(port: int) -> str:
    """Sign the demo trainee in and return the cookie."""
    return Visitor.signed_in(port, "trainee").cookie


def targets(port: int, places: dict[str, int]) -> Iterator[Target]:
    """Give each page in turn; whoever it belongs to signs in first."""
    yield _page("signin", Visitor(port), "/masuk")
    trainee = Visitor.signed_in(port, "trainee")
    home = trainee.get(TRAINEE_HOME)
    yield _page("home", trainee, home.path)
    batch = _batch_in(home)
    yield _page("batch", trainee, batch)
    yield lesson(trainee, batch)
    yield answer_save(port, places, takers=32)
    organiser = Visitor.signed_in(port, "organiser")
    yield _page("gradebook", organiser, f"/angkatan/{places['marks']}/nilai")


def _batch_in(home: Answer) -> str:
    found = re.match(r"/angkatan/\d+", home.link(r"/angkatan/\d+"))
    assert found is not None
    return found.group()


def lesson_of(port: int) -> Target:
    """Open the first lesson of the demo trainee's batch."""
    trainee = Visitor.signed_in(port, "trainee")
    return lesson(trainee, _batch_in(trainee.get(TRAINEE_HOME)))


def lesson(trainee: Visitor, batch: str) -> Target:
    """Open the first lesson that the outline of a batch leads to."""
    outline = trainee.get(f"{batch}/belajar")
    return _page("lesson", trainee, outline.link(r"/angkatan/\d+/belajar/\d+"))


def _page(name: str, visitor: Visitor, path: str) -> Target:
    answer = visitor.get(path)
    if answer.status != 200 or answer.path != path:
        raise SystemExit(f"{name}: {path} answered {answer.status} at {answer.path}")
    # a process that answers its first page reads what it then keeps
    statements = min(visitor.get(path).statements for _turn in range(WARM))
    return Target(name, visitor.port, [[plain_get(path, visitor.cookie)]], statements)


def answer_save(port: int, places: dict[str, int], *, takers: int = AT_THE_QUIZ) -> Target:
    """Let so many trainees start an attempt of their own and save two answers in turn."""
    quiz = f"/angkatan/{places['batch']}/kuis/{places['quiz']}"
    scripts, statements = [], 0
    for number in range(takers):
        visitor = Visitor.signed_in(port, address(number))
        attempt = _attempt(visitor, quiz)
        scripts.append([_save(visitor, attempt, value) for value in ("0", "1")])
        if not statements:
            fields = _fields("0") | {"seq": f"{10**9 + int(time.time() * 1000) % 10**9}"}
            saved = visitor.post(_autosave(attempt), fields, form=attempt.path)
            statements = saved.statements
    return Target("answer_save", port, scripts, statements)


def _attempt(visitor: Visitor, quiz: str) -> Answer:
    """Begin an attempt, or go on with the one that an area measured before has begun."""
    page = visitor.get(quiz)
    begun = re.search(r'href="(/percobaan/\d+)"', page.text)
    if begun is not None:
        return visitor.get(begun.group(1))
    return visitor.post(_found(r'action="([^"]*/kuis/[^"]*)"', page), {}, form=quiz)


def _found(pattern: str, answer: Answer) -> str:
    found = re.search(pattern, answer.text)
    if found is None:
        raise SystemExit(f"{answer.path} ({answer.status}) shows nothing like {pattern}")
    return found.group(1)


def _autosave(attempt: Answer) -> str:
    return _found(r'data-autosave="([^"#]+)', attempt)


def _fields(value: str) -> dict[str, str]:
    return {"position": "1", "value": value, "seq": COUNTER.decode(), "writer": "bench"}


def _save(visitor: Visitor, attempt: Answer, value: str) -> bytes:
    body = urlencode(_fields(value))
    extra = (
        "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-CSRFToken: {attempt.token}\r\nContent-Length: {len(body)}\r\n"
    )
    return _head("POST", _autosave(attempt), visitor.cookie, extra) + body.encode()


def _head(method: str, path: str, cookie: str, extra: str) -> bytes:
    accept = "Accept-Encoding: gzip, deflate, br, zstd\r\n"  # as today's browsers ask
    lines = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{accept}{extra}"
    return (lines + (f"Cookie: {cookie}\r\n" if cookie else "") + "\r\n").encode()

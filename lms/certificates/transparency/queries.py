"""Reading the log: proofs, heads, and whether anything was tampered with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import pairwise

from sqlalchemy import select, tuple_

from lms.certificates.models import Certificate, LogHead, LogLeaf, LogNode, LogTip
from lms.certificates.transparency import merkle
from lms.core.db import db, dumps, rows


def content_hash(certificate: Certificate) -> str:
    """Return the hash of what a certificate says; the secret code keeps names unguessable."""
    return sha256(f"{certificate.code}{dumps(certificate.facts)}".encode()).hexdigest()


def kept(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    """Return the kept nodes at these places, in one statement."""
    wanted = list(places)
    if not wanted:
        return {}
    found = db.session.execute(
        select(LogNode.level, LogNode.position, LogNode.hash).where(
            tuple_(LogNode.level, LogNode.position).in_(wanted)
        )
    )
    return {(row.level, row.position): row.hash for row in found}


@dataclass(frozen=True)
class Proof:
    """That an entry stands in the log: its place, the size and root, and the hashes between."""

    position: int
    size: int
    data: str
    root: str
    path: list[str]


def proofs(certificate: Certificate) -> list[Proof]:
    """Return the proof of every entry about a certificate (three statements)."""
    size = db.session.scalar(select(LogTip.size)) or 0
    found = rows(
        select(LogLeaf).where(LogLeaf.certificate_id == certificate.id).order_by(LogLeaf.position)
    )

    def ask(get: merkle.Get) -> None:
        for leaf in found:
            merkle.path(leaf.position, size, get)
            merkle.root(size, get)

    get = _kept_for(ask)
    return [
        Proof(
            leaf.position, size, leaf.data, merkle.root(size, get).hex(),
            [node.hex() for node in merkle.path(leaf.position, size, get)],
        )
        for leaf in found
    ]  # fmt: skip


def _kept_for(ask: Callable[[merkle.Get], None]) -> merkle.Get:
    """Return a `get` that knows every node which `ask` asks for, read in one statement."""
    wanted: set[tuple[int, int]] = set()

    def note(level: int, position: int) -> bytes:
        wanted.add((level, position))
        return b""

    ask(note)
    nodes = kept(sorted(wanted))
    return lambda level, position: nodes[level, position]


def continuations(found: list[LogHead]) -> dict[date, list[str]]:
    """Return, by their days, the proof that each of these heads (newest first) goes on from the
    one before it; without those of an empty log."""
    pairs = [(old, new) for new, old in pairwise(found) if old.size]

    def ask(get: merkle.Get) -> None:
        for old, new in pairs:
            merkle.continuation(old.size, new.size, get)

    get = _kept_for(ask)
    return {
        new.day: [node.hex() for node in merkle.continuation(old.size, new.size, get)]
        for old, new in pairs
    }


def head_text(day: date, size: int, root: str) -> str:
    """Return the line that a head seals."""
    return f"{day.isoformat()} {size} {root}"


def recount(size: int) -> bytes:
    """Return the root over the first entries, reckoned anew from what they say."""
    return _reckoned()(size)


def _reckoned() -> Callable[[int], bytes]:
    """Reckon the log anew, once for all sizes; returns size -> root, b"" for more than there is."""
    entries = db.session.scalars(select(LogLeaf.data).order_by(LogLeaf.position))
    nodes = {(0, at): merkle.leaf_hash(data.encode()) for at, data in enumerate(entries)}
    total = len(nodes)
    for height in range(total.bit_length()):
        for position in range(total >> (height + 1)):
            pair = nodes[height, 2 * position], nodes[height, 2 * position + 1]
            nodes[height + 1, position] = merkle.node_hash(*pair)

    def root(size: int) -> bytes:
        if size > total:
            return b""
        return merkle.root(size, lambda level, position: nodes[level, position])

    return root


def heads(limit: int = 60) -> list[LogHead]:
    """Return the latest heads, newest first."""
    return rows(select(LogHead).order_by(LogHead.day.desc()).limit(limit))


def faults(lines: Iterable[str]) -> list[str]:
    """Return what is wrong with the log, measured by its own heads and by `lines` kept outside."""
    found, root_of = [], _reckoned()
    known = [head_text(head.day, head.size, head.root) for head in heads(100_000)]
    for line in [*known, *(" ".join(line.split()) for line in lines)]:
        day, size, root = line.split(" ")
        if root_of(int(size)).hex() != root:
            found.append(f"{day}: the first {size} entries do not give {root}")
    return found + _broken_nodes()


def _broken_nodes() -> list[str]:
    """Return the entries whose kept hash is not that of what they say."""
    found = db.session.execute(
        select(LogLeaf.position, LogLeaf.data, LogNode.hash)
        .join(LogNode, (LogNode.level == 0) & (LogNode.position == LogLeaf.position))
        .order_by(LogLeaf.position)
    )
    return [
        f"entry {row.position} was changed"
        for row in found
        if merkle.leaf_hash(row.data.encode()) != row.hash
    ]

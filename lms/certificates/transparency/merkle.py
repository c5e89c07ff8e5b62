"""The tree of a transparency log (RFC 9162, section 2): hashes, inclusion proofs. Pure.

Nodes of complete subtrees are kept by (level, position): a leaf is level 0; the rest is joined
from them. `get(level, position)` returns a kept node.
"""

from collections.abc import Callable
from hashlib import sha256

Get = Callable[[int, int], bytes]

#: The root of a log in which nothing stands.
EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of an entry."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees joined."""
    return sha256(b"\x01" + left + right).digest()


def completed_by(position: int) -> list[tuple[int, int]]:
    """Return the subtrees that the leaf at `position` completes, lowest first, without itself."""
    found = []
    level = 0
    while position & 1:
        position >>= 1
        level += 1
        found.append((level, position))
    return found


def root(size: int, get: Get) -> bytes:
    """Return the root over the first `size` leaves."""
    return _subtree(0, size, get) if size else EMPTY


def path(position: int, size: int, get: Get) -> list[bytes]:
    """Return the proof that the leaf at `position` is among the first `size`, lowest first."""
    if not 0 <= position < size:
        raise ValueError("no such leaf in a log of this size")
    return _path(position, 0, size, get)


def _subtree(start: int, end: int, get: Get) -> bytes:
    count = end - start
    if count & (count - 1) == 0 and start % count == 0:
        return get(count.bit_length() - 1, start // count)
    half = _half(count)
    return node_hash(_subtree(start, start + half, get), _subtree(start + half, end, get))


def _path(position: int, start: int, end: int, get: Get) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _half(end - start)
    if position < middle:
        return [*_path(position, start, middle, get), _subtree(middle, end, get)]
    return [*_path(position, middle, end, get), _subtree(start, middle, get)]


def _half(count: int) -> int:
    """Return the largest power of two below `count`."""
    half: int = 1 << (count - 1).bit_length() - 1
    return half


def root_from_path(leaf: bytes, position: int, size: int, proof: list[bytes]) -> bytes | None:
    """Return the root that a proof leads to; None when it cannot be a proof for this place."""
    if not 0 <= position < size:
        return None
    first, last, found = position, size - 1, leaf
    for node in proof:
        if last == 0:
            return None
        if first & 1 or first == last:
            found = node_hash(node, found)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            found = node_hash(found, node)
        first >>= 1
        last >>= 1
    return found if last == 0 else None

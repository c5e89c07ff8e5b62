"""The tree of a transparency log (RFC 9162, section 2): hashes and proofs. Pure.

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


def continuation(old: int, new: int, get: Get) -> list[bytes]:
    """Return the proof that the first `new` leaves begin with the first `old` (section 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError("a log of this size does not go on from there")
    return _continuation(old, 0, new, get, True)


def _continuation(old: int, start: int, end: int, get: Get, is_whole: bool) -> list[bytes]:
    if old == end - start:
        return [] if is_whole else [_subtree(start, end, get)]
    half = _half(end - start)
    middle = start + half
    if old <= half:
        return [*_continuation(old, start, middle, get, is_whole), _subtree(middle, end, get)]
    return [
        *_continuation(old - half, middle, end, get, False),
        _subtree(start, middle, get),
    ]


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


def goes_on(old: int, old_root: bytes, new: int, new_root: bytes, proof: list[bytes]) -> bool:
    """Tell whether a proof shows that one log went on from the other (section 2.1.4.2)."""
    if not 0 < old <= new or old == new:
        return old == new and old_root == new_root and not proof
    nodes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not nodes:
        return False
    first, last = old - 1, new - 1
    while first & 1:
        first >>= 1
        last >>= 1
    before = after = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            before, after = node_hash(node, before), node_hash(node, after)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            after = node_hash(after, node)
        first >>= 1
        last >>= 1
    return last == 0 and (before, after) == (old_root, new_root)

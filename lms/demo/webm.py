"""A video of still pictures as WebM, without a video encoder.

A picture that Pillow writes as lossy WebP is one key frame of VP8 (RFC 9649, section 2.5); put one
after the other into Matroska blocks they are a film that every browser plays and can seek in. Only
what a film without sound needs of Matroska is written here (RFC 9559).
"""

import struct
from collections.abc import Iterable
from io import BytesIO

from PIL import Image

#: Milliseconds are the unit of time.
_SCALE = 1_000_000


def write_webm(pictures: Iterable[Image.Image], rate: int, quality: int) -> bytes:
    """Return the film: `rate` pictures a second, all of one size, quality 1-100."""
    frames, size = [], (0, 0)
    for picture in pictures:
        frames.append(_vp8(picture, quality))
        size = picture.size
    clusters = [
        _element(0x1F43B675, _number(0xE7, _at(place, rate)) + _block(frame))
        for place, frame in enumerate(frames)
    ]
    head = _info(_at(len(frames), rate)) + _tracks(size)
    first = len(head) + len(_cues([0] * len(frames), rate))
    places = [first + sum(map(len, clusters[:at])) for at in range(len(clusters))]
    body = head + _cues(places, rate) + b"".join(clusters)
    return _header() + _element(0x18538067, body)


def _at(place: int, rate: int) -> int:
    return 1000 * place // rate


def _vp8(picture: Image.Image, quality: int) -> bytes:
    """Return a picture as a key frame: the only chunk of a plain lossy WebP."""
    target = BytesIO()
    picture.convert("RGB").save(target, "WEBP", quality=quality, method=3)
    data = target.getvalue()
    (length,) = struct.unpack("<I", data[16:20])
    if data[12:16] != b"VP8 ":
        raise ValueError("this Pillow wrote no plain lossy WebP")
    return data[20 : 20 + length]


def _element(name: int, content: bytes) -> bytes:
    """Return an element with its size in eight bytes, so that places can be counted ahead."""
    written = name.to_bytes((name.bit_length() + 7) // 8, "big")
    return written + (len(content) | 1 << 56).to_bytes(8, "big") + content


def _number(name: int, value: int) -> bytes:
    return _element(name, value.to_bytes(8, "big"))


def _header() -> bytes:
    return _element(
        0x1A45DFA3,
        _number(0x4286, 1) + _number(0x42F7, 1) + _number(0x42F2, 4) + _number(0x42F3, 8)
        + _element(0x4282, b"webm") + _number(0x4287, 2) + _number(0x4285, 2),
    )  # fmt: skip


def _info(length: int) -> bytes:
    name = b"Ruang Belajar ASN"
    return _element(
        0x1549A966,
        _number(0x2AD7B1, _SCALE) + _element(0x4489, struct.pack(">d", length))
        + _element(0x4D80, name) + _element(0x5741, name),
    )  # fmt: skip


def _tracks(size: tuple[int, int]) -> bytes:
    video = _element(0xE0, _number(0xB0, size[0]) + _number(0xBA, size[1]))
    track = (
        _number(0xD7, 1) + _number(0x73C5, 1) + _number(0x83, 1) + _element(0x86, b"V_VP8") + video
    )
    return _element(0x1654AE6B, _element(0xAE, track))


def _cues(places: list[int], rate: int) -> bytes:
    """Return where each picture begins in the file, for who jumps to a moment."""
    points = [
        _element(
            0xBB,
            _number(0xB3, _at(number, rate))
            + _element(0xB7, _number(0xF7, 1) + _number(0xF1, place)),
        )
        for number, place in enumerate(places)
    ]
    return _element(0x1C53BB6B, b"".join(points))


def _block(frame: bytes) -> bytes:
    """Return a key frame of track 1 at the time of its cluster."""
    return _element(0xA3, b"\x81\x00\x00\x80" + frame)

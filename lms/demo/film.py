"""A film for the demo, drawn by code: where a file waits between the counter and its signature.

The captions beside its unit (courses/pkp/11-pelayanan-publik-digital) tell the same story.
"""

from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

#: Pictures a second.
RATE = 2
#: Stations of a file: name, seconds it is worked on, seconds it waits before going on; a second of
#: film stands for five minutes.
STATIONS = (
    ("Loket", 2, 6), ("Periksa", 3, 12), ("Paraf", 1, 20), ("Tanda tangan", 1, 14),
    ("Serah", 2, 3),
)  # fmt: skip
#: Seconds of the title before and of the sum after; minutes that a second stands for.
TITLE, END, MINUTES = 4, 4, 5
LENGTH = TITLE + sum(work + wait for _name, work, wait in STATIONS) + END
_PAPER, _INK, _PALE, _DARK, _WARM = "#ffffff", "#1d2733", "#dfe5ec", "#0b5d8c", "#b45309"


def pictures(width: int) -> Iterator[Image.Image]:
    """Draw the film, sixteen to nine."""
    for number in range(LENGTH * RATE):
        yield _picture(number / RATE, width)


def _picture(second: float, width: int) -> Image.Image:
    height = width * 9 // 16
    image = Image.new("RGB", (width, height), _PAPER)
    draw = ImageDraw.Draw(image)
    unit = width / 64
    large, small = (ImageFont.load_default(size) for size in (unit * 2.6, unit * 1.6))
    draw.text((unit * 4, unit * 3), "Berkas ini menunggu di mana?", _INK, large)
    at, is_work, worked, waited = _state(second - TITLE)
    for place, (name, _work, _wait) in enumerate(STATIONS):
        left, top = unit * (3 + 11.8 * place), unit * 13
        colour = (_DARK if is_work else _WARM) if place == at else _PALE
        draw.rounded_rectangle((left, top, left + unit * 10.8, top + unit * 6), unit, colour)
        ink = _PAPER if place == at else _INK
        draw.text((left + unit * 5.4, top + unit * 3), name, ink, small, "mm")
    if second >= TITLE:
        word = "dikerjakan" if is_work else "menunggu"
        said = "Selesai" if at is None else f"Sedang {word}"
        draw.text((unit * 4, unit * 22), said, _DARK if is_work or at is None else _WARM, large)
    _bar(draw, unit, 27, "Dikerjakan", worked, _DARK, small)
    _bar(draw, unit, 31, "Menunggu", waited, _WARM, small)
    return image


def _state(second: float) -> tuple[int | None, bool, float, float]:
    """Return the station (None before and after), whether it works, minutes worked and waited."""
    worked = waited = 0.0
    left = second
    for place, (_name, work, wait) in enumerate(STATIONS):
        if left < 0:
            return None, True, 0, 0
        if left < work + wait:
            worked += min(left, work)
            waited += max(0.0, left - work)
            return place, left < work, worked * MINUTES, waited * MINUTES
        worked, waited, left = worked + work, waited + wait, left - work - wait
    return None, True, worked * MINUTES, waited * MINUTES


def _bar(
    draw: ImageDraw.ImageDraw, unit: float, top: float, word: str, minutes: float, colour: str,
    font: ImageFont.ImageFont | ImageFont.FreeTypeFont,
) -> None:  # fmt: skip
    draw.text((unit * 4, unit * top), f"{word}: {minutes:.0f} menit", _INK, font)
    right = unit * (24 + minutes / 8)
    draw.rectangle((unit * 24, unit * (top + 0.2), right, unit * (top + 2)), colour)

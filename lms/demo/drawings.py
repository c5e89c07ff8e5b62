"""Small diagrams for the questions of the demo bank, drawn here: nobody's picture is copied."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

_PAPER, _INK, _FULL, _PALE = "#fbf8f1", "#16372a", "#1f4d3a", "#cfe0cf"
_WIDTH, _ROW, _EDGE = 560, 56, 24


def bars(rows: Sequence[tuple[str, int]]) -> bytes:
    """Return a bar chart as PNG: (label, value) from top to bottom."""
    picture = Image.new("RGB", (_WIDTH, _ROW * len(rows) + _EDGE), _PAPER)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(18)
    longest = max(value for _label, value in rows)
    for at, (label, value) in enumerate(rows):
        top = _EDGE + at * _ROW
        length = round(300 * value / longest)
        pen.text((160, top + 16), label, _INK, font, anchor="rm")
        pen.rounded_rectangle((172, top, 172 + length, top + 32), 6, _FULL if at == 0 else _PALE)
        pen.text((184 + length, top + 16), str(value), _INK, font, anchor="lm")
    return _png(picture)


def steps(names: Sequence[str]) -> bytes:
    """Return a row of boxes with arrows between them as PNG."""
    picture = Image.new("RGB", (_WIDTH, 120), _PAPER)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(17)
    room = (_WIDTH - 2 * _EDGE) // len(names)
    for at, name in enumerate(names):
        left = _EDGE + at * room
        pen.rounded_rectangle((left, 36, left + room - 32, 84), 8, _PALE, _FULL, 2)
        pen.text((left + (room - 32) / 2, 60), name, _INK, font, anchor="mm")
        if at:
            pen.line((left - 28, 60, left - 8, 60), _FULL, 3)
            pen.polygon([(left - 12, 54), (left - 2, 60), (left - 12, 66)], _FULL)
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()

"""The icons of the installed site, drawn from our siger: gold on cloth."""

from io import BytesIO
from itertools import pairwise
from re import search

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageChops, ImageDraw

_GOLD, _CLOTH = "#dfae4e", "#3d0e24"
#: Drawn this many times larger, so that edges come out smooth.
_FINE = 4
#: Straight pieces for one curve.
_PIECES = 12

Point = tuple[float, float]


class _Outline(BasePen):
    """Turns a path into polygons."""

    def __init__(self) -> None:
        super().__init__(None)
        self.polygons: list[list[Point]] = []

    def _moveTo(self, to: Point) -> None:
        self.polygons.append([to])

    def _lineTo(self, to: Point) -> None:
        self.polygons[-1].append(to)

    def _curveToOne(self, one: Point, two: Point, to: Point) -> None:
        start = self.polygons[-1][-1]
        for step in range(1, _PIECES + 1):
            self.polygons[-1].append(_on_curve(start, one, two, to, step / _PIECES))


def _on_curve(start: Point, one: Point, two: Point, to: Point, share: float) -> Point:
    points = [start, one, two, to]
    while len(points) > 1:  # de Casteljau
        points = [
            (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
            for a, b in pairwise(points)
        ]
    return points[0]


def draw(siger: str, side: int, *, share: float, rounded: bool) -> bytes:
    """Return a PNG of `side` pixels with the mark over `share` of its width."""
    box = search(r'viewBox="([^"]+)"', siger)
    path = search(r'<path[^>]*? d="([^"]+)"', siger)
    assert box is not None and path is not None
    _left, _top, width, height = map(float, box.group(1).split())
    outline, full = _Outline(), side * _FINE
    parse_path(path.group(1), outline)
    scale = full * share / width
    left, top = (full - width * scale) / 2, (full - height * scale) / 2
    mark = Image.new("1", (full, full))
    for polygon in outline.polygons:
        layer = Image.new("1", (full, full))
        corners = [(left + x * scale, top + y * scale) for x, y in polygon]
        ImageDraw.Draw(layer).polygon(corners, fill=1)
        mark = ImageChops.logical_xor(mark, layer)  # fill-rule: evenodd
    picture = Image.new("RGBA", (full, full))
    ImageDraw.Draw(picture).rounded_rectangle(
        (0, 0, full - 1, full - 1), full / 5 if rounded else 0, fill=_CLOTH
    )
    picture.paste(_GOLD, (0, 0), mark.convert("L"))
    out = BytesIO()
    small = picture.resize((side, side), Image.Resampling.LANCZOS)
    small.quantize(32, Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()

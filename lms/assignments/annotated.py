"""A copy of a PDF with the graders' annotations in it, as any reader of PDF shows them."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from lms.assignments.models import Annotation

_YELLOW, _RED = (0.98, 0.83, 0.35), (0.67, 0.16, 0.06)
#: Half the side of a comment's symbol, the width of the pen, in points.
_SYMBOL, _PEN = 10, 2
_PRINT = 4  # flag: shown on paper too


def annotated_pdf(data: bytes, annotations: Iterable[Annotation]) -> bytes:
    """Return a copy of the PDF `data` that carries the annotations; the file itself stays."""
    target = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        for one in annotations:
            if 1 <= one.page <= len(document.pages):
                page = document.pages[one.page - 1].obj
                if Name.Annots not in page:
                    page.Annots = Array()
                page.Annots.append(document.make_indirect(_annotation(document, one)))
        document.save(target)
    return target.getvalue()


def _annotation(document: pikepdf.Pdf, one: Annotation) -> Dictionary:
    facts: dict[str, Any] = {
        "/Type": Name.Annot, "/NM": String(one.key), "/T": String(one.author.name), "/F": _PRINT,
        "/Contents": String(one.words), "/M": String(f"D:{one.at:%Y%m%d%H%M%S}Z"),
    }  # fmt: skip
    return Dictionary(facts | _DRAWN[one.kind](document, one.shape))


def _highlight(document: pikepdf.Pdf, shape: dict[str, Any]) -> dict[str, Any]:
    quads = shape["quads"]
    corners = [
        corner for left, low, right, high in quads
        for corner in (left, high, right, high, left, low, right, low)
    ]  # fmt: skip
    box = _around([number for quad in quads for number in quad])
    ink = " ".join(f"{x} {y} {r - x} {t - y} re" for x, y, r, t in quads) + " f"
    drawn = f"/G gs {_colour(_YELLOW)} rg {ink}"
    return {"/Subtype": Name.Highlight, "/QuadPoints": Array(corners), "/C": Array(_YELLOW),
            "/Rect": Array(box), "/AP": _appearance(document, box, drawn)}  # fmt: skip


def _note(_document: pikepdf.Pdf, shape: dict[str, Any]) -> dict[str, Any]:
    x, y = shape["at"]
    box = [x - _SYMBOL, y - _SYMBOL, x + _SYMBOL, y + _SYMBOL]
    return {"/Subtype": Name.Text, "/Name": Name.Comment, "/C": Array(_YELLOW), "/Rect": Array(box)}


def _pen(document: pikepdf.Pdf, shape: dict[str, Any]) -> dict[str, Any]:
    lines = shape["lines"]
    box = _around([number for line in lines for number in line], _PEN)
    paths = " ".join(
        " ".join(
            f"{x} {y} {'l' if at else 'm'}" for at, (x, y) in enumerate(_points(line))
        ) + " S"
        for line in lines
    )  # fmt: skip
    drawn = f"{_colour(_RED)} RG {_PEN} w 1 J 1 j {paths}"
    return {"/Subtype": Name.Ink, "/InkList": Array([Array(line) for line in lines]),
            "/C": Array(_RED), "/BS": Dictionary(W=_PEN), "/Rect": Array(box),
            "/AP": _appearance(document, box, drawn)}  # fmt: skip


_DRAWN = {"highlight": _highlight, "note": _note, "pen": _pen}


def _points(line: Sequence[float]) -> list[tuple[float, float]]:
    return list(zip(line[::2], line[1::2], strict=True))


def _around(numbers: Sequence[float], margin: float = 0) -> list[float]:
    """Return the box around points written one after another."""
    across, up = numbers[::2], numbers[1::2]
    return [min(across) - margin, min(up) - margin, max(across) + margin, max(up) + margin]


def _colour(colour: Sequence[float]) -> str:
    return " ".join(map(str, colour))


def _appearance(document: pikepdf.Pdf, box: Sequence[float], drawn: str) -> Dictionary:
    """Return how the annotation looks, so that every reader shows it alike."""
    form = document.make_stream(drawn.encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array(box)
    multiply = Dictionary(Type=Name.ExtGState, BM=Name.Multiply)
    form.Resources = Dictionary(ExtGState=Dictionary(G=multiply))
    return Dictionary(N=form)

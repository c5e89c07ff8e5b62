"""A template under trial: printed for somebody, looked at, and measured against the press.

Runs in a press process, which has a bound of memory and a deadline (pressroom.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

import pypdfium2

from lms.certificates import press
from lms.certificates.run import STAMP, Run, Sheet
from lms.certificates.sandbox import TemplateFault
from lms.core import pdf

#: Most pages of one paper; most bytes of one file.
_MOST_PAGES, _MOST_BYTES = 8, 3_000_000
#: Points of a picture per point of paper: 842 points become some 1,180 across.
_SCALE = 1.4
#: Millimetres of one point; the room inside the ornament: left, right, bottom, top of a page.
_MM = 25.4 / 72
_FRAME = (28, 269, 24, 186)
#: Millimetres of the page, and of the smallest stamp in which its words can be read.
_PAGE, _LEAST_STAMP = (297, 210), (40, 8)
#: How a preview shows where the stamp will be.
_SHOWN = f"#{STAMP} {{ outline: .3mm dashed #741a3a; }}"
TOO_SLOW = "lebih lama dari batas waktu; periksa pengulangan yang tidak berakhir"
TOO_MUCH = "memakai terlalu banyak memori; periksa teks yang berulang-ulang"


@dataclass(frozen=True)
class Trial:
    """A run to try on these sheets; `thorough` also asks whether the press can share a plate."""

    run: Run
    sheets: tuple[Sheet, ...]
    thorough: bool = False


@dataclass(frozen=True)
class Fault:
    """What is wrong: in the "template" or the "style", on which line (0: of no single line)."""

    part: str
    line: int
    reason: str


@dataclass(frozen=True)
class Proof:
    """Pictures (JPEG) of the first sheet's pages, faults, and remarks that hinder nothing."""

    pictures: tuple[bytes, ...] = ()
    faults: tuple[Fault, ...] = ()
    #: Sheets (by their names) whose words leave the frame.
    overflowing: tuple[str, ...] = ()
    #: Why this template is laid out person by person, "" when it shares a plate.
    single_because: str = ""


def prove(trial: Trial) -> Proof:
    """Print a trial's sheets and say what is wrong with them."""
    if "<" in trial.run.style:
        line = trial.run.style[: trial.run.style.index("<")].count("\n") + 1
        return Proof(faults=(Fault("style", line, "tanda < tidak boleh ada di dalam CSS"),))
    try:
        faults = [Fault("style", *found) for found in pdf.faults_of_css(trial.run.style)]
        if faults:
            return Proof(faults=tuple(faults[:8]))
        trial = replace(trial, run=_with_stamp_shown(trial.run))
        with pdf.complaints() as said:
            papers = [press.whole(trial.run, sheet) for sheet in trial.sheets]
        said += [reason for sheet in trial.sheets for reason in _stamp_faults(trial.run, sheet)]
        faults = [Fault("template", 0, sentence) for sentence in dict.fromkeys(said)]
        faults += [Fault("template", 0, reason) for one in papers for reason in _excess(one)]
    except TemplateFault as fault:
        return Proof(faults=(Fault("template", fault.line, fault.reason),))
    except MemoryError:
        return Proof(faults=(Fault("template", 0, TOO_MUCH),))
    if faults:
        return Proof(faults=tuple(faults[:8]))
    return Proof(
        tuple(_pictures(papers[0])),
        (),
        tuple(
            sheet["name"]
            for sheet, paper in zip(trial.sheets, papers, strict=True)
            if _overflows(paper)
        ),
        _why_single(trial, papers) if trial.thorough else "",
    )


def _with_stamp_shown(run: Run) -> Run:
    """Return the run with a line around the place of the stamp, which is drawn by signing only."""
    return replace(run, style=f"{run.style}\n{_SHOWN}") if run.places_stamp else run


def _stamp_faults(run: Run, sheet: Sheet) -> list[str]:
    """Return what is wrong with the place of the stamp: none laid out, too small, off the page."""
    if not run.places_stamp:
        return []
    box = press.stamp_box(run, sheet)
    if box is None:
        return [f"kotak {STAMP} tidak tercetak pada halaman mana pun"]
    _page, left, bottom, width, height = box
    if width < _LEAST_STAMP[0] or height < _LEAST_STAMP[1]:
        return ["kotak {} paling sedikit {} × {} mm".format(STAMP, *_LEAST_STAMP)]
    inside = left >= 0 and bottom >= 0 and left + width <= _PAGE[0] and bottom + height <= _PAGE[1]
    return [] if inside else [f"kotak {STAMP} keluar dari halaman"]


def _excess(paper: bytes) -> list[str]:
    with pypdfium2.PdfDocument(BytesIO(paper)) as document:
        found = [f"lebih dari {_MOST_PAGES} halaman"] if len(document) > _MOST_PAGES else []
    return found + (["berkas terlalu besar"] if len(paper) > _MOST_BYTES else [])


def _pictures(paper: bytes) -> list[bytes]:
    found = []
    with pypdfium2.PdfDocument(BytesIO(paper)) as document:
        for page in document:
            target = BytesIO()
            page.render(scale=_SCALE).to_pil().convert("RGB").save(target, "JPEG", quality=72)
            found.append(target.getvalue())
    return found


def _overflows(paper: bytes) -> bool:
    """Tell whether any words stand outside the ornament."""
    left, right, bottom, top = _FRAME
    with pypdfium2.PdfDocument(BytesIO(paper)) as document:
        for page in document:
            words = page.get_textpage()
            for number in range(words.count_rects()):
                x0, y0, x1, y1 = (at * _MM for at in words.get_rect(number))
                if x0 < left or x1 > right or y0 < bottom or y1 > top:
                    return True
    return False


def _why_single(trial: Trial, papers: Sequence[bytes]) -> str:
    """Return why the press cannot share a plate: what it would print differs from one layout."""
    try:
        joined = press.printed(trial.run, trial.sheets)
    except TemplateFault as fault:
        return f"baris {fault.line}: {fault.reason}" if fault.line else fault.reason
    except Exception as failure:  # whatever the joining stumbles over, single sheets do not
        return f"{type(failure).__name__}: {failure}"[:200]
    for one, other in zip(papers, joined, strict=True):
        if _looks(one) != _looks(other):
            return "kotak bersama dan kotak perorangan saling menggeser"
    return ""


def _looks(paper: bytes) -> tuple[int, list[bytes]]:
    """Return the number of pages, and every point of the two that a whole sheet lays out.

    On further pages of a long table the press adds only the code, in a place of its own.
    """
    with pypdfium2.PdfDocument(BytesIO(paper)) as document:
        pages = list(document)[:2]
        return len(document), [page.render(scale=1).to_pil().tobytes() for page in pages]

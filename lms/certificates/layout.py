"""How large the words on a certificate may be, so that long names and many subjects fit. Pure."""

from collections.abc import Sequence
from math import ceil

#: Millimetres of one point, and the mean width of a letter in parts of the font size.
_POINT = 0.3528
_LETTER = 0.52
#: Size of the name in points -> letters that stay on one line of 237 mm; above the last, two lines.
_NAME_SIZES = ((27, 46), (21, 60), (17, 150))
#: The table of subjects: its height and the width of its titles in mm, and the sizes it may take.
_TABLE_HEIGHT = 139
_TITLE_WIDTH = 116
_TABLE_SIZES = tuple(quarter / 4 for quarter in range(36, 27, -1))  # 9 to 7 points
#: Size of a table that needs several pages.
_FLOWING = 8.5
#: Class of a table -> the room around its rows, generous first, in parts of the font size.
_ROOMS = {"roomy": 0.84, "": 0.5, "tight": 0.4}
#: A line and the room above a group, in parts of the font size; the rule below a row in mm (as in
#: papers/base.css).
_LINE, _GROUP_ROOM, _RULE = 1.2, 0.25, 0.2
#: The column beside the table, above its QR code: height and width in mm, and its sizes.
_SIDE_HEIGHT, _SIDE_WIDTH = 85, 80
_SIDE_SIZES = tuple(quarter / 4 for quarter in range(34, 25, -1))  # 8.5 to 6.5 points
#: Heights there in parts of the font size: a line, the room below a paragraph, three headings.
_SIDE_LINE, _SIDE_ROOM, _SIDE_HEADINGS = 1.5, 0.75, 5
#: Lines of name, position and text that the front takes in its large setting.
_FRONT_LINES = 6


def name_size(name: str) -> float:
    """Return the size of a name in points."""
    sizes = (size for size, letters in _NAME_SIZES if _letters(name) <= letters)
    return next(sizes, _NAME_SIZES[-1][0])


def _letters(name: str) -> float:
    """Return the length of a name in small letters; some people write all of it in capitals."""
    return sum(1.4 if letter.isupper() else 1 for letter in name)


def table_fit(titles: Sequence[str], groups: int) -> tuple[float, str]:
    """Return (size in points, class) at which a table just fits one page.

    What does not fit at the smallest readable size flows onto further pages at a good one.
    """
    choices = [(_TABLE_SIZES[0], "roomy")]
    choices += [(size, name) for name in ("", "tight") for size in _TABLE_SIZES]
    fitting = (
        (size, name)
        for size, name in choices
        if _height(titles, groups, size, _ROOMS[name]) <= _TABLE_HEIGHT
    )
    return next(fitting, (_FLOWING, "roomy"))


def _height(titles: Sequence[str], groups: int, size: float, room: float) -> float:
    letters = _TITLE_WIDTH / (size * _POINT * _LETTER)
    lines = sum(ceil(max(len(title), 1) / letters) for title in titles) + groups + 2
    rows = len(titles) + groups + 2  # with head and sum
    ems = lines * _LINE + rows * room + groups * _GROUP_ROOM
    return ems * size * _POINT + (rows + 3) * _RULE  # head and sum have thicker rules


def side_size(paragraphs: Sequence[str]) -> float:
    """Return the size in points at which the column beside the table stays above its QR code."""
    fitting = (size for size in _SIDE_SIZES if _side_height(paragraphs, size) <= _SIDE_HEIGHT)
    return next(fitting, _SIDE_SIZES[-1])


def _side_height(paragraphs: Sequence[str], size: float) -> float:
    letters = _SIDE_WIDTH / (size * _POINT * _LETTER)
    lines = sum(ceil(max(len(text), 1) / letters) for text in paragraphs)
    ems = lines * _SIDE_LINE + len(paragraphs) * _SIDE_ROOM + _SIDE_HEADINGS
    return ems * size * _POINT


def is_crowded(name: str, work: str, statement: str) -> bool:
    """Tell whether name, position with office, and statement need the smaller front."""
    lines = ceil(_letters(name) / 75) + ceil(len(work) / 115) + ceil(len(statement) / 95)
    return lines > _FRONT_LINES

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
#: Heights in parts of the font size: a line, the room around a row (generous, then close) and
#: above a group; then the rule below a row in mm (as in papers/base.css).
_LINE, _ROOMS, _GROUP_ROOM, _RULE = 1.2, (0.84, 0.5), 0.25, 0.2
#: Lines of name, position and text that the front takes in its large setting.
_FRONT_LINES = 5


def name_size(name: str) -> float:
    """Return the size of a name in points."""
    sizes = (size for size, letters in _NAME_SIZES if _letters(name) <= letters)
    return next(sizes, _NAME_SIZES[-1][0])


def _letters(name: str) -> float:
    """Return the length of a name in small letters; some people write all of it in capitals."""
    return sum(1.4 if letter.isupper() else 1 for letter in name)


def table_fit(titles: Sequence[str], groups: int) -> tuple[float, bool]:
    """Return (size in points, with generous rows) at which a table just fits one page.

    What does not fit at the smallest readable size flows onto further pages at a good one.
    """
    generous, close = _ROOMS
    choices = [(_TABLE_SIZES[0], generous), *((size, close) for size in _TABLE_SIZES)]
    fitting = (fit for fit in choices if _height(titles, groups, *fit) <= _TABLE_HEIGHT)
    size, room = next(fitting, (_FLOWING, generous))
    return size, room == generous


def _height(titles: Sequence[str], groups: int, size: float, room: float) -> float:
    letters = _TITLE_WIDTH / (size * _POINT * _LETTER)
    lines = sum(ceil(max(len(title), 1) / letters) for title in titles) + groups + 2
    rows = len(titles) + groups + 2  # with head and sum
    ems = lines * _LINE + rows * room + groups * _GROUP_ROOM
    return ems * size * _POINT + (rows + 3) * _RULE  # head and sum have thicker rules


def is_crowded(name: str, work: str, statement: str) -> bool:
    """Tell whether name, position with office, and statement need the smaller front."""
    lines = ceil(_letters(name) / 75) + ceil(len(work) / 115) + ceil(len(statement) / 95)
    return lines > _FRONT_LINES

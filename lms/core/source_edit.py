"""Change one place of a YAML text and leave every other letter as it was: comments, order, quotes.

A place is named by keys and numbers from the top: ("phases", 2, "jp"). Values are texts, numbers,
truths, lists and dicts; what is equal to what stands there already changes nothing. Pure.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import yaml

Place = Sequence[str | int]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WIDE = 1_000_000


class _Bare(str):
    """A number, or a word that stands without quotes: written as it is."""


class _Dumper(yaml.SafeDumper):
    """Lists indented below their key, texts of several lines as they read, nothing folded."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _write_text(dumper: _Dumper, text: str) -> Any:
    style = "|" if "\n" in text.strip("\n") else None
    shown = text.strip("\n") + "\n" if style else text
    return dumper.represent_scalar("tag:yaml.org,2002:str", shown, style=style)


_Dumper.add_representer(str, _write_text)


def _write_bare(dumper: _Dumper, text: str) -> Any:
    tag = dumper.resolve(yaml.ScalarNode, str(text), (True, False))
    return dumper.represent_scalar(tag, str(text))


_Dumper.add_representer(_Bare, _write_bare)


def value_at(text: str, place: Place = ()) -> Any:
    """Return what stands at a place as texts, lists and dicts; None when nothing does."""
    node = _find(_top(text), place)
    return None if node is None else _plain(node)


def put_all(text: str, place: Place, values: Mapping[str, Any]) -> str:
    """Return the text with these keys at `place`; empty values take their key away.

    The order of `values` says where a key goes that is not there yet: before the first one after
    it that is.
    """
    names = list(values)
    for at, (name, value) in enumerate(values.items()):
        text = _put(text, [*place, name], _tidy(value), before=names[at + 1 :])
    return text


def put(text: str, place: Place, value: Any) -> str:
    """Return the text with `value` at `place`."""
    return _put(text, list(place), _tidy(value), before=[])


def insert(text: str, place: Place, at: int, value: Any) -> str:
    """Return the text with one more item in the list at `place`, before the item number `at`."""
    holder = _find(_top(text), place)
    if not isinstance(holder, yaml.SequenceNode) or holder.flow_style or not holder.value:
        found = value_at(text, place) or []
        return put(text, place, [*found[:at], _tidy(value), *found[at:]])
    lines, indent = text.split("\n"), holder.start_mark.column
    items = holder.value
    if items[-1].flow_style:  # on one line, as those beside it
        dumped = ["- " + line for line in _dumped(_tidy(value), flow=True)]
    else:
        dumped = _dumped([_tidy(value)])
    new = [" " * indent + line if line else "" for line in dumped]
    line = items[at].start_mark.line if at < len(items) else _end(items[-1], lines)
    return "\n".join([*lines[:line], *new, *lines[line:]])


def block_at(text: str, place: Place) -> str:
    """Return an item of a list as it stands there, without its dash; "" when there is none."""
    *above, last = place
    holder = _find(_top(text), above)
    if not isinstance(holder, yaml.SequenceNode) or not isinstance(last, int):
        return ""
    if not 0 <= last < len(holder.value):
        return ""
    if holder.flow_style:
        return "\n".join(_dumped(_plain(holder.value[last])))
    lines = text.split("\n")
    first, end, column = _span(holder, last, lines)
    return "\n".join(line[column + 2 :] for line in lines[first:end])


def insert_block(text: str, place: Place, at: int, block: str) -> str:
    """Return the text with an item, as `block_at` gives it, before the item number `at`."""
    holder = _find(_top(text), place)
    if not isinstance(holder, yaml.SequenceNode) or holder.flow_style or not holder.value:
        return insert(text, place, at, value_at(block))
    lines, indent = text.split("\n"), " " * holder.start_mark.column
    first, *rest = block.strip("\n").split("\n")
    new = [f"{indent}- {first}", *(f"{indent}  {line}" if line else "" for line in rest)]
    items = holder.value
    line = items[at].start_mark.line if at < len(items) else _end(items[-1], lines)
    return "\n".join([*lines[:line], *new, *lines[line:]])


def empty_list(text: str, place: Place) -> str:
    """Return the text with a list at `place` that holds nothing, where its key stands."""
    *above, last = place
    holder = _find(_top(text), above)
    if not isinstance(holder, yaml.MappingNode) or _find(holder, [last]) is None:
        return text
    lines = text.split("\n")
    first, end, column = _span(holder, last, lines)
    return "\n".join([*lines[:first], f"{lines[first][:column]}{last}: []", *lines[end:]])


def drop(text: str, place: Place) -> str:
    """Return the text without the key or the item at `place`."""
    *above, last = place
    holder = _find(_top(text), above)
    if holder is None or _find(holder, [last]) is None:
        return text
    if len(holder.value) == 1 or _in_flow(_top(text), above):
        kept = value_at(text, above)
        del kept[last]
        return put(text, above, kept) if above else ""
    lines = text.split("\n")
    first, end, column = _span(holder, last, lines)
    lead = lines[first][:column]
    if isinstance(last, str) and lead.strip():  # the dash of an item stands before its first key
        lines[end] = lead + lines[end][column:]
    return "\n".join([*lines[:first], *lines[end:]])


def move(text: str, place: Place, item: int, to: int) -> str:
    """Return the text with an item of the list at `place` at the number `to` instead."""
    holder = _find(_top(text), place)
    if not isinstance(holder, yaml.SequenceNode) or not 0 <= to < len(holder.value) or item == to:
        return text
    if holder.flow_style:
        found = value_at(text, place)
        found.insert(to, found.pop(item))
        return put(text, place, found)
    lines = text.split("\n")
    first, end, _column = _span(holder, item, lines)
    block = lines[first:end]
    other_first, other_end, _column = _span(holder, to, lines)
    line = other_first if to < item else other_end
    if line <= first:
        return "\n".join([*lines[:line], *block, *lines[line:first], *lines[end:]])
    return "\n".join([*lines[:first], *lines[end:line], *block, *lines[line:]])


def place_of(text: str, line: int) -> list[str | int]:
    """Return the place that a line (the first is 1) belongs to: the deepest that begins there."""
    place: list[str | int] = []
    try:
        node: yaml.Node | None = _top(text)
    except yaml.YAMLError:
        return place
    while isinstance(node, yaml.CollectionNode) and not node.flow_style:
        begun: list[tuple[str | int, yaml.Node, int]] = (
            [(key.value, value, key.start_mark.line) for key, value in node.value]
            if isinstance(node, yaml.MappingNode)
            else [(at, item, item.start_mark.line) for at, item in enumerate(node.value)]
        )
        inside = [part for part in begun if part[2] < line]
        if not inside:
            return place
        name, node, _line = inside[-1]
        place.append(name)
    return place


def replace_texts(text: str, change: Callable[[str], str]) -> str:
    """Return the text with `change` applied to every value that is a short text of one line."""
    found: list[yaml.ScalarNode] = []
    _gather(_top(text), found)
    lines = text.split("\n")
    for node in reversed(found):
        start, end = node.start_mark, node.end_mark
        new = change(node.value)
        if new != node.value and start.line == end.line:
            line = lines[start.line]
            inner = line[start.column : end.column].replace(node.value, new)
            lines[start.line] = line[: start.column] + inner + line[end.column :]
    return "\n".join(lines)


def _gather(node: yaml.Node | None, found: list[yaml.ScalarNode]) -> None:
    if isinstance(node, yaml.ScalarNode):
        found.append(node)
    elif isinstance(node, yaml.MappingNode):
        for _key, value in node.value:
            _gather(value, found)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _gather(item, found)


def _top(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=_Loader)


def _find(node: yaml.Node | None, place: Place) -> yaml.Node | None:
    for step in place:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step] if 0 <= step < len(node.value) else None
        else:
            return None
    return node


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    return "" if node.tag.endswith(":null") else str(node.value).strip()


def _tidy(value: Any) -> Any:
    """Return a value without what is empty; numbers as they are written."""
    if isinstance(value, Mapping):
        tidied = {key: _tidy(one) for key, one in value.items()}
        return {key: one for key, one in tidied.items() if one not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_tidy(one) for one in value]
    if isinstance(value, Decimal):
        return _Bare(format(value.normalize(), "f"))
    return value.replace("\r\n", "\n").strip() if type(value) is str else value


def _is_same(value: Any, found: Any) -> bool:
    if isinstance(value, Mapping):
        return (
            isinstance(found, dict)
            and value.keys() == found.keys()
            and all(_is_same(one, found[key]) for key, one in value.items())
        )
    if isinstance(value, list):
        return (
            isinstance(found, list)
            and len(value) == len(found)
            and all(map(_is_same, value, found))
        )
    said = str(value).lower() if isinstance(value, bool) else str(value)
    return isinstance(found, str) and said == found


def _put(text: str, place: list[str | int], value: Any, before: Sequence[str]) -> str:
    *above, last = place
    top = _top(text)
    found = _find(top, place)
    if value in (None, "", [], {}):
        return text if found is None or not _plain(found) else drop(text, place)
    if found is not None and _is_same(value, _plain(found)):
        return text
    flow = _flow_above(top, above)
    if flow is not None and _is_word(found) and not isinstance(value, Mapping | list):
        return _with_word(text, found, value)
    if flow is not None:  # inside {…} or […]: that whole is written anew
        whole = _kept(_find(top, above[:flow]))
        part = whole
        for step in above[flow:]:
            part = part[step]
        part[last] = value
        return _put(text, above[:flow], whole, [])
    holder = _find(top, above)
    lines = text.split("\n")
    if found is None or holder is None:
        return _added(lines, holder, str(last), value, before)
    return "\n".join(_changed(lines, holder, last, found, value))


def _is_word(node: yaml.Node | None) -> bool:
    """Tell whether a node is a value on one line."""
    return (
        isinstance(node, yaml.ScalarNode)
        and bool(node.value)
        and node.start_mark.line == node.end_mark.line
    )


def _with_word(text: str, found: Any, value: Any) -> str:
    """Return the text with one value inside {…} or […] put in the place of another."""
    lines = text.split("\n")
    (listed,) = _dumped([value], flow=True)
    start, end = found.start_mark, found.end_mark
    line = lines[start.line]
    lines[start.line] = line[: start.column] + listed[1:-1] + line[end.column :]
    return "\n".join(lines)


def _kept(node: yaml.Node | None) -> Any:
    """Return what stands at a node, what is written without quotes so that it stays without."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _kept(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_kept(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return _Bare(node.value) if not node.style else str(node.value).strip()


def _changed(
    lines: list[str], holder: yaml.Node, last: str | int, found: yaml.Node, value: Any
) -> list[str]:
    new = _dumped([value] if isinstance(last, int) else {last: value})
    start, end = found.start_mark, found.end_mark
    if isinstance(found, yaml.CollectionNode) and found.flow_style and start.line == end.line:
        line = lines[start.line]
        (word,) = _dumped(value, flow=True)
        changed = line[: start.column] + word + line[end.column :]
        return [*lines[: start.line], changed, *lines[start.line + 1 :]]
    one_line = start.line == end.line and isinstance(found, yaml.ScalarNode) and len(new) == 1
    if one_line and found.value:
        word = new[0][2:] if isinstance(last, int) else new[0].split(": ", 1)[1]
        line = lines[start.line]
        changed = line[: start.column] + word + line[end.column :]
        return [*lines[: start.line], changed, *lines[start.line + 1 :]]
    first, stop, column = _span(holder, last, lines)
    lead = lines[first][:column]
    block = [lead + new[0], *(" " * column + line if line else "" for line in new[1:])]
    return [*lines[:first], *block, *lines[stop:]]


def _added(
    lines: list[str], holder: yaml.Node | None, name: str, value: Any, before: Sequence[str]
) -> str:
    new = _dumped({name: value})
    if not isinstance(holder, yaml.MappingNode):
        return "\n".join([*(line for line in lines if line.strip()), *new, ""])
    keys = {key.value: key for key, _value in holder.value}
    column = holder.value[0][0].start_mark.column
    later = next((keys[key] for key in before if key in keys), None)
    first = holder.value[0][0]
    if later is None or later is first:
        line = _end(holder.value[-1][1], lines) if later is None else first.start_mark.line + 1
        if later is first:  # the dash of an item stays before its first key
            line = _end(holder.value[0][1], lines)
    else:
        line = later.start_mark.line
    block = [" " * column + each if each else "" for each in new]
    return "\n".join([*lines[:line], *block, *lines[line:]])


def _flow_above(node: yaml.Node | None, place: Place) -> int | None:
    """Return how many steps lead to the outermost {…} or […] on the way, None without one."""
    for depth in range(len(place) + 1):
        found = _find(node, place[:depth])
        if isinstance(found, yaml.CollectionNode) and found.flow_style:
            return depth
    return None


def _in_flow(node: yaml.Node | None, place: Place) -> bool:
    return _flow_above(node, place) is not None


def _span(holder: yaml.Node, last: str | int, lines: list[str]) -> tuple[int, int, int]:
    """Return first line, line after the last, and column of a key or an item."""
    if isinstance(holder, yaml.MappingNode):
        key, value = next(pair for pair in holder.value if pair[0].value == last)
        return key.start_mark.line, _end(value, lines, key.start_mark.line), key.start_mark.column
    item = holder.value[last]
    return item.start_mark.line, _end(item, lines), holder.start_mark.column


def _end(node: yaml.Node, lines: list[str], least: int = 0) -> int:
    """Return the line after the last one of a value; blank lines and comments after it stay."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last, lines, least)
    end: int = node.end_mark.line
    if getattr(node, "style", None) in ("|", ">"):
        end = min(end + (node.end_mark.column > 0), len(lines))
        while end - 1 > node.start_mark.line and not lines[end - 1].strip():
            end -= 1
        return end
    return max(end, least) + 1


def _dumped(value: Any, *, flow: bool = False) -> list[str]:
    text = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDE,
        default_flow_style=flow,
    )  # fmt: skip
    return text.rstrip("\n").split("\n")

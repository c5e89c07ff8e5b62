"""How a timetable becomes a table: columns side by side, rows between all starts and ends. Pure."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any


@dataclass(frozen=True)
class Item:
    """One thing in a column between two times of a day."""

    column: Hashable
    starts: time
    ends: time
    thing: Any


@dataclass
class Cell:
    """What a table cell shows: the things that share it, over `span` rows."""

    things: list[Any] = field(default_factory=list)
    span: int = 1


@dataclass
class Row:
    """One stretch of time; a cell covered from above is left out (None)."""

    starts: time
    ends: time
    cells: list[Cell | None]


@dataclass
class _Cluster:
    """Things of a column that overlap: they share one cell."""

    starts: time
    ends: time
    things: list[Any]


def lay_out(columns: Sequence[Hashable], items: Iterable[Item]) -> list[Row]:
    """Return the rows of a table of `columns`; nothing is in a row in which nothing happens."""
    in_order = sorted(items, key=lambda item: item.starts)
    clusters = {column: _clusters(in_order, column) for column in columns}
    every = [cluster for found in clusters.values() for cluster in found]
    edges = sorted({edge for cluster in every for edge in (cluster.starts, cluster.ends)})
    spans = [
        (first, last)
        for first, last in zip(edges, edges[1:], strict=False)
        if any(cluster.starts < last and first < cluster.ends for cluster in every)
    ]
    return [
        Row(first, last, [_cell(clusters[column], spans, number) for column in columns])
        for number, (first, last) in enumerate(spans)
    ]


def _clusters(items: Sequence[Item], column: Hashable) -> list[_Cluster]:
    found: list[_Cluster] = []
    for item in (item for item in items if item.column == column):
        if found and item.starts < found[-1].ends:
            found[-1].things.append(item.thing)
            found[-1].ends = max(found[-1].ends, item.ends)
        else:
            found.append(_Cluster(item.starts, item.ends, [item.thing]))
    return found


def _cell(
    clusters: Sequence[_Cluster], spans: Sequence[tuple[time, time]], number: int
) -> Cell | None:
    first, last = spans[number]
    for cluster in clusters:
        if cluster.starts == first:
            covered = sum(cluster.starts <= start < cluster.ends for start, _end in spans)
            return Cell(cluster.things, covered)
        if cluster.starts < first and last <= cluster.ends:
            return None
    return Cell()

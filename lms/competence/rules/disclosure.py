"""Small groups are not disclosed to those who may not see persons. Pure."""

from collections.abc import Sequence

#: Figures of fewer people than this would be figures of persons.
SMALLEST = 5


def hidden_groups(sizes: Sequence[int]) -> frozenset[int]:
    """Return the positions of the groups whose figures stay hidden.

    Besides groups of one to four people, the next smallest are hidden until what is hidden can no
    longer be found by subtracting the shown from the total: at least two groups, at least five
    people.
    """
    hidden = {place for place, size in enumerate(sizes) if 0 < size < SMALLEST}
    if not hidden:
        return frozenset()
    rest = sorted(
        (place for place, size in enumerate(sizes) if size and place not in hidden),
        key=lambda place: (sizes[place], place),
    )
    while rest and (len(hidden) < 2 or sum(sizes[place] for place in hidden) < SMALLEST):
        hidden.add(rest.pop(0))
    return frozenset(hidden)

"""What a trainee may see of answered questions, and when. Pure.

A policy says for each moment which aspects are shown; what it does not name stays hidden. The score
of a whole attempt is no aspect: it opens the way on, so its trainee always sees it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

#: During the attempt, once an answer is settled; just after handing in; later while the batch runs;
#: after the batch is closed.
MOMENTS = ("during", "after", "open", "closed")
#: The own answer, whether it is right, its points, the right answer, what is said about options,
#: what is said about the question.
ASPECTS = ("answer", "correct", "marks", "key", "option_feedback", "feedback")
#: Moment -> aspects.
Policy = Mapping[str, Sequence[str]]
#: How long after handing in "after" lasts.
JUST_AFTER = timedelta(minutes=15)

ALL = frozenset(ASPECTS)
_ALL, _NONE = list(ASPECTS), list[str]()
#: Policies that have a name in quiz files.
POLICIES: dict[str, dict[str, list[str]]] = {
    "after_submit": {"during": _NONE, "after": _ALL, "open": _ALL, "closed": _ALL},
    "after_close": {"during": _NONE, "after": _NONE, "open": _NONE, "closed": _ALL},
    "never": {"during": _NONE, "after": _NONE, "open": _NONE, "closed": _NONE},
}


def tidy(policy: Policy) -> dict[str, list[str]]:
    """Return the policy with every moment, and its aspects in their order."""
    return {moment: [one for one in ASPECTS if one in policy.get(moment, ())] for moment in MOMENTS}


def name_of(policy: Policy) -> str:
    """Return the name a policy has in quiz files, "" for one of its own."""
    whole = tidy(policy)
    return next((name for name, one in POLICIES.items() if one == whole), "")


def moment_of(now: datetime, submitted_at: datetime | None, *, batch_is_over: bool) -> str:
    """Return at which moment of a policy an attempt is."""
    if submitted_at is None:
        return "during"
    if batch_is_over:
        return "closed"
    return "after" if now < submitted_at + JUST_AFTER else "open"


def shown(policy: Policy, moment: str, *, another_is_open: bool) -> frozenset[str]:
    """Return the aspects that may be shown of a trainee's own attempt at a moment.

    Nothing of a finished attempt while the same trainee has another one under way: the pool of
    questions is the same.
    """
    if another_is_open and moment != "during":
        return frozenset()
    return ALL & frozenset(policy.get(moment, ()))


def opens_later(policy: Policy, moment: str) -> str:
    """Return the first later moment that shows more than this one, "" when none does."""
    later = MOMENTS[MOMENTS.index(moment) + 1 :]
    now = set(policy.get(moment, ()))
    return next((one for one in later if set(policy.get(one, ())) - now), "")

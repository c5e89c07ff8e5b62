"""What a training's file holds, by the archive code list of agencies (docs/facts.md), and what of
it is missing. Pure."""

from collections.abc import Collection

from lms.reports.rules import State

#: Items in the order of the code list; the place in it, from 1, is the number of an item.
ITEMS = (
    "summons", "committee", "faculty", "guide", "committee_report", "opening", "trainees",
    "materials", "attendance", "teaching", "forms", "teacher_forms", "results", "certificates",
    "closing", "report", "evaluation", "alumni",
    # The registration of certificates is a series of its own.
    "code_request", "codes", "code_letter",
)  # fmt: skip
#: Items that are whole only with a document from outside the system.
UPLOADED = ("summons", "committee", "faculty", "guide", "committee_report", "opening", "closing",
            "code_request", "code_letter")  # fmt: skip
#: Items of trainings whose papers carry a registration code (KRA).
REGISTRATION = ("code_request", "codes", "code_letter")


def number_of(item: str) -> int:
    """Return the number of an item in the code list."""
    return ITEMS.index(item) + 1


def items_for(state: State) -> tuple[str, ...]:
    """Return the items that the file of this training has."""
    return ITEMS if state.is_registered else tuple(i for i in ITEMS if i not in REGISTRATION)


def lacks(state: State, uploads: Collection[str]) -> dict[str, list[str]]:
    """Return by item what is missing, in the order of the list; items that are whole are not in it.

    `uploads` are the items for which a document was put in.
    """
    gaps = _gaps(state)
    found = {
        item: [*(["upload"] if item in UPLOADED and item not in uploads else []),
               *(key for key, is_lacking in gaps.get(item, {}).items() if is_lacking)]
        for item in items_for(state)
    }  # fmt: skip
    return {item: keys for item, keys in found.items() if keys}


def _gaps(state: State) -> dict[str, dict[str, bool]]:
    has_rolls = state.sessions > 0 and not state.open_rolls
    return {
        "faculty": {"teachers": not state.teachers},
        "guide": {"sessions": not state.sessions},
        "trainees": {"trainees": not state.trainees, "people": state.bare_trainees > 0},
        "materials": {"materials": not state.materials},
        "attendance": {"rolls": not has_rolls},
        "teaching": {"rolls": not has_rolls},
        "forms": {"no_survey": not state.surveys},
        "teacher_forms": {"no_survey": not state.surveys},
        "results": {"results": not state.is_released, "minutes": not state.has_minutes},
        "certificates": {
            "certificates": not state.is_released or state.certificates < state.passed
        },
        "report": {"report": not state.has_report},
        "evaluation": {"surveys": not state.surveys or state.answered_surveys < state.surveys},
        "alumni": {"alumni": not state.alumni or state.answered_alumni < state.alumni},
        "codes": {"codes": state.uncoded > 0},
    }

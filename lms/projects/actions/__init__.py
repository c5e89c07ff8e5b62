"""Everything that changes final projects, one file per noun."""

from lms.projects.actions.links import (
    LOGBOOK,
    SHEET,
    WORD,
    assess_by_link,
    confirm_by_link,
    decide_by_link,
    make_link,
    revoke_link,
)
from lms.projects.actions.logbook import answer_consultation, propose_consultation
from lms.projects.actions.practice import (
    MOST_MB,
    PHOTO_KINDS,
    add_evidence,
    add_indicator,
    measure,
    remove_evidence,
    remove_indicator,
)
from lms.projects.actions.projects import (
    Team,
    decide,
    name_team,
    open_projects,
    save_idea,
    share_out,
    submit,
)
from lms.projects.actions.seminars import (
    DayPlan,
    discard_seminar,
    plan_seminar,
    publish_seminar,
    search,
    times_of,
)
from lms.projects.actions.sheets import mentor_sheet, open_sheet

__all__ = [
    "DayPlan",
    "LOGBOOK",
    "MOST_MB",
    "PHOTO_KINDS",
    "SHEET",
    "Team",
    "WORD",
    "add_evidence",
    "add_indicator",
    "answer_consultation",
    "assess_by_link",
    "confirm_by_link",
    "decide",
    "decide_by_link",
    "discard_seminar",
    "make_link",
    "measure",
    "name_team",
    "open_projects",
    "mentor_sheet",
    "open_sheet",
    "plan_seminar",
    "propose_consultation",
    "publish_seminar",
    "remove_evidence",
    "remove_indicator",
    "revoke_link",
    "save_idea",
    "search",
    "share_out",
    "submit",
    "times_of",
]

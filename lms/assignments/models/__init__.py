"""Briefs with their rubric, what trainees hand in, how it is marked, and by which rules."""

from lms.assignments.models.annotations import Annotation, BankComment
from lms.assignments.models.marks import GradingPresence, Marking
from lms.assignments.models.places import Extension, Upload, WorkGroup, WorkGroupMember
from lms.assignments.models.tasks import TaskSetting
from lms.assignments.models.works import (
    HANDED_IN,
    SUBMISSION_STATES,
    Brief,
    Submission,
    SubmissionFile,
)

__all__ = [
    "HANDED_IN",
    "SUBMISSION_STATES",
    "Annotation",
    "BankComment",
    "Brief",
    "Extension",
    "GradingPresence",
    "Marking",
    "Submission",
    "SubmissionFile",
    "TaskSetting",
    "Upload",
    "WorkGroup",
    "WorkGroupMember",
]

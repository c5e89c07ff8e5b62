"""Reporting a training, deciding on one, a new line of the conversion, personnel data."""

from lms.competence.forms.conversion import ConversionForm
from lms.competence.forms.personnel import PersonnelForm
from lms.competence.forms.scenario import ScenarioForm, read_options
from lms.competence.forms.snapshot import SnapshotForm
from lms.competence.forms.training import DecisionForm, TrainingForm

__all__ = [
    "ConversionForm",
    "DecisionForm",
    "PersonnelForm",
    "ScenarioForm",
    "SnapshotForm",
    "TrainingForm",
    "read_options",
]

"""Reporting a training, deciding on one, a new line of the conversion, personnel data."""

from lms.competence.forms.conversion import ConversionForm
from lms.competence.forms.exemption import ExemptionForm, ReversalForm
from lms.competence.forms.personnel import PersonnelForm
from lms.competence.forms.radar import RadarForm, chosen_people
from lms.competence.forms.scenario import ScenarioForm, read_options
from lms.competence.forms.snapshot import SnapshotForm
from lms.competence.forms.training import DecisionForm, TrainingForm

__all__ = [
    "ConversionForm",
    "DecisionForm",
    "ExemptionForm",
    "PersonnelForm",
    "RadarForm",
    "ReversalForm",
    "ScenarioForm",
    "SnapshotForm",
    "TrainingForm",
    "chosen_people",
    "read_options",
]

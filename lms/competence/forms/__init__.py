"""Reporting a training, deciding on one, and a new line of the conversion."""

from lms.competence.forms.conversion import ConversionForm
from lms.competence.forms.training import DecisionForm, TrainingForm

__all__ = ["ConversionForm", "DecisionForm", "TrainingForm"]

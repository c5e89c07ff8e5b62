"""Training outside our own batches, personnel data, and the index."""

from lms.competence.models.index import (
    DIMENSIONS,
    DimensionValue,
    ExemptionReversal,
    Holding,
    IndexDay,
    IndexExemption,
    IndexLapse,
    IndexMonth,
    IndexRollup,
    IndexSnapshot,
    IndexTouched,
)
from lms.competence.models.personnel import (
    IMPORT_KINDS,
    IMPORT_STATES,
    PersonnelImport,
    PersonnelImportRow,
)
from lms.competence.models.scenario import METHODS, SCENARIO_STATES, Scenario, ScenarioPick
from lms.competence.models.training import (
    STATES,
    OutsideTraining,
    TrainingEvidence,
    TrainingStep,
)

__all__ = [
    "DIMENSIONS",
    "DimensionValue",
    "ExemptionReversal",
    "Holding",
    "IMPORT_KINDS",
    "IMPORT_STATES",
    "IndexDay",
    "IndexExemption",
    "IndexLapse",
    "IndexMonth",
    "IndexRollup",
    "IndexSnapshot",
    "IndexTouched",
    "METHODS",
    "OutsideTraining",
    "PersonnelImport",
    "PersonnelImportRow",
    "SCENARIO_STATES",
    "STATES",
    "Scenario",
    "ScenarioPick",
    "TrainingEvidence",
    "TrainingStep",
]

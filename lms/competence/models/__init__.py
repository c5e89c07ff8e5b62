"""Training outside our own batches, its conversion to hours, personnel data, and the index."""

from lms.competence.models.index import (
    DIMENSIONS,
    DimensionValue,
    Holding,
    IndexDay,
    IndexExemption,
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
    CELLS,
    STATES,
    ConversionLine,
    OutsideTraining,
    TrainingEvidence,
    TrainingStep,
)

__all__ = [
    "CELLS",
    "ConversionLine",
    "DIMENSIONS",
    "DimensionValue",
    "Holding",
    "IMPORT_KINDS",
    "IMPORT_STATES",
    "IndexDay",
    "IndexExemption",
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

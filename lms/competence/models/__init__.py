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
    "IndexDay",
    "IndexExemption",
    "IndexMonth",
    "IndexRollup",
    "IndexSnapshot",
    "IndexTouched",
    "IMPORT_KINDS",
    "IMPORT_STATES",
    "OutsideTraining",
    "PersonnelImport",
    "PersonnelImportRow",
    "STATES",
    "TrainingEvidence",
    "TrainingStep",
]

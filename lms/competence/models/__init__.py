"""Training outside our own batches, its conversion to hours, and what the index keeps."""

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
    "OutsideTraining",
    "STATES",
    "TrainingEvidence",
    "TrainingStep",
]

"""Hours and index, derived: own certificates and verified outside training, nothing else."""

from lms.competence.queries.index import OfficeIndex, ProvinceIndex, province_index
from lms.competence.queries.people import PAGE, facts_of, people_of, score_of
from lms.competence.queries.records import Entry, hours_in, learning_records, ledger

__all__ = [
    "PAGE",
    "Entry",
    "OfficeIndex",
    "ProvinceIndex",
    "facts_of",
    "hours_in",
    "learning_records",
    "ledger",
    "people_of",
    "province_index",
    "score_of",
]

"""Hours and index, derived: own certificates and verified outside training, nothing else."""

from lms.competence.queries.hours import HoursPage, conversions, hours_of, hours_page, own_lines
from lms.competence.queries.index import (
    Compared,
    OfficeIndex,
    ProvinceIndex,
    Sums,
    compared,
    mean_of,
    office_index,
    province_index,
)
from lms.competence.queries.people import (
    PAGE,
    Scored,
    dimensions_of,
    everybody_of,
    exemptions_of,
    facts_of,
    people_of,
    score_of,
)
from lms.competence.queries.personnel import (
    PAGE as IMPORT_PAGE,
)
from lms.competence.queries.personnel import (
    all_faults,
    import_rows,
    imports,
    job_key,
    job_of,
    office_words,
)
from lms.competence.queries.records import Entry, learning_records, ledger
from lms.competence.queries.reports import (
    PAGE as STAFF_PAGE,
)
from lms.competence.queries.reports import (
    histories,
    hours_by_office,
    hours_of_staff,
)
from lms.competence.queries.scenarios import (
    OTHER,
    Offer,
    all_picks,
    batch_of,
    candidates,
    offers,
    office_names,
    picks_of,
    scenario_job,
    scenarios_of,
    sums_on,
    used,
)
from lms.competence.queries.scenarios import (
    PAGE as PICKS,
)
from lms.competence.queries.snapshots import snapshots
from lms.competence.queries.trainings import (
    PAGE as QUEUE_PAGE,
)
from lms.competence.queries.trainings import (
    QueueFilter,
    decidable,
    last_steps,
    next_in_queue,
    queue,
    queue_counts,
    report_facts,
    reports_of,
    training,
    twins_of,
)

__all__ = [
    "Compared",
    "Entry",
    "HoursPage",
    "IMPORT_PAGE",
    "OTHER",
    "Offer",
    "OfficeIndex",
    "PAGE",
    "PICKS",
    "ProvinceIndex",
    "QUEUE_PAGE",
    "QueueFilter",
    "STAFF_PAGE",
    "Scored",
    "Sums",
    "all_faults",
    "all_picks",
    "batch_of",
    "candidates",
    "compared",
    "conversions",
    "decidable",
    "dimensions_of",
    "everybody_of",
    "exemptions_of",
    "facts_of",
    "histories",
    "hours_by_office",
    "hours_of",
    "hours_of_staff",
    "hours_page",
    "import_rows",
    "imports",
    "job_key",
    "job_of",
    "last_steps",
    "learning_records",
    "ledger",
    "mean_of",
    "next_in_queue",
    "offers",
    "office_index",
    "office_names",
    "office_words",
    "own_lines",
    "people_of",
    "picks_of",
    "province_index",
    "queue",
    "queue_counts",
    "report_facts",
    "reports_of",
    "scenario_job",
    "scenarios_of",
    "score_of",
    "snapshots",
    "sums_on",
    "training",
    "twins_of",
    "used",
]

"""Hours and index, derived: own certificates and verified outside training, nothing else."""

from lms.competence.queries.exemptions import (
    PAGE as EXEMPTIONS,
)
from lms.competence.queries.exemptions import (
    STATES as EXEMPTION_STATES,
)
from lms.competence.queries.exemptions import (
    ExemptionFilter,
    all_exemptions,
    clashing,
    exemption,
    exemption_counts,
    exemptions,
    exemptions_of,
)
from lms.competence.queries.hours import HoursPage, hours_of, hours_page
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
    facts_of,
    people_of,
    person_with_nip,
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
from lms.competence.queries.radar import (
    PAGE as RADAR_PAGE,
)
from lms.competence.queries.radar import (
    OfficeRadar,
    RadarFilter,
    all_at_risk,
    at_risk,
    lapses_ahead,
    months_ahead,
    own_nominations,
    radar_of_offices,
    staff_of,
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
    open_offers,
    picks_of,
    scenario_job,
    scenarios_of,
    sums_on,
    used,
)
from lms.competence.queries.scenarios import (
    PAGE as PICKS,
)
from lms.competence.queries.snapshots import reported, snapshots
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
    "EXEMPTIONS",
    "EXEMPTION_STATES",
    "Entry",
    "ExemptionFilter",
    "HoursPage",
    "IMPORT_PAGE",
    "OTHER",
    "Offer",
    "OfficeIndex",
    "OfficeRadar",
    "PAGE",
    "PICKS",
    "ProvinceIndex",
    "QUEUE_PAGE",
    "QueueFilter",
    "RADAR_PAGE",
    "RadarFilter",
    "STAFF_PAGE",
    "Scored",
    "Sums",
    "all_at_risk",
    "all_exemptions",
    "all_faults",
    "all_picks",
    "at_risk",
    "batch_of",
    "candidates",
    "clashing",
    "compared",
    "decidable",
    "dimensions_of",
    "everybody_of",
    "exemption",
    "exemption_counts",
    "exemptions",
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
    "lapses_ahead",
    "last_steps",
    "learning_records",
    "ledger",
    "mean_of",
    "months_ahead",
    "next_in_queue",
    "offers",
    "office_index",
    "office_names",
    "office_words",
    "open_offers",
    "own_nominations",
    "people_of",
    "person_with_nip",
    "picks_of",
    "province_index",
    "queue",
    "queue_counts",
    "radar_of_offices",
    "report_facts",
    "reported",
    "reports_of",
    "scenario_job",
    "scenarios_of",
    "score_of",
    "snapshots",
    "staff_of",
    "sums_on",
    "training",
    "twins_of",
    "used",
]

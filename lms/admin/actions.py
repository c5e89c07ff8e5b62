"""What an administrator sets going: the check of the whole journal, and failed work once more."""

from lms.admin.queries.journal import VERIFY
from lms.core import audit, jobs
from lms.core.audit import record
from lms.core.i18n import _
from lms.core.jobs import Job
from lms.people.models import Person


def ask_to_verify_journal(*, by: Person) -> Job:
    """Let the worker check the seal of every line."""
    record("journal.asked", "journal", by=by)
    return jobs.enqueue(VERIFY, {}, by=by, key=VERIFY)


@jobs.handler(VERIFY)
def verify_journal(job: Job) -> None:
    """Check every line; what does not fit is the job's error, though the job is done."""
    broken = audit.first_broken_line(tell=job.beat)
    job.error = (
        _("Baris %(number)s jurnal tidak cocok dengan segelnya. Simpan salinan basis data dan "
          "cari sebabnya sebelum bekerja lagi.", number=broken)
        if broken else ""
    )  # fmt: skip
    job.note = "" if broken else _("Semua baris cocok dengan segelnya.")


def retry_job(job: Job, *, by: Person) -> None:
    """Start a failed job once more."""
    jobs.retry(job)
    record("job.retried", job, by=by, kind=job.kind)

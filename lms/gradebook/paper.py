"""The minutes of the final meeting on A4, and the list of merit as sheet or workbook."""

from flask import current_app

from lms.catalogue.models import Batch
from lms.core.clock import now
from lms.core.formats import nip
from lms.core.i18n import _, _l
from lms.core.paper import Paper
from lms.core.pdf import render_pdf
from lms.gradebook import queries
from lms.gradebook.queries import Sheet
from lms.gradebook.words import outcome_labels

#: How places are given, as documents say it.
RANKING = _l(
    "Peringkat menurut nilai akhir di antara yang lulus tanpa remedial. Nilai yang sama berbagi "
    "peringkat; peringkat sesudahnya dilompati."
)


def minutes(batch: Batch, found: Sheet) -> bytes:
    """Return the PDF of the minutes: everybody's mark, proposal and decision, and the best."""
    decided = queries.decisions_of(found.standing.meeting)
    outcomes = {
        row.seat.id: decided[row.seat.id].outcome if row.seat.id in decided
        else row.verdict.outcome
        for row in found.rows
    }  # fmt: skip
    return render_pdf(
        "gradebook/paper_minutes.html",
        batch=batch,
        sheet=found,
        meeting=found.standing.meeting,
        decided=decided,
        outcomes=outcomes,
        counts={key: sum(one == key for one in outcomes.values()) for key in outcome_labels()},
        best=[one for one in queries.merit_list(batch, found) if one.is_best],
        labels=outcome_labels(),
        ranking=RANKING,
        agency=current_app.config["AGENCY_NAME"],
        printed_at=now(),
    )


def merit(batch: Batch, found: Sheet, lines: list[queries.Merit]) -> Paper:
    """Return the list of merit, with the rule of its ranks."""
    header = [_("Peringkat"), _("Nama"), "NIP", _("Instansi"), _("Nilai akhir"),
              _("Kualifikasi"), _("Piagam")]  # fmt: skip
    rows = [
        (one.place, one.row.seat.full_name, nip(one.row.seat.nip), one.row.seat.office or "",
         one.row.verdict.final, one.row.verdict.predicate, _("ya") if one.is_best else "")
        for one in lines
    ]  # fmt: skip
    standing = _("Hasil resmi.") if found.release else _("Sementara, sebelum hasil dirilis.")
    return Paper(
        f"peringkat-{batch.id}", _("Peringkat dan peserta terbaik"), f"{standing} {RANKING}",
        header, rows, batch, marks=frozenset({4}), numbers=frozenset({4}),
        signs=[(_("Penyelenggara"), "")],
    )  # fmt: skip

"""The two lists that are filed on their own: the nominative list and the recap of marks."""

from collections.abc import Sequence

from flask import current_app

from lms.catalogue.models import Batch
from lms.core.formats import nip, tanggal
from lms.core.paper import Paper
from lms.reports.facts import Marks, Trainee


def nominative(batch: Batch, trainees: Sequence[Trainee]) -> Paper:
    """Return the nominative list (daftar nominatif peserta)."""
    rows = [
        (number, one.name, nip(one.nip), one.sex, one.birth, one.golongan, one.position,
         one.office, one.group)
        for number, one in enumerate(trainees, 1)
    ]  # fmt: skip
    header = ("No.", "Nama", "NIP", "L/P", "Tempat, tanggal lahir", "Golongan", "Jabatan",
              "Instansi", "Kelompok")  # fmt: skip
    return Paper(
        f"daftar-nominatif-{batch.id}", "Daftar nominatif peserta",
        f"{len(rows)} peserta, {tanggal(batch.starts_on)} sampai dengan {tanggal(batch.ends_on)}.",
        header, rows, batch, landscape=True, signs=_signs(),
    )  # fmt: skip


def recap(batch: Batch, marks: Marks) -> Paper:
    """Return the recap of marks (rekapitulasi nilai): parts with weights, result, place."""
    rows = [
        (number, one.name, one.nip, one.office, *(one.points.get(part.key) for part in marks.parts),
         one.final, one.predicate, one.rank, marks.outcomes[one.outcome])
        for number, one in enumerate(marks.lines, 1)
    ]  # fmt: skip
    parts = [f"{part.title} ({part.weight}%)" for part in marks.parts]
    header = ("No.", "Nama", "NIP", "Instansi", *parts, "Nilai akhir", "Kualifikasi", "Peringkat",
              "Hasil")  # fmt: skip
    last = 4 + len(parts)
    lead = (
        f"Hasil dirilis {tanggal(marks.released_on)}."
        if marks.released_on
        else "Sementara: hasil belum dirilis."
    )
    notes = ["Peringkat di antara yang lulus; nilai akhir yang sama berbagi peringkat."]
    return Paper(
        f"rekapitulasi-nilai-{batch.id}", "Rekapitulasi nilai", lead, header, rows, batch,
        landscape=True, numbers=frozenset({*range(4, last + 1), last + 2}),
        marks=frozenset(range(4, last + 1)), notes=notes, signs=_signs(),
    )  # fmt: skip


def _signs() -> list[tuple[str, str]]:
    return [(current_app.config["SIGNER_TITLE"], current_app.config["SIGNER_NAME"])]

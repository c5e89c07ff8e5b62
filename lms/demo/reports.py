"""The report of a batch that has ended: what its organiser wrote, and a first edition of it."""

from lms.catalogue.models import Batch
from lms.people.models import Person
from lms.reports import actions
from lms.reports.actions import Change

TEXTS = {
    "decree": (
        "Keputusan Kepala BPSDM Provinsi Lampung tentang panitia penyelenggara (contoh)\n"
        "Surat pemanggilan peserta (contoh)"
    ),
    "execution": (
        "Belajar mandiri berjalan sesuai rencana; peserta dengan jaringan lemah memakai "
        "bahan yang disimpan di ponsel.\n"
        "Tahap klasikal diisi diskusi kasus dan seminar, dengan satu ruang cadangan setiap hari."
    ),
    "budget": "DPA BPSDM tahun berjalan, sesuai rencana anggaran angkatan (contoh, tanpa angka).",
    "obstacles": (
        "Listrik padam selama dua jam pada hari klasikal kedua. Sesi siang dipindahkan ke ruang "
        "yang mempunyai genset, tanpa mengurangi JP.\n"
        "Tiga peserta terlambat memperoleh surat tugas sehingga baru bergabung pada hari kedua "
        "belajar mandiri; penyelenggara memberi pendampingan daring."
    ),
    "advice": (
        "Surat pemanggilan dikirim paling lambat tiga pekan sebelum pembukaan.\n"
        "Genset diuji pada hari sebelum tahap klasikal.\n"
        "Jadwal bimbingan dengan coach ditetapkan sejak pekan pertama."
    ),
}


def write(batch: Batch, organiser: Person) -> None:
    """Write the texts of a batch's report and ask for its first edition; the worker makes it."""
    for section, body in TEXTS.items():
        actions.keep_text(batch, section, Change(body, 1, 0, ""), by=organiser)
    actions.ask(batch, "report", by=organiser)

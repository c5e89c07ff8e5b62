"""The report and the dossier of a batch that has ended: texts, documents, first editions."""

from io import BytesIO

from werkzeug.datastructures import FileStorage

from lms.catalogue.models import Batch
from lms.core.paper import Paper, to_pdf
from lms.people.models import Person
from lms.reports import actions
from lms.reports.actions import Change
from lms.reports.dossier import actions as dossier

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
#: Item of the dossier -> the document that the organiser put in; the others are still missing.
DOCUMENTS = {
    "summons": "Surat pemanggilan peserta",
    "committee": "SK panitia penyelenggara",
    "opening": "Sambutan pembukaan",
}


def write(batch: Batch, organiser: Person) -> None:
    """Write the texts of a batch's report, file documents, ask the worker for both editions."""
    for section, body in TEXTS.items():
        actions.keep_text(batch, section, Change(body, 1, 0, ""), by=organiser)
    actions.ask(batch, "report", by=organiser)
    for item, title in DOCUMENTS.items():
        dossier.put_in(batch, item, title, _document(batch, title), by=organiser)
    actions.ask(batch, "dossier", by=organiser)


def _document(batch: Batch, title: str) -> FileStorage:
    """Make a sheet that stands for a signed letter."""
    rows = [("1", "Contoh isi; dokumen bertanda tangan diunggah oleh penyelenggara.")]
    paper = Paper(
        "contoh", title, "Dokumen contoh, bukan surat resmi.", ("No.", "Isi"), rows, batch
    )
    return FileStorage(BytesIO(to_pdf(paper)), filename=f"{title}.pdf")

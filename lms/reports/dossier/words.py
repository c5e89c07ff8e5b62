"""What the items of a dossier are called, what is missing of them, who supplies it and where."""

from dataclasses import dataclass
from typing import Any

from lms.core.i18n import _l

ITEMS = {
    "summons": _l("Surat pemanggilan"),
    "committee": _l("SK tim penyelenggara"),
    "faculty": _l("SK tim pengajar"),
    "guide": _l("Panduan, kurikulum, dan jadwal"),
    "committee_report": _l("Laporan panitia"),
    "opening": _l("Sambutan pembukaan"),
    "trainees": _l("Daftar peserta"),
    "materials": _l("Bahan ajar"),
    "attendance": _l("Daftar hadir peserta"),
    "teaching": _l("Daftar hadir widyaiswara"),
    "forms": _l("Formulir evaluasi"),
    "teacher_forms": _l("Formulir evaluasi widyaiswara"),
    "results": _l("Hasil evaluasi peserta"),
    "certificates": _l("Sertifikat atau STTP"),
    "closing": _l("Sambutan penutup"),
    "report": _l("Laporan penyelenggaraan"),
    "evaluation": _l("Evaluasi penyelenggaraan"),
    "alumni": _l("Evaluasi alumni"),
    "code_request": _l("Surat permohonan kode registrasi"),
    "codes": _l("Buku registrasi"),
    "code_letter": _l("Surat penyampaian kode registrasi"),
}


@dataclass(frozen=True)
class Lack:
    """Something missing: what, who can supply it, on which page (its name and endpoint)."""

    what: Any
    who: Any
    where: Any
    endpoint: str


_ORGANISER = _l("Penyelenggara angkatan")
_HERE = (_l("Berkas akreditasi"), "reports.dossier")
#: What is missing when it is not a document to upload.
LACKS = {
    "teachers": Lack(_l("Belum ada pengajar pada jadwal"), _ORGANISER,
                     _l("Jadwal"), "schedule.timetable"),
    "sessions": Lack(_l("Jadwal kosong"), _ORGANISER, _l("Jadwal"), "schedule.timetable"),
    "trainees": Lack(_l("Belum ada peserta"), _l("Penyelenggara angkatan dan OPD pengusul"),
                     _l("Peserta"), "catalogue.batch_roster"),
    "people": Lack(_l("NIP, golongan, atau jabatan sebagian peserta belum diisi"),
                   _l("Administrator atau data kepegawaian"), _l("Peserta"),
                   "catalogue.batch_roster"),
    "materials": Lack(_l("Program belum mempunyai bahan ajar"), _l("Penyusun program"),
                      _l("Rancangan program"), ""),
    "rolls": Lack(_l("Presensi sebagian sesi belum ditutup"), _l("Pengajar sesi itu"),
                  _l("Kehadiran"), "schedule.attendance"),
    "no_survey": Lack(_l("Program tidak mempunyai survei"), _l("Penyusun program"),
                      _l("Rancangan program"), ""),
    "results": Lack(_l("Hasil belum dirilis"), _ORGANISER, _l("Nilai"), "gradebook.marks"),
    "minutes": Lack(_l("Berita acara rapat evaluasi akhir belum dikunci"),
                    _l("Ketua rapat evaluasi akhir"), _l("Rapat evaluasi akhir"),
                    "gradebook.meeting"),
    "certificates": Lack(_l("Sertifikat sebagian yang lulus belum terbit"),
                         _l("Penyelenggara angkatan dan penanda tangan"), _l("Sertifikat"),
                         "certificates.batch_certificates"),
    "report": Lack(_l("Laporan belum diterbitkan"), _ORGANISER, _l("Laporan"), "reports.report"),
    "surveys": Lack(_l("Jawaban sebagian survei terlalu sedikit"), _l("Peserta angkatan"),
                    _l("Survei"), "surveys.surveys"),
    "alumni": Lack(_l("Survei alumni belum cukup dijawab, atau belum waktunya"),
                   _l("Alumni dan atasan langsungnya"), _l("Survei"), "surveys.surveys"),
    "codes": Lack(_l("Sebagian peserta belum mempunyai kode registrasi"), _ORGANISER,
                  _l("Kode registrasi"), "certificates.registration_codes"),
}  # fmt: skip
_NOT_UPLOADED = _l("Dokumennya belum diunggah")
#: Item -> who holds the document that the system does not make.
HOLDERS = {
    "summons": _ORGANISER,
    "committee": _l("Pimpinan yang menetapkan SK, diunggah penyelenggara"),
    "faculty": _l("Pimpinan yang menetapkan SK, diunggah penyelenggara"),
    "guide": _l("Penyusun program, diunggah penyelenggara"),
    "committee_report": _l("Ketua panitia, diunggah penyelenggara"),
    "opening": _l("Sekretariat pimpinan, diunggah penyelenggara"),
    "closing": _l("Sekretariat pimpinan, diunggah penyelenggara"),
    "code_request": _ORGANISER,
    "code_letter": _l("Instansi pembina pelatihan, diunggah penyelenggara"),
}


def lack(item: str, key: str) -> Lack:
    """Return what is missing of an item, by its key."""
    return Lack(_NOT_UPLOADED, HOLDERS[item], *_HERE) if key == "upload" else LACKS[key]

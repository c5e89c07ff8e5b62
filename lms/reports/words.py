"""What sections, kinds of editions and gaps are called, and where each gap is filled."""

from lms.core.i18n import _l

#: Section -> label of its text, and what to write there.
SECTIONS = {
    "decree": (
        _l("Keputusan dan surat"),
        _l("Satu baris satu dokumen, misalnya keputusan panitia dan surat pemanggilan. Tercetak di "
           "bawah dasar hukum program."),
    ),
    "purpose": (_l("Tujuan"), _l("Bila kosong, ringkasan program yang dipakai.")),
    "execution": (
        _l("Catatan pelaksanaan"), _l("Yang tidak terlihat dari jadwal, menurut tahap pelatihan.")
    ),
    "budget": (_l("Pembiayaan"), _l("Sumber dan besar anggaran. Bila kosong, tidak tercetak.")),
    "obstacles": (_l("Kendala"), _l("Apa yang menghambat, dan bagaimana diatasi.")),
    "advice": (_l("Saran"), _l("Apa yang sebaiknya berubah pada angkatan berikutnya.")),
    "closing": (_l("Penutup"), _l("Bila kosong, kalimat penutup baku yang dipakai.")),
}  # fmt: skip
#: Gap -> what is missing, and the endpoint of the batch's page that fills it ("" for none).
GAPS = {
    "basis": (_l("Dasar hukum program kosong"), ""),
    "trainees": (_l("Belum ada peserta"), "catalogue.batch_roster"),
    "people": (
        _l("NIP, golongan, atau jabatan sebagian peserta belum diisi"), "catalogue.batch_roster"
    ),
    "teachers": (_l("Belum ada pengajar pada jadwal"), "schedule.timetable"),
    "sessions": (_l("Jadwal kosong"), "schedule.timetable"),
    "rolls": (_l("Presensi sebagian sesi belum ditutup"), "schedule.attendance"),
    "results": (_l("Hasil belum dirilis"), "gradebook.marks"),
    "minutes": (
        _l("Berita acara rapat evaluasi akhir belum dikunci"), "gradebook.meeting"
    ),
    "certificates": (
        _l("Sertifikat sebagian yang lulus belum terbit"), "certificates.batch_certificates"
    ),
    "surveys": (_l("Jawaban sebagian survei terlalu sedikit"), "surveys.surveys"),
    "obstacles": (_l("Kendala belum ditulis"), ""),
    "advice": (_l("Saran belum ditulis"), ""),
    "signatory": (
        _l("Nama atau NIP penanda tangan belum diatur (LMS_SIGNER_NAME, LMS_SIGNER_NIP)"), ""
    ),
}  # fmt: skip

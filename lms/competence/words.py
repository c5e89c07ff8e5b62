"""How forms, units, states and steps of training reports are called on pages."""

from lms.core.i18n import _l

FORMS = {
    "struktural": _l("Pelatihan struktural kepemimpinan"),
    "manajerial": _l("Pelatihan manajerial"),
    "teknis": _l("Pelatihan teknis"),
    "fungsional": _l("Pelatihan fungsional"),
    "sosial_kultural": _l("Pelatihan sosial kultural"),
    "bimtek": _l("Bimbingan teknis"),
    "kursus": _l("Kursus"),
    "penataran": _l("Penataran"),
    "workshop": _l("Lokakarya (workshop)"),
    "seminar": _l("Seminar, konferensi, sarasehan"),
    "webinar": _l("Webinar"),
    "sosialisasi": _l("Sosialisasi"),
    "klasikal": _l("Pelatihan klasikal lainnya"),
    "e_learning": _l("E-learning"),
    "jarak_jauh": _l("Pelatihan jarak jauh"),
    "coaching": _l("Coaching"),
    "mentoring": _l("Mentoring"),
    "bimbingan": _l("Bimbingan di tempat kerja"),
    "komunitas_belajar": _l("Komunitas belajar"),
    "belajar_mandiri": _l("Belajar mandiri"),
    "magang": _l("Magang, praktik kerja"),
    "detasering": _l("Detasering"),
    "penugasan_khusus": _l("Penugasan khusus"),
    "pertukaran": _l("Pertukaran dengan swasta, BUMN, BUMD"),
    "patok_banding": _l("Patok banding (benchmarking)"),
    "outbond": _l("Pelatihan di alam terbuka (outbond)"),
    "nonklasikal": _l("Nonklasikal lainnya"),
    "hari_kerja": _l("Batas satu hari kerja"),
}
UNITS = {
    "jp": _l("JP pada sertifikat"),
    "day": _l("hari"),
    "session": _l("sesi"),
    "activity": _l("kegiatan"),
}
PERIODS = {"day": _l("hari"), "month": _l("bulan"), "year": _l("tahun")}
EVIDENCE = {
    "sertifikat": _l("Sertifikat"),
    "laporan": _l("Laporan yang menyebut proses dan sumbernya"),
    "surat_keterangan": _l("Surat keterangan"),
    "sk": _l("Surat keputusan atau surat tugas"),
}
#: state -> (words, tone of the badge)
STATES = {
    "submitted": (_l("Menunggu verifikasi"), "info"),
    "returned": (_l("Perlu dilengkapi"), "warn"),
    "verified": (_l("Terverifikasi"), "ok"),
    "refused": (_l("Ditolak"), "bad"),
    "withdrawn": (_l("Ditarik"), ""),
    "reversed": (_l("Dibatalkan"), "bad"),
}
STEPS = {
    "submitted": _l("Dilaporkan"),
    "resubmitted": _l("Dilengkapi dan dikirim lagi"),
    "returned": _l("Diminta dilengkapi"),
    "verified": _l("Diverifikasi"),
    "refused": _l("Ditolak"),
    "withdrawn": _l("Ditarik oleh pelapor"),
    "reversed": _l("Verifikasi dibatalkan"),
    "undone": _l("Keputusan diurungkan"),
}
#: How sure a figure is (docs/facts.md).
CONFIDENCE = {
    "C": _l("terbaca di beberapa sumber"),
    "C1": _l("terbaca di satu sumber, perlu dicocokkan"),
    "D": _l("disimpulkan dari aturan lain"),
    "M": _l("belum terkonfirmasi"),
}
#: Life of an import of personnel data: (words, tone of the badge).
IMPORT_STATES = {
    "reading": (_l("Sedang dibaca"), "info"),
    "broken": (_l("Tidak terbaca"), "bad"),
    "ready": (_l("Siap diperiksa"), "warn"),
    "applying": (_l("Sedang diterapkan"), "info"),
    "applied": (_l("Diterapkan"), "ok"),
    "undoing": (_l("Sedang diurungkan"), "info"),
    "undone": (_l("Diurungkan"), ""),
}
IMPORT_KINDS = {"new": _l("Baru"), "changed": _l("Berubah"), "fault": _l("Bermasalah")}
#: Columns of a person, as the differences name them.
FACTS = {
    "name": _l("Nama"),
    "title_front": _l("Gelar depan"),
    "title_back": _l("Gelar belakang"),
    "birth_place": _l("Tempat lahir"),
    "birth_date": _l("Tanggal lahir"),
    "employment": _l("Status kepegawaian"),
    "position_kind": _l("Jenis jabatan"),
    "position_title": _l("Jabatan"),
    "golongan": _l("Golongan"),
    "opd_id": _l("Perangkat daerah"),
    "email": _l("Surel"),
    "ended_on": _l("Tanggal berhenti"),
    "performance": _l("Predikat kinerja"),
    "kualifikasi": _l("Poin kualifikasi"),
    "kinerja": _l("Poin kinerja"),
    "disiplin": _l("Poin disiplin"),
}
#: State of an exemption from the index: (words, tone of the badge).
EXEMPTIONS = {
    "holds": (_l("Berlaku"), "ok"),
    "coming": (_l("Belum mulai"), "info"),
    "ended": (_l("Berakhir"), ""),
    "reversed": (_l("Dibatalkan"), "bad"),
}

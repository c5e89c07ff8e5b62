"""What states and columns of certificates are called."""

from lms.core.i18n import _l

#: Kind -> what it is called, where there is room and where there is little.
KINDS = {
    "sttp": _l("Surat Tanda Tamat Pelatihan"),
    "sertifikat": _l("Sertifikat pelatihan"),
    "keterangan": _l("Surat keterangan mengikuti"),
    "piagam": _l("Piagam penghargaan"),
    "mandiri": _l("Surat keterangan selesai belajar mandiri"),
    "kegiatan": _l("Sertifikat kegiatan"),
}
KINDS_SHORT = {
    "sttp": _l("STTP"),
    "sertifikat": _l("Sertifikat"),
    "keterangan": _l("Keterangan mengikuti"),
    "piagam": _l("Piagam"),
    "mandiri": _l("Belajar mandiri"),
    "kegiatan": _l("Kegiatan"),
}
#: Kind -> for whom it is, in one sentence on the board.
MEANT = {
    "sttp": _l("Untuk setiap peserta yang hasilnya lulus."),
    "sertifikat": _l("Untuk setiap peserta yang hasilnya lulus."),
    "keterangan": _l(
        "Untuk peserta yang mengikuti sampai akhir tetapi belum lulus. Tidak menambah JP."
    ),
    "piagam": _l(
        "Untuk lima peringkat terbaik di antara yang lulus; nilai akhir yang sama berbagi "
        "peringkat. Tidak menambah JP."
    ),
    "mandiri": _l(
        "Untuk peserta yang menyelesaikan semua modul belajar mandiri dan lulus tesnya; menjadi "
        "syarat ikut uji dan terbit sebelum hasil dirilis. Tidak menambah JP."
    ),
    "kegiatan": _l(
        "Untuk setiap peserta yang kehadiran, pertemuan, atau buktinya diakui saat kegiatan "
        "disahkan. JP dihitung dari kegiatan itu, dengan atau tanpa sertifikat."
    ),
}
_NOBODY_LEFT = _l("Semua yang berhak sudah menerima surat ini.")
ALL_ISSUED = {
    "sttp": _l("Semua peserta yang lulus sudah menerima sertifikat."),
    "sertifikat": _l("Semua peserta yang lulus sudah menerima sertifikat."),
    "keterangan": _NOBODY_LEFT,
    "piagam": _NOBODY_LEFT,
    "mandiri": _NOBODY_LEFT,
    "kegiatan": _NOBODY_LEFT,
}
STATES = {
    "sah": _l("Sah"),
    "dicabut": _l("Dicabut"),
    "digantikan": _l("Digantikan"),
    "kedaluwarsa": _l("Kedaluwarsa"),
}
TONES = {"sah": "ok", "dicabut": "bad", "digantikan": "warn", "kedaluwarsa": "warn"}
STANDINGS = {
    "issued": _l("Terbit"),
    "ready": _l("Siap"),
    "waiting": _l("Belum siap"),
    "revoked": _l("Dicabut"),
}
STANDING_TONES = {"issued": "ok", "ready": "info", "waiting": "warn", "revoked": "bad"}
#: A change that waits for the second person -> what it is called.
CHANGES = {
    "correct": _l("Perbaikan menunggu persetujuan"),
    "revoke": _l("Pencabutan menunggu persetujuan"),
    "lapse": _l("Pencabutan karena koreksi hasil menunggu persetujuan"),
    "allow": _l("Izin sertifikat baru menunggu persetujuan"),
}
GAPS = {
    "result": _l("Hasil belum dirilis"),
    "ditunda": _l("Hasil ditunda"),
    "tidak_lulus": _l("Tidak lulus"),
    "absent": _l("Tidak hadir melewati batas"),
    "component": _l("Nilai belum lengkap"),
    "self_study": _l("Bahan dan tes belajar mandiri yang belum selesai"),
    "letters": _l("Nama memakai huruf yang tidak dapat dicetak"),
    "photo": _l("Pas foto belum diunggah"),
    "registration": _l("Kode registrasi (KRA) belum diisi"),
    "event_open": _l("Kegiatan belum disahkan"),
    "presence": _l("Kehadiran belum tercatat"),
    "meetings": _l("Belum ada pertemuan yang dikonfirmasi"),
    "meeting_open": _l("Pertemuan belum dikonfirmasi peserta"),
    "evidence": _l("Bukti belum diterima"),
    "evidence_open": _l("Bukti menunggu keputusan"),
    "nip": _l("NIP kosong; tercetak tanpa NIP"),
    "birth_place": _l("Tempat lahir kosong"),
    "birth_date": _l("Tanggal lahir kosong"),
}
ACTORS = {
    "organiser": _l("penyelenggara"),
    "trainee": _l("peserta"),
    "opd": _l("perangkat daerah"),
    "nobody": "",
}
REGISTER = (
    _l("Nomor"), _l("Tanggal"), _l("Nama"), _l("NIP"), _l("Pelatihan"), _l("JP"), _l("Jenis"),
    _l("Versi"), _l("Keadaan"), _l("Keterangan"),
)  # fmt: skip
#: Answer of the public page -> (tone, icon, headline, what to do).
ANSWERS = {
    "sah": (
        "ok",
        "shield-check",
        _l("Sertifikat ini sah"),
        _l(
            "Nomor dan isinya cocok dengan catatan kami. Bandingkan dengan kertas yang Anda pegang."
        ),
    ),
    "dicabut": (
        "bad",
        "circle-x",
        _l("Sertifikat ini dicabut"),
        _l("Jangan gunakan sebagai bukti kelulusan."),
    ),
    "digantikan": (
        "warn",
        "refresh",
        _l("Sertifikat ini sudah digantikan"),
        _l("Isinya diperbaiki. Yang berlaku ialah versi penggantinya."),
    ),
    "kedaluwarsa": (
        "warn",
        "hourglass",
        _l("Masa berlaku sertifikat ini sudah lewat"),
        _l("Sertifikat ini dahulu sah, tetapi tidak berlaku lagi."),
    ),
    "changed": (
        "bad",
        "alert-triangle",
        _l("Berkas ini sudah berubah"),
        _l(
            "Berkas memakai kode sertifikat kami, tetapi isinya bukan berkas yang kami "
            "terbitkan. Jangan dipercaya; minta berkas asli dari pemegangnya."
        ),
    ),
    "unknown": (
        "warn",
        "help",
        _l("Kode ini tidak dikenal"),
        _l(
            "Tidak ada sertifikat kami dengan kode itu. Periksa ketikannya; bila tetap tidak "
            "dikenal, kertas itu bukan dari kami."
        ),
    ),
    "misread": (
        "warn",
        "help",
        _l("Kode ini tidak lengkap atau berubah"),
        _l(
            "Kode sertifikat kami terdiri atas 26 huruf dan angka. Salin seluruhnya dari "
            "kertas, atau pindai QR-nya."
        ),
    ),
    "unknown_number": (
        "warn",
        "help",
        _l("Nomor atau NIP tidak cocok"),
        _l("Tidak ada sertifikat kami dengan nomor dan akhir NIP itu. Periksa ketikan keduanya."),
    ),
    "unknown_file": (
        "warn",
        "help",
        _l("Berkas ini tidak dikenal"),
        _l(
            "Berkas ini bukan sertifikat yang kami terbitkan, atau sudah diubah sampai tidak "
            "terbaca. Hasil pindai kertas diperiksa dengan kode QR-nya."
        ),
    ),
}

#: What templates may say: (fact, example or meaning), shared by a batch and of a person.
FACTS = (
    ("sheet.name", _l("nama dengan gelar")),
    ("sheet.nip|nip", _l("NIP, berkelompok")),
    ("sheet.birth_place", _l("tempat lahir")),
    ("sheet.birth_date|tanggal", _l("tanggal lahir")),
    ("sheet.golongan", _l("golongan ruang")),
    ("sheet.position", _l("jabatan")),
    ("sheet.office", _l("perangkat daerah")),
    ("sheet.number", _l("nomor surat")),
    ("sheet.photo", _l("pas foto, sebagai alamat gambar")),
    ("sheet.registration", _l("kode registrasi alumni (KRA)")),
    ("sheet.final|koma", _l("nilai akhir; kosong pada surat keterangan")),
    ("sheet.predicate", _l("kualifikasi")),
    ("sheet.rank|romawi", _l("peringkat; hanya pada piagam")),
    ("shared.batch", _l("pelatihan, angkatan, dan tahun")),
    ("shared.starts_on|tanggal", _l("hari pertama")),
    ("shared.ends_on|tanggal_terbilang", _l("hari terakhir, dengan huruf")),
    ("shared.place", _l("tempat")),
    ("shared.jp|terbilang", _l("jam pelajaran, dengan huruf")),
    ("shared.agency", _l("penyelenggara")),
    ("shared.legal_basis", _l("dasar hukum, satu per satu")),
    ("shared.groups", _l("mata pelatihan menurut agenda")),
    ("shared.signer.name", _l("penanda tangan")),
    ("shared.organiser", _l("penyelenggara kegiatan; hanya pada sertifikat kegiatan")),
    ("shared.form", _l("bentuk kegiatan, misalnya webinar; hanya pada sertifikat kegiatan")),
)

"""What hinders signing by BSrE, and what to do about it."""

from lms.core.i18n import _l

WHY = {
    "passphrase": _l("Passphrase salah. Ketik lagi; tiga kali salah dapat mengunci sertifikat."),
    "quota": _l("Kuota tanda tangan habis. Hubungi admin BSrE instansi, lalu lanjutkan."),
    "certificate": _l("Sertifikat elektronik penanda tangan tidak berlaku atau belum ada."),
    "user": _l("NIK ini belum terdaftar sebagai penanda tangan di BSrE."),
    "account": _l("Akun layanan BSrE ditolak. Periksa LMS_BSRE_USER dan LMS_BSRE_PASSWORD."),
    "unreachable": _l("Layanan BSrE tidak dapat dihubungi. Coba lagi beberapa menit lagi."),
    "slow": _l("Layanan BSrE terlalu lama tidak menjawab untuk berkas ini."),
    "broken": _l("Layanan BSrE menjawab dengan galat untuk berkas ini."),
    "unsound": _l("Berkas yang kembali dari BSrE rusak atau bukan sertifikat ini."),
    "signed_before": _l("BSrE menyatakan berkas ini sudah ditandatangani."),
    "refused": _l("BSrE menolak berkas ini."),
}

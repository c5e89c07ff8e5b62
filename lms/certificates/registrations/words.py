"""What is wrong with a registration code or with a row of a table."""

from lms.certificates.registrations import rules
from lms.core.i18n import _l

PROBLEMS = {
    rules.BAD_CODE: _l(
        "Kode hanya memakai huruf, angka, titik, garis, dan spasi, paling banyak 40."
    ),
    rules.DOUBLE: _l("Kode ini ada pada dua orang."),
    rules.TAKEN: _l("Kode ini sudah dipakai peserta angkatan lain."),
    rules.ISSUED: _l("STTP sudah terbit; ubah lewat Perbaiki pada daftar sertifikat."),
    rules.NO_NIP: _l("NIP bukan 18 angka."),
    rules.STRANGER: _l("NIP ini bukan peserta angkatan ini."),
    rules.TWICE: _l("NIP ini sudah ada pada baris di atas."),
}

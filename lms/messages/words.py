"""What topics, ways and audiences are called on pages."""

from lms.core.i18n import _l

TOPICS = {
    "places": _l("Pendaftaran dan tempat"),
    "schedule": _l("Perubahan jadwal"),
    "works": _l("Tugas dan nilai"),
    "certificates": _l("Hasil dan sertifikat"),
    "announcements": _l("Pengumuman penyelenggara"),
    "reminders": _l("Pengingat"),
}
#: What a topic tells of, on the page of choices.
EXAMPLES = {
    "places": _l("Diterima, masuk daftar tunggu, naik dari daftar tunggu, tidak diterima."),
    "schedule": _l(
        "Sesi pindah waktu atau tempat, atau dibatalkan; izin diputuskan; ketidakhadiran "
        "mendekati batas."
    ),
    "works": _l("Tugas dikembalikan untuk diperbaiki, nilai tugas dirilis."),
    "certificates": _l("Hasil dirilis, sertifikat terbit, digantikan, atau dicabut."),
    "announcements": _l("Kabar dari penyelenggara angkatan yang Anda ikuti."),
    "reminders": _l(
        "Batas tugas, sesi besok, survei yang dibuka, dan hal lain yang menunggu Anda."
    ),
}
HOWS = {
    "at_once": _l("Langsung"),
    "daily": _l("Ringkasan sekali sehari"),
    "never": _l("Tidak lewat surel"),
}
AUDIENCES = {
    "trainees": _l("Peserta"),
    "team": _l("Tim pengajar"),
    "everybody": _l("Peserta dan tim pengajar"),
    "waiting": _l("Daftar tunggu"),
}

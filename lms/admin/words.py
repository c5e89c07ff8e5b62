"""How verbs and things of the journal, kinds of jobs and spans of time are called on pages."""

from datetime import timedelta

from lms.core.i18n import _l, lazy_pgettext, ngettext

#: Verb of the journal -> what happened.
VERBS = {
    "announcement.sent": _l("Pengumuman dikirim"),
    "attempt.started": _l("Mulai kuis"),
    "attempt.submitted": _l("Kuis dikumpulkan"),
    "attendance.checked_in": _l("Presensi mandiri"),
    "attendance.closed": _l("Presensi ditutup"),
    "attendance.reopened": _l("Presensi dibuka lagi"),
    "attendance.rolled": _l("Presensi dicatat"),
    "batch.edited": _l("Angkatan diubah"),
    "batch.moved": _l("Tahap angkatan berubah"),
    "batch.opened": _l("Angkatan dibuka"),
    "book.asked": _l("Buku program diminta"),
    "calendar.made": _l("Tautan kalender dibuat"),
    "calendar.renewed": _l("Tautan kalender diganti"),
    "certificate.change_refused": _l("Perubahan sertifikat ditolak"),
    "certificate.issued": _l("Sertifikat terbit"),
    "certificate.revoked": _l("Sertifikat dicabut"),
    "certificate.signed": _l("Sertifikat ditandatangani"),
    "certificate.superseded": _l("Sertifikat digantikan"),
    "certificates.asked": _l("Penerbitan sertifikat diminta"),
    "certificates.paused": _l("Penerbitan sertifikat dijeda"),
    "checkin.refused": _l("Presensi mandiri ditolak"),
    "conversion.entered": _l("Konversi JP ditetapkan"),
    "enrolment.accepted": _l("Peserta diterima"),
    "enrolment.applied": _l("Pengajuan peserta"),
    "enrolment.declined": _l("Pengajuan ditolak"),
    "enrolment.grouped": _l("Peserta dikelompokkan"),
    "enrolment.nominated": _l("Peserta diusulkan"),
    "enrolment.promoted": _l("Naik dari daftar tunggu"),
    "enrolment.queued": _l("Masuk daftar tunggu"),
    "enrolment.withdrawn": _l("Pengajuan ditarik"),
    "event.announced": _l("Kegiatan diumumkan"),
    "event.cancelled": _l("Kegiatan dibatalkan"),
    "event.changed": _l("Kegiatan diubah"),
    "event.checked_in": _l("Presensi mandiri kegiatan"),
    "event.closed": _l("Kegiatan ditutup"),
    "event.planned": _l("Kegiatan direncanakan"),
    "event.reopened": _l("Kegiatan dibuka lagi"),
    "event.rolled": _l("Presensi kegiatan dicatat"),
    "job.retried": _l("Pekerjaan diulang"),
    "journal.asked": _l("Pemeriksaan jurnal diminta"),
    "lesson.finished": _l("Bacaan selesai"),
    "letters.chosen": _l("Pilihan pemberitahuan diubah"),
    "marks.confirmed": _l("Penilaian tugas ditetapkan"),
    "marks.released": _l("Penilaian tugas dirilis"),
    "meeting.confirmed": _l("Pertemuan dibenarkan"),
    "meeting.logged": _l("Pertemuan dicatat"),
    "meeting.objected": _l("Pertemuan disanggah"),
    "meeting.removed": _l("Catatan pertemuan dihapus"),
    "number_rule.set": _l("Pola nomor ditetapkan"),
    "outside_training.resubmitted": _l("Pelatihan luar diajukan lagi"),
    "outside_training.submitted": _l("Pelatihan luar diajukan"),
    "outside_training.undone": _l("Keputusan pelatihan luar dibatalkan"),
    "outside_training.withdrawn": _l("Pelatihan luar ditarik"),
    "paper_template.put_back": _l("Templat kertas dikembalikan"),
    "paper_template.saved": _l("Templat kertas disimpan"),
    "participation.accepted": _l("Bukti kegiatan diterima"),
    "participation.cancelled": _l("Pendaftaran kegiatan dibatalkan"),
    "participation.evidence": _l("Bukti kegiatan dikirim"),
    "participation.invited": _l("Undangan kegiatan"),
    "participation.promoted": _l("Naik dari daftar tunggu kegiatan"),
    "participation.returned": _l("Bukti kegiatan dikembalikan"),
    "password.chosen": _l("Kata sandi diganti"),
    "password.first_given": _l("Kata sandi pertama diberikan"),
    "people.nudged": _l("Orang diingatkan"),
    "person.added": _l("Orang didaftarkan"),
    "person.corrected": _l("Data orang diubah"),
    "person.ended": _l("Akun orang diakhiri"),
    "personnel.applied": _l("Data kepegawaian diterapkan"),
    "personnel.confirmed": _l("Impor kepegawaian disetujui"),
    "personnel.undo_asked": _l("Pembatalan impor kepegawaian diminta"),
    "personnel.undone": _l("Impor kepegawaian dibatalkan"),
    "personnel.uploaded": _l("Berkas kepegawaian diunggah"),
    "portrait.kept": _l("Foto disimpan"),
    "programme.published": _l("Program terbit"),
    "result.released": _l("Hasil angkatan dirilis"),
    "role.ended": _l("Peran berakhir"),
    "role.granted": _l("Peran diberikan"),
    "room.added": _l("Ruang ditambah"),
    "room.closed": _l("Ruang ditutup"),
    "room.edited": _l("Ruang diubah"),
    "room.opened": _l("Ruang dibuka lagi"),
    "scenario.nominated": _l("Skenario dijadikan usulan"),
    "scenario.stopped": _l("Pencarian skenario dihentikan"),
    "scenario.taken_back": _l("Usulan skenario ditarik"),
    "scenario.tried": _l("Skenario dihitung"),
    "score.entered": _l("Skor dimasukkan"),
    "scores.imported": _l("Skor diimpor"),
    "session.cancelled": _l("Sesi dibatalkan"),
    "session.edited": _l("Sesi diubah"),
    "session.planned": _l("Sesi dijadwalkan"),
    "sign_in.done": _l("Masuk"),
    "sign_in.ended": _l("Keluar"),
    "sign_in.refused": _l("Masuk ditolak"),
    "staff.assigned": _l("Pengajar ditugaskan"),
    "staff.removed": _l("Tugas pengajar berakhir"),
    "submission.file_removed": _l("Berkas tugas dihapus"),
    "submission.handed_in": _l("Tugas dikumpulkan"),
    "submission.returned": _l("Tugas dikembalikan"),
    "survey.superior_named": _l("Atasan alumni disebut"),
}
#: Table or word that a journal line is about -> what it is called.
THINGS = {
    "attempt": _l("Kuis yang dikerjakan"),
    "batch": lazy_pgettext("singular", "Angkatan"),
    "brief": lazy_pgettext("singular", "Tugas"),
    "calendar_feed": _l("Tautan kalender"),
    "certificate": _l("Sertifikat"),
    "certificate_change": _l("Perubahan sertifikat"),
    "component_score": _l("Skor"),
    "enrolment": _l("Kepesertaan"),
    "event": _l("Kegiatan"),
    "job": _l("Pekerjaan"),
    "journal": _l("Jurnal"),
    "lesson": _l("Bacaan"),
    "participation": _l("Pendaftaran kegiatan"),
    "person": _l("Orang"),
    "programme": _l("Program"),
    "programme_version": _l("Versi program"),
    "release": _l("Rilis hasil"),
    "role_grant": _l("Peran"),
    "room": _l("Ruang"),
    "session": _l("Sesi"),
    "sign_in": _l("Akun"),
    "staff": _l("Tugas pengajar"),
    "submission": _l("Karya peserta"),
    "user_session": _l("Sesi masuk"),
}
#: Kind of background work -> what it does.
JOBS = {
    "authoring.book": _l("Menyusun buku program"),
    "certificates.issue": _l("Menerbitkan sertifikat"),
    "certificates.print": _l("Mencetak sertifikat"),
    "journal.verify": _l("Memeriksa segel jurnal"),
    "mail.post": _l("Mengirim surat"),
}
STATES = {
    "pending": _l("Menunggu"),
    "running": _l("Berjalan"),
    "failed": _l("Gagal"),
    "done": _l("Selesai"),
}
TONES = {"pending": "info", "running": "info", "failed": "bad", "done": "ok"}


def span(age: timedelta | None) -> str:
    """Write a span of time in its largest unit: 3 menit; a dash when there is none."""
    if age is None:
        return "–"
    seconds = max(0, int(age.total_seconds()))
    if seconds < 60:
        return ngettext("%(num)d detik", "%(num)d detik", seconds)
    if seconds < 3600:
        return ngettext("%(num)d menit", "%(num)d menit", seconds // 60)
    if seconds < 2 * 86400:
        return ngettext("%(num)d jam", "%(num)d jam", seconds // 3600)
    return ngettext("%(num)d hari", "%(num)d hari", seconds // 86400)

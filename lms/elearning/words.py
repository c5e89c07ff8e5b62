"""What people call the types of questions, and the states of an import."""

from lms.core.i18n import _l, lazy_pgettext

KINDS = {
    "single": _l("Pilihan ganda"),
    "multiple": _l("Pilihan jamak"),
    "truefalse": _l("Benar atau salah"),
    "short": _l("Isian singkat"),
    "numeric": _l("Angka"),
    "matching": _l("Menjodohkan"),
    "ordering": _l("Mengurutkan"),
    "cloze": _l("Isian rumpang"),
    "essay": _l("Esai"),
}
#: Word and tone of each state of an import.
IMPORT_STATES = {
    "reading": (_l("Membaca berkas"), ""),
    "broken": (_l("Tidak terbaca"), "bad"),
    "ready": (_l("Siap dimasukkan"), "warn"),
    "applying": (_l("Memasukkan soal"), ""),
    "applied": (_l("Masuk bank"), "ok"),
    "undoing": (_l("Mengurungkan"), ""),
    "undone": (_l("Diurungkan"), ""),
}
VERDICTS = {
    "kept": lazy_pgettext("import", "Utuh"),
    "changed": lazy_pgettext("import", "Berubah"),
    "dropped": lazy_pgettext("import", "Tidak masuk"),
}

#: The moments and aspects of review.py.
MOMENTS = {
    "during": _l("Saat dikerjakan, setelah diperiksa"),
    "after": _l("Segera setelah dikirim"),
    "open": _l("Selama angkatan berjalan"),
    "closed": _l("Setelah angkatan ditutup"),
}
ASPECTS = {
    "answer": _l("Jawaban sendiri"),
    "correct": _l("Benar atau salah"),
    "marks": _l("Poin setiap soal"),
    "key": _l("Kunci"),
    "option_feedback": _l("Umpan balik pilihan"),
    "feedback": _l("Pembahasan"),
}

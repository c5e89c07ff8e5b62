"""What people call the files of a programme and what they do to drafts."""

from lms.core.i18n import _l
from lms.elearning.kinds import KINDS

FILES = {
    "programme": _l("Data program"),
    "timetable": _l("Jadwal menurut hari"),
    "glossary": _l("Glosarium semua program"),
    "surveys": _l("Kuesioner semua program"),
    "readme": _l("Catatan penyusun"),
    "document": _l("Dokumen"),
    "course": _l("Data mata pelatihan"),
    "guide": _l("Panduan fasilitator"),
    "media": _l("Gambar atau berkas"),
    **{name: kind.word for name, kind in KINDS.items()},
}
CHANGES = {
    "started": _l("Rancangan dimulai"),
    "imported": _l("Berkas ZIP dimasukkan"),
    "written": _l("Menulis"),
    "added": _l("Menambah"),
    "removed": _l("Menghapus"),
    "moved": _l("Mengubah urutan"),
    "renamed": _l("Mengganti nama berkas"),
    "uploaded": _l("Mengunggah gambar atau berkas"),
    "restored": _l("Mengembalikan"),
    "labelled": _l("Memberi nomor versi"),
}
STATES = {
    "open": (_l("Disusun"), ""),
    "publishing": (_l("Sedang diterbitkan"), "warn"),
    "published": (_l("Terbit"), "ok"),
    "dropped": (_l("Dibuang"), "bad"),
}

"""Works that share a passage: two of a batch, and two of batches that never met."""

from sqlalchemy import select

from lms.assignments.similarity import actions, rules
from lms.assignments.similarity.models import SimilarityPair
from lms.assignments.similarity.queries import programmes_waiting
from lms.core.app import transaction
from lms.core.db import begin_anew, db
from lms.demo.accounts import ACCOUNTS
from lms.people.models import Person

_SHARED = (
    "Dari catatan petugas selama dua pekan terlihat tiga penyebab utama. Pertama, pemohon datang "
    "dengan berkas yang belum lengkap sehingga harus pulang dan mengantre lagi pada hari yang "
    "sama. Kedua, petugas loket menerima pertanyaan umum yang sebenarnya dapat dijawab melalui "
    "papan informasi di pintu masuk. Ketiga, nomor antrean untuk semua jenis layanan digabung, "
    "padahal lama pelayanannya sangat berbeda. Ketiga penyebab ini saling memperkuat: antrean "
    "yang panjang membuat petugas tergesa-gesa, pemeriksaan berkas menjadi kurang teliti, lalu "
    "berkas yang keliru kembali lagi ke loket pada hari berikutnya."
)
_CHANGED = (
    _SHARED.replace("dua pekan", "sepuluh hari kerja")
    .replace("sangat berbeda", "jauh berbeda")
    .replace("kurang teliti", "tidak teliti")
)  # fmt: skip
_OWN = {
    2: "Unit kami melayani rata-rata 130 pemohon setiap hari, paling banyak pada hari Senin. "
       "Saya duduk di ruang tunggu, mencatat jam datang dan jam dilayani, lalu membandingkannya "
       "dengan buku antrean yang dipegang satuan pengamanan.",
    5: "Puskesmas pembantu tempat saya bertugas membuka loket pukul delapan, sedangkan pasien "
       "lanjut usia sudah datang sejak subuh. Bidan koordinator meminta agar pendaftaran tidak "
       "lagi bergantung pada satu orang yang hafal letak kartu.",
    6: "Kantor kecamatan kami baru pindah gedung, sehingga papan petunjuk belum terpasang dan "
       "tamu sering masuk ke ruang yang keliru sebelum menemukan meja pendaftaran.",
}  # fmt: skip


def passages(number: int) -> str:
    """Return what a trainee adds to the common text: a few with a passage that others have too."""
    if number not in _OWN:
        return ""
    shared = {2: _SHARED, 5: _CHANGED}.get(number, "")
    return "\n\n".join(["", _OWN[number], shared]).rstrip()


def compare() -> None:
    """Compare the works of every programme, as the worker does, and let one pair be looked at."""
    with transaction():
        for programme_id in programmes_waiting():
            actions.compare_programme(programme_id, lambda _done, _total, _note: begin_anew())
    with transaction():
        pair = db.session.scalars(select(SimilarityPair).order_by(SimilarityPair.id)).first()
        email = next(account.email for account in ACCOUNTS if account.role == "organiser")
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        if pair is not None:
            actions.note(pair, rules.TALK, reason="Tanyakan sumber data antreannya.", by=person)

"""PBJ Level-1: the training that leads to LKPP's exam (docs/facts.md 3).

LKPP certifies, the agency only gives the certificate of the training; tests of the modules are
passed from 80 on. The exam itself (100 questions, 120 minutes) is passed from 65 on: a part
"Ujian sertifikasi" carries that bound where the agency hosts it. Judged as generic.py does.
"""

from datetime import date

from lms.core.i18n import _l
from lms.gradebook.rulebooks.edition import ROUNDING, Edition, Provision
from lms.gradebook.rulebooks.generic import BY_PARTS

TITLE = _l("PBJ Level-1")

EDITIONS = (
    Edition(
        valid_from=date(2019, 1, 1),
        clauses={"": "Bukan bobot resmi LKPP"},
        provisions=(
            Provision(_l("Tes setiap modul lulus dari 80 dan boleh diulang."),
                      "Pola belajar mandiri 2019", "C1"),
            Provision(_l("Ujian sertifikasi LKPP: 100 soal, 120 menit, lulus dari 65; "
                         "sertifikatnya diterbitkan LKPP."), "Dua sumber latihan, 2025-2026", "C1"),
            Provision(_l("Bobot pelatihan tidak ditetapkan LKPP; skema yang ditawarkan adalah "
                         "pilihan penyelenggara."), "", "D"),
            Provision(BY_PARTS, "", "D"),
            ROUNDING,
        ),
    ),
)  # fmt: skip

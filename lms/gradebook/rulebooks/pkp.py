"""PKP: PerLAN 5/2022 jo. 6/2022, guideline Kep. Ka. LAN 2/K.1/PDP.07/2023.

Its weights were not found (docs/facts.md 2), so there is no scheme to offer: whoever runs the
batch enters parts that add up to 100 before it can open. Judged as generic.py does.
"""

from datetime import date
from decimal import Decimal

from lms.core.i18n import _l
from lms.gradebook.rulebooks.edition import FIVE_STEPS_SAY, ROUNDING, Edition, Provision

TITLE = _l("PKP")
GUIDELINE = "Kep. Ka. LAN 2/K.1/PDP.07/2023"

EDITIONS = (
    Edition(
        valid_from=date(2023, 1, 1),
        clauses={"": GUIDELINE},
        pass_above=Decimal("70.00"),
        provisions=(
            Provision(_l("Yang dinilai: akademik, studi lapangan, aksi perubahan, sikap dan "
                         "perilaku; bobotnya tidak ditemukan dan diisi penyelenggara."),
                      GUIDELINE, "C"),
            Provision(_l("Lulus bila nilai akhir di atas 70,00; berita tahun 2021 menulis 70, "
                         "kemungkinan 70,01."), GUIDELINE, "C1"),
            Provision(_l("Yang belum mencapai batas ditunda kelulusannya."), GUIDELINE, "C"),
            Provision(FIVE_STEPS_SAY, GUIDELINE, "M"),
            ROUNDING,
        ),
    ),
)  # fmt: skip

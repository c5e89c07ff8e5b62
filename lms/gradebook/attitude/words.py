"""What levels are called on pages."""

from lms.core.i18n import _l

#: The five labels a provincial agency uses (docs/facts.md 6, C1), in our spelling.
LEVELS = {
    "sangat_baik": _l("Sangat baik"),
    "baik": _l("Baik"),
    "cukup": _l("Cukup"),
    "kurang": _l("Kurang"),
    "sangat_kurang": _l("Sangat kurang"),
}
LETTERS = {"sangat_baik": "SB", "baik": "B", "cukup": "C", "kurang": "K", "sangat_kurang": "SK"}
TONES = {"sangat_baik": "ok", "baik": "ok", "cukup": "warn", "kurang": "bad",
         "sangat_kurang": "bad"}  # fmt: skip
SURE = {
    "C": _l("dibaca di sumber"), "C1": _l("satu sumber"), "D": _l("ditetapkan penyelenggara"),
    "M": _l("belum dicocokkan"),
}  # fmt: skip

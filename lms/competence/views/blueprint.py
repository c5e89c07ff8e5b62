"""The blueprint of hours and index, the chosen rule set, and the words for cells."""

from flask import Blueprint, request

from lms.competence import rules
from lms.core.i18n import _

bp = Blueprint("competence", __name__)


def chosen_rules() -> rules.RuleSet:
    """Return the rule set the reader chose in the address, PerBKN 8/2019 by default."""
    return rules.RULE_SETS.get(request.args.get("aturan", ""), rules.DEFAULT)


def cell_labels() -> dict[str, str]:
    """Return the words for the cells of the index table."""
    return {
        "struktural": _("Pelatihan kepemimpinan"),
        "fungsional": _("Pelatihan fungsional"),
        "teknis": _("Pelatihan teknis 20 JP"),
        "seminar": _("Seminar, lokakarya, sejenisnya"),
        "kinerja": _("Predikat kinerja"),
        "dasar": _("Pelatihan dasar"),
    }


def dimension_labels() -> dict[str, str]:
    """Return the words for the dimensions of the whole index."""
    return {
        "kualifikasi": _("Kualifikasi"),
        "kompetensi": _("Kompetensi"),
        "kinerja": _("Kinerja"),
        "disiplin": _("Disiplin"),
    }


def band_labels() -> dict[str, str]:
    """Return the words for the bands of the whole index."""
    return {
        "Sangat Tinggi": _("Sangat Tinggi"),
        "Tinggi": _("Tinggi"),
        "Sedang": _("Sedang"),
        "Rendah": _("Rendah"),
        "Sangat Rendah": _("Sangat Rendah"),
    }

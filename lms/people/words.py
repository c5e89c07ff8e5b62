"""How the kinds of this area are called on pages."""

from lms.core.i18n import _l

ROLES = {
    "instructor": _l("Widyaiswara"),
    "coach": _l("Coach"),
    "mentor": _l("Mentor"),
    "examiner": _l("Penguji"),
    "organiser": _l("Penyelenggara"),
    "opd_officer": _l("Pengelola OPD"),
    "leader": _l("Pimpinan"),
    "admin": _l("Admin"),
}
EMPLOYMENTS = {"pns": _l("PNS"), "cpns": _l("CPNS"), "pppk": _l("PPPK")}
POSITION_KINDS = {
    "jpt": _l("Pimpinan tinggi"),
    "administrator": _l("Administrator"),
    "pengawas": _l("Pengawas"),
    "fungsional": _l("Fungsional"),
    "pelaksana": _l("Pelaksana"),
}

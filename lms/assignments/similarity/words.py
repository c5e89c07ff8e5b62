"""What notes about two works, and reasons why words do not count, are called on pages."""

from lms.assignments.similarity import rules
from lms.core.i18n import _l

VERDICTS = {
    "": _l("Belum dilihat"),
    rules.FINE: _l("Dilihat, wajar"),
    rules.TALK: _l("Perlu dibicarakan"),
}
TONES = {"": "", rules.FINE: "ok", rules.TALK: "warn"}
ICONS = {"": "eye", rules.FINE: "circle-check", rules.TALK: "message"}
#: By what core/likeness.py says of words that do not count.
WHYS = {
    "given": _l("teks yang dibagikan"),
    "many": _l("ada di banyak karya"),
    "quoted": _l("kutipan peraturan"),
}

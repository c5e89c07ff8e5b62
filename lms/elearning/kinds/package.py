"""A module made elsewhere: an area above plays it and hears when it is done (lms/packages)."""

from decimal import Decimal

from lms.catalogue.media import Media
from lms.core.i18n import lazy_pgettext
from lms.core.sources import Mapping
from lms.elearning.kinds.kind import Facts, Kind

#: What an activity may ask of a package.
REQUIREMENTS = ("completed", "passed", "score")


def read(source: Mapping, _media: Media) -> Facts:
    """Say which package of the library it is, and when it is done."""
    name = source.text("package").removesuffix(".zip").removesuffix(".h5p")
    requires = source.choice("requires", REQUIREMENTS, "completed")
    least = None
    if requires == "score":
        least = str(source.decimal("least", least=Decimal(0), most=Decimal(100)))
    return {"package": name, "requires": requires, "least": least}


KIND = Kind(
    "package",
    lazy_pgettext("singular", "Paket"),
    "package",
    ("reported",),
    read,
    place="paket",
    can_be_kept=False,
)

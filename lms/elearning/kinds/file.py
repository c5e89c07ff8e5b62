"""A file to read or to fill in; a PDF is read in the page, as pictures and as text."""

from lms.catalogue.media import Media
from lms.core.facsimile import Unreadable, texts_of
from lms.core.i18n import _, _l
from lms.core.sources import Mapping
from lms.elearning.kinds.kind import Facts, Kind

FORMATS = ("pdf", "docx", "xlsx", "pptx")
#: Longer papers belong into several units.
MOST_PAGES = 100


def read(source: Mapping, media: Media) -> Facts:
    """Describe the file; of a PDF also the words of its pages, for who cannot see pictures."""
    name = media.take(source, "file", FORMATS)
    form = name.rpartition(".")[2]
    facts: Facts = {"file": f"media/{name}", "format": form, "bytes": media.sizes.get(name, 0)}
    path = media.paths.get(name)
    if form != "pdf" or path is None:
        return facts
    try:
        facts["texts"] = texts_of(path, most=MOST_PAGES)
    except Unreadable:
        source.fault("file", _("PDF ini tidak terbaca, terkunci, atau lebih dari %(most)s halaman.",
                               most=MOST_PAGES))  # fmt: skip
    return facts


KIND = Kind(
    "file", _l("Berkas"), "file", ("declared", "visited", "minutes", "marked"), read,
    weigh=lambda facts: int(facts["bytes"]), template="elearning/file.html",
)  # fmt: skip

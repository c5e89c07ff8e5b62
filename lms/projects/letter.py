"""What is written to a mentor without an account."""

from markupsafe import Markup

from lms.core.clock import AGENCY_ZONE
from lms.core.formats import waktu
from lms.core.i18n import _
from lms.projects.models import MentorLink, Project


def compose(project: Project, link: MentorLink, author: str, address: str) -> tuple[str, str, str]:
    """Return (subject, text, HTML) of the letter that carries the link."""
    title = project.title or _("proyek akhir")
    asked = (
        _("Anda diminta memberi putusan atas proyek itu sebagai mentor.")
        if link.step_id
        else _("Anda diminta menilai naskah proyek itu sebagai mentor.")
        if link.sheet_id
        else _("Anda diminta mengonfirmasi catatan konsultasi proyek itu sebagai mentor.")
    )
    paragraphs = [
        _("Yth. %(mentor)s,", mentor=link.mentor_name),
        _("%(author)s mengerjakan proyek \"%(title)s\".", author=author, title=title) + " " + asked,
        address,
        _("Tautan ini hanya untuk Anda, dapat dipakai satu kali, dan berlaku sampai %(when)s. "
          "Jangan meneruskannya.", when=waktu(link.expires_at, AGENCY_ZONE)),
    ]  # fmt: skip
    anchor = Markup('<a href="{0}">{0}</a>').format(address)
    written = [anchor if part == address else part for part in paragraphs]
    html = Markup("").join(Markup("<p>{}</p>").format(part) for part in written)
    return _("Permintaan kepada mentor: %(title)s", title=title), "\n\n".join(paragraphs), html

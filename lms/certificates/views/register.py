"""The register: every number of a year, on a page and as a table."""

from flask import request

from lms.certificates import paper, queries, words
from lms.certificates.blueprint import bp
from lms.core import tables
from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.clock import today
from lms.core.i18n import _l
from lms.core.menu import tab
from lms.core.pages import page

_PER_PAGE = 50


@bp.get("/sertifikat/register")
@requires("certificate.register")
@tab("organiser", _l("Register sertifikat"), order=80, icon="certificate")
def register():
    years = queries.years() or [today().year]
    year = request.args.get("tahun", years[0], type=whole)
    number = max(request.args.get("halaman", 1, type=whole), 1)
    search = request.args.get("cari", "")[:80]
    found, count = queries.register(year, search, number, _PER_PAGE)
    return page(
        "certificates/register.html",
        certificates=found,
        count=count,
        years=years,
        year=year,
        search=search,
        number=number,
        pages=-(-count // _PER_PAGE) or 1,
        today=today(),
        states=words.STATES,
        tones=words.TONES,
        kinds=words.KINDS_SHORT,
    )


@bp.get("/sertifikat/register.xlsx")
@requires("certificate.register")
def register_sheet():
    year = request.args.get("tahun", today().year, type=whole)
    header = [str(word) for word in words.REGISTER]
    return tables.answer_table(f"register-sertifikat-{year}", header, _register_lines(year))


def _register_lines(year: int):
    for one in queries.register(year, "", 1, 1_000_000)[0]:
        state, facts = one.state_on(today()), one.facts
        note = one.revocation.reason if one.revocation else ""
        yield (
            one.number, paper.day(facts["issued_on"]), facts["name"], facts["nip"], facts["batch"],
            facts["jp"], str(words.KINDS[one.kind]), one.version, str(words.STATES[state]),
            one.replacement.number if one.replacement else note,
        )  # fmt: skip

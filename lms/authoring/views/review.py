"""Reviewing a programme: how much there is, what is not certain, and the book of it all."""

from pathlib import Path

from flask import abort, current_app, flash, redirect, request, send_file, url_for
from flask_login import current_user

from lms.authoring import actions, book, queries
from lms.authoring.facts import unsure_facts
from lms.authoring.views.blueprint import bp
from lms.catalogue import words
from lms.catalogue.models import Programme, ProgrammeVersion
from lms.core.access import can, requires
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.tables import answer_table


@bp.get("/program")
@requires("programme.list")
@tab("organiser", _l("Program"), order=25, icon="books")
@tab("instructor", _l("Program"), order=40, icon="books")
def programmes():
    versions = queries.programmes()
    return page(
        "authoring/programmes.html",
        versions=[
            (version, len(unsure_facts(version, version.phases, version.courses)))
            for version in versions
        ],
        may_write=can(current_user, "programme_draft.list"),
        words=words,
    )


def _current(programme: Programme) -> ProgrammeVersion:
    return queries.current_version(programme.key) or abort(404)


@bp.get("/program/<int:programme_id>")
@requires("programme.review", Programme)
@under("authoring.programmes")
def review(programme: Programme):
    version = _current(programme)
    var = Path(current_app.config["VAR_DIR"])
    return page(
        "authoring/review.html",
        fragment="books",
        programme=programme,
        version=version,
        counts=queries.counts_of(version),
        facts=queries.facts_of(version),
        jobs=queries.book_jobs(version),
        sizes={
            edition: path.stat().st_size
            for edition in _editions(programme)
            if (path := book.book_file(var, version, edition)).is_file()
        },
        editions=_editions(programme),
        words=words,
    )


def _editions(programme: Programme) -> list[str]:
    """Return the editions of the book that the present person may have."""
    may_see_keys = can(current_user, "programme.keys", programme)
    return [edition for edition in book.EDITIONS if edition != "kunci" or may_see_keys]


@bp.get("/program/<int:programme_id>/fakta.<any(xlsx, csv):kind>")
@requires("programme.review", Programme)
def facts(programme: Programme, kind: str):
    found = queries.facts_of(_current(programme))
    header = [
        _("Hal"), _("Nilai sekarang"), _("Keyakinan"), _("Cocokkan dengan"), _("Berkas"),
        _("Nilai pada keputusan"), _("Pasal atau halaman"), _("Diperiksa oleh"), _("Tanggal"),
    ]  # fmt: skip
    rows = [
        [fact.subject, fact.value, fact.confidence, fact.note, fact.place, "", "", "", ""]
        for fact in found
    ]
    return answer_table(f"fakta-{programme.key}", header, rows, kind)


@bp.post("/program/<int:programme_id>/buku")
@requires("programme.review", Programme)
def make_book(programme: Programme):
    edition = request.form.get("edisi", "")
    if edition not in _editions(programme):
        abort(403)
    actions.ask_for_book(_current(programme), edition, by=current_user)
    flash(_("Buku sedang disusun. Halaman ini menunjukkan kemajuannya."), "ok")
    return redirect(url_for(".review", programme_id=programme.id))


@bp.get("/program/<int:programme_id>/buku-<any(telaah, kunci):edition>.pdf")
@requires("programme.review", Programme)
def read_book(programme: Programme, edition: str):
    if edition not in _editions(programme):
        abort(403)
    version = _current(programme)
    path = book.book_file(Path(current_app.config["VAR_DIR"]), version, edition)
    if not path.is_file():
        abort(404)
    name = f"{programme.key}-{version.version}-{edition}.pdf"
    return send_file(path.resolve(), "application/pdf", as_attachment=True, download_name=name)

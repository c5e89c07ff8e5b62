"""Templates of papers: list, edit with a preview on real data, versions and what they change."""

from base64 import b64encode
from difflib import unified_diff
from itertools import pairwise

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Programme
from lms.certificates import paper, words
from lms.certificates.blueprint import bp
from lms.certificates.designs import actions, proof, queries
from lms.certificates.designs.forms import TemplateForm
from lms.certificates.models import PaperTemplate
from lms.certificates.rules import EVENT_KIND
from lms.core.access import requires
from lms.core.errors import RuleBroken
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page

_KIND = f"<any({', '.join(words.KINDS)}):kind>"
_ADDRESS, _EVENTS = f"/templat-surat/<int:programme_id>/{_KIND}", "/templat-surat/kegiatan"


@bp.get("/templat-surat")
@requires("paper_template.list")
@tab("organiser", _l("Templat surat"), order=85, icon="file-text")
def templates():
    uses = [(use, _links(use.programme, use.kind)) for use in queries.uses()]
    return page("certificates/templates.html", uses=uses, kinds=words.KINDS)


def _links(programme: Programme | None, kind: str) -> dict[str, str]:
    """Return where the template of a programme's kind (None: of events) is edited and tried."""
    if programme is None:
        ends = ("event_template", "event_preview", "event_versions", "event_put_back")
        found = [url_for(f".{end}") for end in ends]
    else:
        ends = ("template", "preview", "template_versions", "put_back")
        found = [url_for(f".{end}", programme_id=programme.id, kind=kind) for end in ends]
    return dict(zip(("edit", "preview", "versions", "put_back"), found, strict=True))


@bp.route(_ADDRESS, methods=["GET", "POST"])
@requires("paper_template.edit", Programme)
@under("certificates.templates")
def template(programme: Programme, kind: str):
    return _edit(programme, kind)


@bp.route(_EVENTS, methods=["GET", "POST"])
@requires("event_template.edit")
@under("certificates.templates")
def event_template():
    return _edit(None, EVENT_KIND)


def _edit(programme: Programme | None, kind: str):
    present = _use(programme, kind).template
    form = TemplateForm(
        source=present.source if present else paper.built_in(kind),
        style=present.style if present else "",
        base_id=present.id if present else 0,
        needs_photo=bool(present and present.needs_photo),
        needs_registration=bool(present and present.needs_registration),
    )
    form.person.choices = queries.people(programme)
    found = proof.Proof()
    if request.method == "POST":
        found = _tried(programme, kind, form, thorough=True)

    def save():
        return actions.save(
            programme, kind, source=form.source.text, style=form.style.text, note=form.note.data,
            base_id=form.base_id.data, tried=found, by=current_user,
            needs_photo=form.needs_photo.data, needs_registration=form.needs_registration.data
            and programme is not None,
        )  # fmt: skip

    if found.pictures and form.accepts(save):
        flash(_("Versi baru tersimpan dan berlaku mulai sekarang."), "ok")
        return redirect(_links(programme, kind)["edit"])
    return _editor(programme, kind, form, found, present)


def _tried(programme, kind, form, *, thorough):
    """Return the proof of what was sent, which has no pictures when the form is refused."""
    if not form.validate():
        return proof.Proof()
    try:
        return actions.try_out(
            programme, kind, form.source.text, form.style.text, form.person.data, thorough=thorough
        )
    except RuleBroken as refused:
        form.refusal = refused.sentence
        return proof.Proof()


@bp.post(f"{_ADDRESS}/pratinjau")
@requires("paper_template.edit", Programme)
@under("certificates.templates")
def preview(programme: Programme, kind: str):
    return _preview(programme, kind)


@bp.post(f"{_EVENTS}/pratinjau")
@requires("event_template.edit")
@under("certificates.templates")
def event_preview():
    return _preview(None, EVENT_KIND)


def _preview(programme: Programme | None, kind: str):
    present = _use(programme, kind).template
    form = TemplateForm()
    form.person.choices = queries.people(programme)
    form.note.validators = []  # nothing is kept yet
    found = _tried(programme, kind, form, thorough=False)
    return _editor(programme, kind, form, found, present)


def _use(programme: Programme | None, kind: str) -> queries.Use:
    found = (use for use in queries.uses() if (use.programme, use.kind) == (programme, kind))
    return next(found, None) or abort(404)


def _editor(programme, kind, form, found, present):
    pictures = [b64encode(one).decode() for one in found.pictures]
    body = page(
        "certificates/template.html",
        fragment="proof",
        programme=programme,
        links=_links(programme, kind),
        kind=kind,
        kinds=words.KINDS,
        form=form,
        proof=found,
        pictures=pictures,
        present=present,
        versions=queries.versions(programme.id if programme else None, kind),
        facts=words.FACTS,
    )
    return body, 422 if form.problems or found.faults else 200


@bp.get(f"{_ADDRESS}/versi")
@requires("paper_template.edit", Programme)
@under("certificates.templates")
def template_versions(programme: Programme, kind: str):
    return _versions(programme, kind)


@bp.get(f"{_EVENTS}/versi")
@requires("event_template.edit")
@under("certificates.templates")
def event_versions():
    return _versions(None, EVENT_KIND)


def _versions(programme: Programme | None, kind: str):
    _use(programme, kind)
    shipped = PaperTemplate(source=paper.built_in(kind), style="")
    found = queries.versions(programme.id if programme else None, kind)
    changes = [(newer, _lines(older, newer)) for newer, older in pairwise([*found[:20], shipped])]
    return page(
        "certificates/template_versions.html",
        programme=programme,
        links=_links(programme, kind),
        kind=kind,
        kinds=words.KINDS,
        changes=changes,
    )


def _lines(older: PaperTemplate, newer: PaperTemplate) -> list[str]:
    """Return what changed, line by line, with a sign in front of each."""
    return [
        line
        for part in ("source", "style")
        for line in list(
            unified_diff(
                getattr(older, part).splitlines(), getattr(newer, part).splitlines(), lineterm=""
            )
        )[2:]
    ]


@bp.post(f"{_ADDRESS}/versi")
@requires("paper_template.edit", Programme)
def put_back(programme: Programme, kind: str):
    return _put_back(programme, kind)


@bp.post(f"{_EVENTS}/versi")
@requires("event_template.edit")
def event_put_back():
    return _put_back(None, EVENT_KIND)


def _put_back(programme: Programme | None, kind: str):
    _use(programme, kind)
    version = request.form.get("versi", 0, type=int)
    actions.put_back(programme, kind, version, by=current_user)
    flash(_("Isi versi itu berlaku lagi, sebagai versi baru."), "ok")
    return redirect(_links(programme, kind)["edit"])

"""The drafts, and one draft: its parts in order, what is wrong, publishing and giving up."""

from io import BytesIO

from flask import flash, redirect, request, send_file, url_for
from flask_login import current_user

from lms.authoring import queries as published
from lms.authoring import words
from lms.authoring.drafts import actions, archive, queries, tree, workspace
from lms.authoring.drafts.forms import AddForm, ArchiveForm, NewProgrammeForm, PublishForm
from lms.authoring.models import ProgrammeDraft
from lms.authoring.views.blueprint import bp
from lms.catalogue.models import Programme
from lms.core.access import can, requires
from lms.core.errors import RuleBroken
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.jobs import Job
from lms.core.menu import under
from lms.core.pages import page


@bp.get("/program/rancangan")
@requires("programme_draft.list")
@under("authoring.programmes")
def drafts():
    return _drafts_page()


def _drafts_page(new: NewProgrammeForm | None = None, archived: ArchiveForm | None = None):
    open_drafts = queries.drafts()
    taken = {draft.key for draft in open_drafts}
    versions = [one for one in published.programmes() if one.programme.key not in taken]
    return page(
        "authoring/drafts/list.html",
        drafts=open_drafts,
        versions=versions,
        new=new or NewProgrammeForm(formdata=None),
        archived=archived or ArchiveForm(formdata=None),
        states=words.STATES,
    )


@bp.post("/program/<int:programme_id>/rancangan")
@requires("programme.keys", Programme)
def start_draft(programme: Programme):
    version = published.current_version(programme.key)
    if version is None:
        raise RuleBroken(_("Program ini belum terbit."))
    draft = actions.start(version, by=current_user)
    flash(_("Rancangan dimulai dari versi %(version)s.", version=version.version), "ok")
    return redirect(url_for(".draft", programme_draft_id=draft.id))


@bp.post("/program/rancangan/baru")
@requires("programme_draft.list")
@under("authoring.programmes")
def new_programme():
    form = NewProgrammeForm()
    if not form.accepts(
        lambda: actions.start_new(form.title.data, form.kind.data, by=current_user)
    ):
        return _drafts_page(new=form), 422
    return redirect(url_for(".draft", programme_draft_id=form.result.id))


@bp.post("/program/rancangan/impor")
@requires("programme_draft.list")
@under("authoring.programmes")
def bring_in():
    form = ArchiveForm()
    if not form.accepts(lambda: actions.bring_in(form.file.data, by=current_user)):
        return _drafts_page(archived=form), 422
    flash(_("Program dari ZIP menjadi rancangan baru."), "ok")
    return redirect(url_for(".draft", programme_draft_id=form.result.id))


@bp.get("/program/rancangan/<int:programme_draft_id>")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def draft(draft: ProgrammeDraft):
    return draft_page(draft)


def draft_page(
    draft: ProgrammeDraft, *, add: AddForm | None = None, publishing: PublishForm | None = None,
    refusal: str = "",
):  # fmt: skip
    files = queries.files_of(draft)
    reading = workspace.read(draft.key, files)
    label = tree.text_of(files.get(f"{draft.key}/programme.yaml"))
    return page(
        "authoring/drafts/draft.html",
        draft=draft,
        outline=tree.outline(draft.key, files),
        reading=reading,
        counts=reading.by_file(),
        phases=tree.phases_of(draft.key, files),
        add=add or AddForm(formdata=None),
        publishing=publishing or PublishForm(formdata=None, version=tree.next_label(label)),
        refusal=refusal,
        shape=workspace.shape(files),
        words=words,
        units=tree.UNITS,
        may_publish=can(current_user, "programme_draft.publish", draft),
    )


@bp.post("/program/rancangan/<int:programme_draft_id>/susunan")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def arrange(draft: ProgrammeDraft):
    """Move, rename, remove or add a part; refused when the order is not the one that was seen."""
    form = AddForm() if "tambah" in request.form else EmptyForm()
    if not form.accepts(lambda: _arranged(draft, form)):
        refusal = form.refusal or ""
        return draft_page(
            draft, add=form if "tambah" in request.form else None, refusal=refusal
        ), 422
    flash(form.result, "ok")
    return redirect(url_for(".draft", programme_draft_id=draft.id))


def _arranged(draft: ProgrammeDraft, form) -> str:
    files, sent = queries.files_of(draft), request.form
    if sent.get("susunan") != workspace.shape(files):
        raise RuleBroken(_("Susunan sudah diubah orang lain. Lihat susunan yang baru lalu ulangi."))
    path = sent.get("jalur", "")
    if "tambah" in sent:
        changes = tree.added(
            files, draft.key, sent["tambah"], form.title.data, path, phase=sent.get("tahap", "")
        )
        verb, said = "added", _("Bagian baru ditambahkan.")
    elif "nama" in sent:
        changes, verb = tree.renamed(files, path, sent["nama"].strip()), "renamed"
        said = _("Nama berkas diganti, juga di tempat lain yang menyebutnya.")
    elif "hapus" in sent:
        changes, verb, said = (
            tree.removed(files, path),
            "removed",
            _("Dihapus. Riwayat dapat mengembalikannya."),
        )
    else:
        changes = tree.moved(files, path, -1 if "naik" in sent else 1)
        verb, said = "moved", _("Urutan diubah.")
    actions.write(draft, changes, verb, by=current_user)
    return said


@bp.get("/program/rancangan/<int:programme_draft_id>/periksa")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def check_draft(draft: ProgrammeDraft):
    reading = workspace.read(draft.key, queries.files_of(draft), doubts=True)
    return page("authoring/drafts/check.html", draft=draft, reading=reading)


@bp.post("/program/rancangan/<int:programme_draft_id>/terbit")
@requires("programme_draft.publish", ProgrammeDraft)
@under("authoring.programmes")
def publish_draft(draft: ProgrammeDraft):
    form = PublishForm()
    if not form.accepts(lambda: actions.ask_to_publish(draft, form.version.data, by=current_user)):
        return draft_page(draft, publishing=form), 422
    return redirect(url_for(".publishing", programme_draft_id=draft.id))


@bp.get("/program/rancangan/<int:programme_draft_id>/terbit")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def publishing(draft: ProgrammeDraft):
    job: Job | None = queries.publish_job(draft)
    version = queries.version_of(draft)
    return page(
        "authoring/drafts/publishing.html",
        draft=draft,
        job=job,
        version=version,
        staying=published.running_batches(version) if version else [],
        words=words,
    )


@bp.post("/program/rancangan/<int:programme_draft_id>/buka")
@requires("programme_draft.publish", ProgrammeDraft)
def reopen_draft(draft: ProgrammeDraft):
    actions.reopen(draft, by=current_user)
    return redirect(url_for(".draft", programme_draft_id=draft.id))


@bp.post("/program/rancangan/<int:programme_draft_id>/buang")
@requires("programme_draft.publish", ProgrammeDraft)
def drop_draft(draft: ProgrammeDraft):
    actions.drop(draft, by=current_user)
    flash(_("Rancangan dibuang. Versi yang terbit tidak berubah."), "ok")
    return redirect(url_for(".drafts"))


@bp.get("/program/rancangan/<int:programme_draft_id>.zip")
@requires("programme_draft.view", ProgrammeDraft)
def export_draft(draft: ProgrammeDraft):
    data = archive.packed(queries.files_of(draft))
    name = f"{draft.key}-rancangan-{draft.revision}.zip"
    return send_file(BytesIO(data), "application/zip", as_attachment=True, download_name=name)

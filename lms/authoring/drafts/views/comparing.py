"""A draft beside the version it began as, two versions beside each other, versions as ZIP."""

from io import BytesIO

from flask import abort, request, send_file
from flask_login import current_user

from lms.authoring import words
from lms.authoring.drafts import archive, comparing, queries, tree
from lms.authoring.drafts.tree import Files
from lms.authoring.models import ProgrammeDraft
from lms.authoring.views.blueprint import bp
from lms.catalogue.models import Programme
from lms.core.access import can, requires
from lms.core.addresses import whole
from lms.core.menu import under
from lms.core.pages import page


def _compared(before: Files, after: Files, **context):
    path = request.args.get("jalur", "")[:300]
    found = comparing.differences(before, after)
    pairs = []
    if any(one.path == path and one.kind != "media" for one in found):
        pairs = comparing.side_by_side(
            tree.text_of(before.get(path)), tree.text_of(after.get(path))
        )
    return page(
        "authoring/drafts/compare.html",
        found=found,
        counts=comparing.counted(found),
        path=path if pairs else "",
        pairs=pairs,
        words=words,
        **context,
    )


@bp.get("/program/rancangan/<int:programme_draft_id>/banding")
@requires("programme_draft.view", ProgrammeDraft)
@under("authoring.programmes")
def compare_draft(draft: ProgrammeDraft):
    return _compared(
        queries.files_of_version(draft.base_id),
        queries.files_of(draft),
        draft=draft,
        base=queries.base_of(draft),
    )


@bp.get("/program/<int:programme_id>/versi")
@requires("programme.keys", Programme)
@under("authoring.programmes")
def versions(programme: Programme):
    found = queries.versions_of(programme)
    return page(
        "authoring/drafts/versions.html",
        programme=programme,
        versions=found,
        kept=queries.versions_with_files(programme),
        may_write=can(current_user, "programme_draft.list"),
    )


@bp.get("/program/<int:programme_id>/banding")
@requires("programme.keys", Programme)
@under("authoring.programmes")
def compare_versions(programme: Programme):
    known = {one.id: one for one in queries.versions_of(programme)}
    before = known.get(request.args.get("dari", 0, type=whole))
    after = known.get(request.args.get("ke", 0, type=whole))
    if before is None or after is None:
        abort(404)
    return _compared(
        queries.files_of_version(before.id),
        queries.files_of_version(after.id),
        draft=None,
        programme=programme,
        base=before,
        other=after,
    )


@bp.get("/program/<int:programme_id>/versi/<int:number>.zip")
@requires("programme.keys", Programme)
def export_version(programme: Programme, number: int):
    version = next((one for one in queries.versions_of(programme) if one.id == number), None)
    files = queries.files_of_version(version.id) if version else {}
    if version is None or not files:
        abort(404)
    name = f"{programme.key}-{version.version}.zip"
    data = BytesIO(archive.packed(files))
    return send_file(data, "application/zip", as_attachment=True, download_name=name)

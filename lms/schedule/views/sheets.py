"""Resources as tables: taking them along, and bringing them in with a preview."""

from flask import abort, flash, redirect, url_for
from flask_login import current_user

from lms.core import previews, tables
from lms.core.access import requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.schedule import actions, queries, sheets
from lms.schedule.views.blueprint import bp
from lms.schedule.views.resources import say_trouble

#: Where the list of a kind of resource stands.
_LISTS = {
    "ruang": "schedule.rooms", "akun-webinar": "schedule.accounts",
    "libur": "schedule.working", "pengajar": "schedule.instructors",
    "penutupan": "schedule.rooms", "cuti": "schedule.instructors",
    "waktu-tempuh": "schedule.buildings", "pola-jam": "schedule.working",
}  # fmt: skip


def _sheet(kind: str) -> sheets.Sheet:
    return sheets.SHEETS.get(kind) or abort(404)


@bp.get("/sumber-daya/<kind>.<suffix>")
@requires("resource.list")
def sheet(kind: str, suffix: str):
    found = _sheet(kind)
    if suffix not in ("xlsx", "csv"):
        abort(404)
    names = [column.name for column in found.columns]
    lines = [[row[name] for name in names] for row in queries.sheet_rows(kind).values()]
    return tables.answer_table(kind, [name.capitalize() for name in names], lines, suffix)


@bp.get("/sumber-daya/<kind>/impor")
@requires("resource.edit")
@under("schedule.rooms")
def import_sheet(kind: str):
    return _import_page(kind, previews.TableForm(formdata=None))


def _import_page(kind: str, form: previews.TableForm):
    found = _sheet(kind)
    return page("schedule/import.html", sheet=found, form=form, back=url_for(_LISTS[kind]))


@bp.post("/sumber-daya/<kind>/impor")
@requires("resource.edit")
@under("schedule.rooms")
def preview_sheet(kind: str):
    found, form = _sheet(kind), previews.TableForm()
    if not form.accepts(lambda: _compared(kind, form)):
        return _import_page(kind, form), 422
    rows = form.result
    ready = [row.facts for row in rows if row.kind in ("new", "changed")]
    return page(
        "schedule/import_preview.html",
        sheet=found,
        rows=[row for row in rows if row.kind != "same"],
        counts={kind: sum(row.kind == kind for row in rows) for kind in _KINDS},
        back=url_for(_LISTS[kind]),
        form=previews.ApplyForm(formdata=None, preview=previews.seal(f"sheet.{kind}", ready)),
    )


_KINDS = ("new", "changed", "same", "fault")


def _compared(kind: str, form: previews.TableForm) -> list[sheets.Row]:
    table = tables.read_table(*previews.table_of(form.table.data), most_rows=sheets.MOST_ROWS)
    return actions.preview_sheet(kind, table)


@bp.post("/sumber-daya/<kind>/terapkan")
@requires("resource.edit")
@under("schedule.rooms")
def apply_sheet(kind: str):
    _sheet(kind)
    form = previews.ApplyForm()
    if not form.accepts(
        lambda: actions.apply_sheet(
            kind, previews.unseal(f"sheet.{kind}", form.preview.data), by=current_user
        )
    ):
        raise RuleBroken(form.problems[0][1])
    flash(_("%(count)s baris tersimpan.", count=form.result), "success")
    say_trouble(now(), now() + queries.AHEAD)
    return redirect(url_for(_LISTS[kind]))

"""A batch's whole plan from its programme's timetable or another batch; what a year can hold."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.clock import today
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.schedule import actions, queries, words
from lms.schedule.forms import CloneForm, TemplateForm
from lms.schedule.views.blueprint import bp
from lms.schedule.weeks import week_of


@bp.route("/angkatan/<int:batch_id>/jadwal/pola", methods=["GET", "POST"])
@requires("session.plan", Batch)
@under("schedule.timetable")
def template(batch: Batch):
    form = _template_form(batch)
    if request.method == "GET":
        return _template_page(batch, form, _clone_form(batch))
    if form.accepts(lambda: actions.apply_template(batch, form.staffing(), by=current_user)):
        return _planned(batch, _("Pola dipakai. Semua sesinya masih rancangan."))
    return _template_page(batch, form, _clone_form(batch)), 422


def _template_form(batch: Batch, *, sent: bool = True) -> TemplateForm:
    form = TemplateForm() if sent else TemplateForm(formdata=None)
    names = queries.group_names(batch, queries.lines_of(batch))
    form.offer(
        queries.open_rooms(), queries.open_accounts(), queries.possible_instructors(batch), names
    )
    return form


def _clone_form(batch: Batch, *, sent: bool = False) -> CloneForm:
    form = CloneForm() if sent else CloneForm(formdata=None)
    form.offer(queries.planned_companions(batch))
    return form


def _template_page(batch: Batch, form: TemplateForm, clone: CloneForm):
    needs = queries.needs_of(batch)
    dated = {need.dated.number: need.dated for need in needs}
    return page(
        "schedule/template.html",
        batch=batch,
        form=form,
        clone=clone,
        needs=needs,
        moved=[one for one in dated.values() if one.is_moved or one.problem],
        words=words,
    )


def _planned(batch: Batch, said: str):
    flash(said, "success")
    sessions = queries.sessions_of(batch, drafts=True)
    week = week_of(next((one.day for one in sessions if one.is_draft), batch.starts_on))
    return redirect(url_for(".board", angkatan=batch.id, minggu=week.name))


@bp.post("/angkatan/<int:batch_id>/jadwal/salin")
@requires("session.plan", Batch)
@under("schedule.timetable")
def clone_plan(batch: Batch):
    form = _clone_form(batch, sent=True)
    if not form.validate():
        return _template_page(batch, _template_form(batch, sent=False), form), 422
    source = form.sources[form.source.data]
    copies = queries.copies_of(source, batch)
    if "terapkan" not in request.form:
        return _clone_page(batch, form, source, copies)
    if form.accepts(
        lambda: actions.clone_plan(
            source, batch, with_instructors=form.with_instructors.data, by=current_user
        )
    ):
        return _planned(batch, _("Jadwal disalin. Semua sesinya masih rancangan."))
    return _clone_page(batch, form, source, copies), 422


def _clone_page(batch: Batch, form: CloneForm, source: Batch, copies: list[queries.Copied]):
    return page(
        "schedule/clone.html", batch=batch, form=form, source=source, copies=copies, words=words
    )


@bp.get("/jadwal/kapasitas")
@requires("schedule.board")
@under("schedule.board")
def season():
    year = min(2099, max(2000, request.args.get("tahun", today().year, type=int)))
    found = queries.season(year)
    return page("schedule/season.html", season=found, kinds=words.RESOURCES, words=words)


@bp.get("/jadwal/kapasitas-<int:year>.<any(xlsx,csv):suffix>")
@requires("schedule.board")
def season_table(year: int, suffix: str):
    if not 2000 <= year <= 2099:
        abort(404)
    header = [_("Jenis"), _("Nama"), _("Terjadwal (JP)"), _("Tersedia (JP)"), "%"]
    rows = [
        (str(words.RESOURCES[one.kind]), one.name, one.used, one.jp, one.percent)
        for one in queries.season(year).supplies
    ]
    return answer_table(f"kapasitas-{year}", header, rows, suffix)

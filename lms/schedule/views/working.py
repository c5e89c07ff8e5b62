"""The working calendar: holidays of a year and how training days are cut."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.queries import programmes
from lms.core.access import requires
from lms.core.clock import from_local_date, today
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.schedule import actions, queries, rules, words
from lms.schedule.forms import GridForm, HolidayForm
from lms.schedule.models import DayGrid, Holiday
from lms.schedule.views.blueprint import bp
from lms.schedule.views.resources import say_trouble


@bp.route("/kalender-kerja", methods=["GET", "POST"])
@requires("resource.edit")
@under("schedule.rooms")
def working():
    form = HolidayForm()
    if request.method == "POST":
        if form.accepts(
            lambda: actions.set_holiday(
                form.day.data, form.name.data, form.kind.data, source=form.source.data,
                by=current_user,
            )
        ):  # fmt: skip
            flash(_("%(name)s tersimpan.", name=form.result.name), "success")
            moment = from_local_date(form.result.day)
            say_trouble(moment, moment)
            return redirect(url_for(".working", tahun=form.result.day.year))
        return _working_page(form, _grid_form()), 422
    return _working_page(form, _grid_form())


def _grid_form(*, sent: bool = False) -> GridForm:
    form = GridForm() if sent else GridForm(formdata=None)
    form.offer([(one.id, one.title) for one in programmes()])
    return form


def _working_page(form: HolidayForm, grid_form: GridForm):
    year = min(2100, max(2000, request.args.get("tahun", today().year, type=int)))
    first = today().replace(year=year, month=1, day=1)
    return page(
        "schedule/working.html",
        form=form,
        grid_form=grid_form,
        year=year,
        holidays=queries.holidays_between(first, first.replace(month=12, day=31)),
        grids=queries.grids(),
        rules=rules,
        words=words,
    )


@bp.post("/kalender-kerja/pola-jam")
@requires("resource.edit")
@under("schedule.rooms")
def set_grid():
    form = _grid_form(sent=True)
    if not form.accepts(
        lambda: actions.set_grid(
            form.programme.data or None,
            form.weekday.data if form.weekday.data >= 0 else None,
            form.from_on.data,
            rules.read_spans(form.blocks.data),
            by=current_user,
        )
    ):
        return _working_page(HolidayForm(formdata=None), form), 422
    flash(_("Pola jam tersimpan."), "success")
    return redirect(url_for(".working"))


@bp.post("/kalender-kerja/pola-jam/<int:day_grid_id>/hapus")
@requires("day_grid.edit", DayGrid)
def drop_grid(grid: DayGrid):
    actions.drop_grid(grid, by=current_user)
    flash(_("Pola jam dihapus."), "success")
    return redirect(url_for(".working"))


@bp.post("/kalender-kerja/libur/<int:holiday_id>/hapus")
@requires("holiday.edit", Holiday)
def drop_holiday(holiday: Holiday):
    actions.drop_holiday(holiday, by=current_user)
    flash(_("%(name)s dihapus dari kalender kerja.", name=holiday.name), "success")
    return redirect(url_for(".working", tahun=holiday.day.year))

"""Plans by the solver: asking, watching, stopping, using; mending what a closure hits."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import can, requires
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.schedule import actions, plan_words, queries, words
from lms.schedule.forms import RepairForm, SearchForm
from lms.schedule.models import PlanSearch
from lms.schedule.views.blueprint import bp

#: Lines of a proposal on a page.
LINES = 60


@bp.route("/angkatan/<int:batch_id>/jadwal/susun", methods=["GET", "POST"])
@requires("session.plan", Batch)
@under("schedule.timetable")
def arrange(batch: Batch):
    form = SearchForm()
    others = queries.batch_choices(batch.starts_on, batch.ends_on)
    may_plan = can(current_user, "schedule.board")
    others = [one for one in others if one.id != batch.id] if may_plan else []
    form.offer(others, queries.open_rooms())
    if request.method == "POST" and form.accepts(
        lambda: actions.search_plan(
            [batch, *queries.batches_by_id(form.others.data or [])], seconds=form.seconds.data,
            seed=form.seed.data, link=form.link.data or "", rooms=form.rooms.data or [],
            by=current_user,
        )
    ):  # fmt: skip
        return redirect(url_for(".search", plan_search_id=form.result.id))
    return page(
        "schedule/arrange.html",
        batch=batch,
        form=form,
        needs=queries.needs_ahead(batch),
        drafts=[one for one in queries.sessions_of(batch, drafts=True) if one.is_draft],
        searches=queries.searches_of(batch),
        words=words,
    ), 200 if request.method == "GET" else 422


@bp.get("/jadwal/susunan/<int:plan_search_id>")
@requires("plan_search.view", PlanSearch)
@under("schedule.board")
def search(search: PlanSearch):
    return _show(search, EmptyForm(formdata=None))


def _show(search: PlanSearch, form: EmptyForm):
    batches = queries.batches_by_id(search.batch_ids)
    number = max(1, request.args.get("halaman", 1, type=int))
    lines = search.result.get("lines", [])
    pages = max(1, -(-len(lines) // LINES))
    number = min(number, pages)
    return page(
        "schedule/search.html",
        search=search,
        form=form,
        job=queries.job_of(search),
        lines=[plan_words.line(one) for one in lines[(number - 1) * LINES : number * LINES]],
        unplaced=sum(line["after"] is None for line in lines),
        bare=sum(bool(line["after"]) and not line["after"]["staff"] for line in lines),
        changed=sum(line["after"] is not None for line in lines),
        weak=plan_words.weaknesses(search.result),
        reasons=plan_words.reasons(
            search.result.get("explanation"), batches[0].name if len(batches) == 1 else ""
        ),
        hit=len(search.result.get("hit", ())),
        number=number,
        pages=pages,
        batches=batches,
    )


@bp.get("/jadwal/susunan/<int:plan_search_id>.<any(xlsx,csv):suffix>")
@requires("plan_search.view", PlanSearch)
def search_table(search: PlanSearch, suffix: str):
    header = [_("Sesi"), _("Angkatan"), "JP", _("Sebelum"), _("Sesudah")]
    lines = map(plan_words.line, search.result.get("lines", []))
    rows = [(one.title, one.batch, one.jp, one.before, one.after) for one in lines]
    return answer_table(f"susunan-{search.id}", header, rows, suffix)


@bp.post("/jadwal/susunan/<int:plan_search_id>/berhenti")
@requires("plan_search.view", PlanSearch)
@under("schedule.board")
def stop_plan_search(search: PlanSearch):
    form = EmptyForm()
    if not form.accepts(lambda: actions.stop_plan_search(search, by=current_user)):
        return _show(search, form), 422
    flash(_("Pencarian dihentikan; susunan terbaik sejauh ini segera tampil."), "info")
    return redirect(url_for(".search", plan_search_id=search.id))


@bp.post("/jadwal/susunan/<int:plan_search_id>/pakai")
@requires("plan_search.view", PlanSearch)
@under("schedule.board")
def apply_search(search: PlanSearch):
    form = EmptyForm()
    if not form.accepts(lambda: actions.apply_search(search, by=current_user)):
        return _show(search, form), 422
    flash(_("Susunan dipakai. Seluruhnya dapat diurungkan sekaligus."), "success")
    return redirect(url_for(".search", plan_search_id=search.id))


@bp.route("/jadwal/perbaikan", methods=["GET", "POST"])
@requires("schedule.board")
@under("schedule.board")
def mend():
    form = RepairForm()
    form.offer(queries.instructors(), queries.open_rooms())
    if request.method == "POST" and form.accepts(
        lambda: actions.search_repair(form.trouble(), by=current_user)
    ):
        return redirect(url_for(".search", plan_search_id=form.result.id))
    return page("schedule/mend.html", form=form, repairs=queries.latest_repairs()), (
        200 if request.method == "GET" else 422
    )

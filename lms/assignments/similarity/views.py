"""What a task's works share with others of the programme, two works side by side, common texts."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.assignments import queries as assignments
from lms.assignments.similarity import actions, permissions, queries, words
from lms.assignments.similarity.forms import CommonTextForm, NoteForm
from lms.assignments.similarity.models import SimilarityPair
from lms.assignments.similarity.queries import PairFilter
from lms.assignments.views.blueprint import bp, brief_or_404
from lms.catalogue.models import Batch
from lms.core.access import can, requires
from lms.core.addresses import whole
from lms.core.forms import EmptyForm
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page

#: Imported so that its rules stand in the house's list.
__all__ = ["permissions"]

_LIST = "/angkatan/<int:batch_id>/tugas/<int:unit_id>/kemiripan"


@bp.route(_LIST, methods=["GET", "POST"])
@requires("similarity.view", Batch)
@under("assignments.tasks")
def similarity(batch: Batch, unit_id: int):
    brief, form = brief_or_404(batch, unit_id), EmptyForm()
    if request.method == "POST" and form.accepts(
        lambda: actions.compare_again(batch, brief.unit, by=current_user)
    ):
        flash(_("Pemeriksaan ulang dimulai. Anda boleh menutup halaman ini."), "ok")
        return redirect(url_for(".similarity", batch_id=batch.id, unit_id=unit_id))
    wanted = PairFilter.read(request.args)
    number = max(1, request.args.get("halaman", 1, type=whole))
    found = queries.pairs_in(batch, unit_id, current_user, wanted, number)
    works = [work for line in found.lines for work in (line.own, line.other)]
    return page(
        "assignments/similarity/listed.html",
        fragment="progress",
        batch=batch,
        brief=brief,
        form=form,
        found=found,
        wanted=wanted,
        number=number,
        pages=-(-found.count // queries.PAGE),
        job=queries.progress_of(batch.version.programme_id),
        blind=assignments.blind_tasks({batch.id, *(work.enrolment.batch_id for work in works)}),
        may_arrange=can(current_user, "similarity.arrange", batch),
        words=words,
    ), 422 if request.method == "POST" else 200


@bp.route("/kemiripan/<int:similarity_pair_id>", methods=["GET", "POST"])
@requires("similarity_pair.view", SimilarityPair)
@under("assignments.queue")
def similarity_pair(pair: SimilarityPair):
    pair_id, form = pair.id, NoteForm()
    if request.method == "GET":
        form.verdict.data = pair.verdict or None
    elif form.accepts(
        lambda: actions.note(pair, form.verdict.data, reason=form.reason.data, by=current_user)
    ):
        flash(_("Catatan tersimpan dalam jurnal. Tidak ada nilai yang berubah."), "ok")
        return redirect(url_for(".similarity_pair", similarity_pair_id=pair_id))
    found, sides = queries.pair_in_full(pair_id, current_user)
    return page(
        "assignments/similarity/pair.html",
        pair=found,
        sides=sides,
        form=form,
        blind=assignments.blind_tasks(side.work.enrolment.batch_id for side in sides),
        words=words,
    ), 422 if request.method == "POST" else 200


@bp.route(f"{_LIST}/teks-umum", methods=["GET", "POST"])
@requires("similarity.arrange", Batch)
@under("assignments.tasks")
def common_texts(batch: Batch, unit_id: int):
    brief, form = brief_or_404(batch, unit_id), CommonTextForm()
    if request.method == "POST" and form.accepts(
        lambda: actions.add_common_text(
            batch.version.programme_id, form.title.data, form.text.data, by=current_user
        )
    ):
        flash(_("Teks umum tersimpan. Karya program dibandingkan ulang di latar belakang."), "ok")
        return redirect(url_for(".common_texts", batch_id=batch.id, unit_id=unit_id))
    return page(
        "assignments/similarity/common.html", batch=batch, brief=brief, form=form,
        texts=queries.common_texts(batch.version.programme_id),
    ), 422 if request.method == "POST" else 200  # fmt: skip


@bp.post(f"{_LIST}/teks-umum/<int:number>/hapus")
@requires("similarity.arrange", Batch)
@under("assignments.tasks")
def remove_common_text(batch: Batch, unit_id: int, number: int):
    found = queries.common_text_in(batch.version.programme_id, number) or abort(404)
    actions.remove_common_text(found, by=current_user)
    flash(_("Teks itu dihitung lagi. Karya program dibandingkan ulang di latar belakang."), "ok")
    return redirect(url_for(".common_texts", batch_id=batch.id, unit_id=unit_id))

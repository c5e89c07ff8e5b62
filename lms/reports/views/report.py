"""The report of a batch: what is missing, the texts, and each chapter as it would be filed."""

from flask import abort, flash, jsonify, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import can, requires
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.reports import actions, chapters, document, queries, rules, words
from lms.reports.forms import TextForm
from lms.reports.views.blueprint import bp


@bp.get("/angkatan/<int:batch_id>/laporan")
@requires("report.view", Batch)
@tab("batch", _l("Laporan"), order=75, icon="file-text")
def report(batch: Batch):
    return _report_page(batch)


def _report_page(batch: Batch, refused: TextForm | None = None, section: str = ""):
    texts = queries.texts_of(batch)
    return page(
        "reports/report.html",
        batch=batch,
        missing=rules.gaps(queries.state(batch, texts)),
        texts=texts,
        editions=queries.editions_of(batch, "report"),
        job=queries.job_of(batch, "report"),
        refused=refused,
        section=section,
        may_write=can(current_user, "report.write", batch),
        words=words,
        longest=rules.LONGEST,
    )


@bp.get("/angkatan/<int:batch_id>/laporan/bab/<key>")
@requires("report.view", Batch)
@under("reports.report")
def chapter(batch: Batch, key: str):
    if key not in document.KEYS:
        abort(404)
    return page(
        "reports/chapter.html",
        batch=batch,
        chapter=document.chapter(batch, key),
        titles=chapters.TITLES | chapters.ANNEX_TITLES,
    )


@bp.post("/angkatan/<int:batch_id>/laporan/naskah/<section>")
@requires("report.write", Batch)
@under("reports.report")
def keep_text(batch: Batch, section: str):
    """Keep a text: sent while it is typed (js/autosave.js), or by its button."""
    form, typed = TextForm(), request.accept_mimetypes.best == "application/json"
    if section not in rules.SECTIONS:
        abort(404)
    if not form.accepts(lambda: actions.keep_text(batch, section, form.change(), by=current_user)):
        told = jsonify(error=form.problems[0][1]) if typed else _report_page(batch, form, section)
        return told, 422
    kept = form.result
    if typed:
        told = {"saved_at": kept.saved_at.isoformat(), "seq": kept.seq}
        return jsonify(told | {"value": kept.body}) if kept.is_stale else jsonify(told), (
            409 if kept.is_stale else 200
        )
    if kept.is_stale:
        form.refusal = _("Bagian ini baru saja diubah dari halaman lain. Salin tulisan Anda, muat "
                         "ulang halaman, lalu gabungkan.")  # fmt: skip
        return _report_page(batch, form, section), 422
    flash(_("Naskah tersimpan."), "ok")
    return redirect(url_for(".report", batch_id=batch.id) + f"#{section}")

"""The queue of reports to verify: one by one, many at once, and undone."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.competence import actions, queries, words
from lms.competence.forms import DecisionForm
from lms.competence.models import OutsideTraining
from lms.competence.views.blueprint import bp
from lms.core.access import requires
from lms.core.clock import now
from lms.core.errors import RuleBroken
from lms.core.i18n import _, _l, ngettext
from lms.core.menu import tab, under
from lms.core.pages import page

#: Reports verified with one click.
MOST_AT_ONCE = 100


@bp.get("/verifikasi-jp")
@requires("outside_training.queue")
@tab("opd", _l("Verifikasi JP"), order=25, icon="checks")
@tab("organiser", _l("Verifikasi JP"), order=55, icon="checks")
def training_queue():
    me = current_user._get_current_object()
    wanted = queries.QueueFilter.of(request.args)
    found, count = queries.queue(me, wanted)
    facts = [queries.report_facts(one) for one in found]
    return page(
        "competence/queue.html",
        trainings=found,
        twins=queries.twins_of(facts) if facts else {},
        count=count,
        counts=queries.queue_counts(me),
        wanted=wanted,
        pages=-(-count // queries.QUEUE_PAGE),
        undo=request.args.get("urungkan", ""),
        moment=now(),
        words=words,
    )


@bp.route("/verifikasi-jp/<int:outside_training_id>", methods=["GET", "POST"])
@requires("outside_training.decide", OutsideTraining)
@under("competence.training_queue")
def decide_training(training: OutsideTraining):
    me = current_user._get_current_object()
    form = DecisionForm()
    verb = _VERBS.get(request.form.get("langkah", ""), "")
    if request.method == "POST" and verb and form.accepts(
        lambda: actions.decide(training, verb, form.note.data or "", by=me)
    ):  # fmt: skip
        flash(str(_DONE[verb]), "ok")
        following = queries.next_in_queue(me, training) if verb != "reversed" else None
        if following is not None:
            return redirect(
                url_for(".decide_training", outside_training_id=following, urungkan=form.result)
            )
        return redirect(url_for(".training_queue", urungkan=form.result))
    found = queries.training(training.id)
    facts = queries.report_facts(found)
    return page(
        "competence/decide.html",
        training=found,
        twins=queries.twins_of([facts])[facts.key],
        form=form,
        undo=request.args.get("urungkan", ""),
        words=words,
    ), 422 if request.method == "POST" else 200


_VERBS = {
    "verifikasi": "verified",
    "tolak": "refused",
    "lengkapi": "returned",
    "batalkan": "reversed",
}
_DONE = {
    "verified": _l("Diverifikasi. JP pegawai sudah dihitung."),
    "refused": _l("Ditolak. Pegawai membaca alasannya."),
    "returned": _l("Dikembalikan kepada pegawai untuk dilengkapi."),
    "reversed": _l("Verifikasi dibatalkan. JP-nya tidak dihitung lagi."),
}


@bp.post("/verifikasi-jp/terima")
@requires("outside_training.queue")
def verify_many():
    ids = {int(one) for one in request.form.getlist("laporan") if one.isascii() and one.isdigit()}
    if not ids or len(ids) > MOST_AT_ONCE:
        raise RuleBroken(_("Pilih satu sampai %(most)s laporan.", most=MOST_AT_ONCE))
    me = current_user._get_current_object()
    done, left, together = actions.decide_many(queries.decidable(me, ids), by=me)
    if done:
        flash(
            ngettext("%(num)d laporan diverifikasi.", "%(num)d laporan diverifikasi.", done), "ok"
        )
    if left:
        names = ", ".join(one.person.name for one in left[:5])
        flash(
            _("Belum diverifikasi karena perlu dilihat sendiri: %(names)s.", names=names), "warning"
        )
    return redirect(url_for(".training_queue", urungkan=together if done else None))


@bp.post("/verifikasi-jp/urungkan/<together>")
@requires("outside_training.queue")
def undo_decision(together: str):
    count, kept = actions.undo(together, by=current_user._get_current_object())
    if count:
        flash(
            ngettext("%(num)d keputusan diurungkan.", "%(num)d keputusan diurungkan.", count), "ok"
        )
    if kept:
        names = ", ".join(f"{one.person.name} ({one.title})" for one in kept[:5])
        flash(
            _("Tidak diurungkan karena sudah berubah sejak itu: %(names)s.", names=names), "warning"
        )
    return redirect(url_for(".training_queue"))

"""One participant's proof: evidence of an assignment, meetings with coach or mentor."""

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from lms.core import files
from lms.core.access import can, requires
from lms.core.clock import today
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.events import actions, queries, rules, words
from lms.events.forms import AnswerForm, EvidenceForm, MeetingForm
from lms.events.models import EventMeeting, Participation
from lms.events.views.blueprint import bp
from lms.hours import queries as hours
from lms.hours.rules import line_for


@bp.get("/keikutsertaan/<int:participation_id>")
@requires("participation.view", Participation)
@under("events.events")
def proof(place: Participation):
    if place.event.proof == rules.PRESENCE:
        return redirect(url_for(".event", event_id=place.event_id))  # presence needs no page
    return _proof_page(place)


def _proof_page(
    place: Participation,
    *,
    evidence: EvidenceForm | None = None,
    meeting: MeetingForm | None = None,
    answer: AnswerForm | None = None,
) -> str:
    if place.event.proof == rules.PRESENCE:
        abort(404)
    place = queries.place_in_full(place)
    review = can(current_user, "participation.review", place)
    lines = hours.conversions()
    return page(
        "events/proof.html",
        place=place,
        event=place.event,
        refused=evidence or meeting or answer,
        evidence=evidence or EvidenceForm(formdata=None, data={"text": place.evidence_text}),
        meeting=meeting or MeetingForm(formdata=None, data={"held_on": today()}),
        answer=answer or AnswerForm(formdata=None),
        owns=place.person_id == current_user.id,
        may_review=review and place.person_id != current_user.id,
        counted=rules.jp_of_meetings(
            line_for(lines, place.event.form, place.event.last_day),
            [one.held_on for one in place.meetings if one.confirmed_at],
        ),
        lines=lines,
        kinds=actions.EVIDENCE_KINDS,
        max_mb=actions.EVIDENCE_MB,
        words=words,
    )


def _back(place: Participation):
    return redirect(url_for(".proof", participation_id=place.id))


@bp.post("/keikutsertaan/<int:participation_id>/bukti")
@requires("participation.own", Participation)
@under("events.events")
def hand_in(place: Participation):
    form = EvidenceForm()
    if form.accepts(
        lambda: actions.hand_in_evidence(place, form.text.data, form.upload.data, by=current_user)
    ):
        flash(_("Bukti terkirim. Pemberi tugas akan memutuskannya."), "success")
        return _back(place)
    return _proof_page(place, evidence=form), 422


@bp.get("/keikutsertaan/<int:participation_id>/bukti")
@requires("participation.view", Participation)
def open_evidence(place: Participation):
    stored = queries.place_in_full(place).evidence
    return files.send(stored, inline="lihat" in request.args) if stored else abort(404)


@bp.post("/keikutsertaan/<int:participation_id>/putusan")
@requires("participation.review", Participation)
@under("events.events")
def decide(place: Participation):
    form = AnswerForm()
    if "terima" in request.form:
        done = form.accepts(lambda: actions.accept_evidence(place, by=current_user))
    else:
        done = form.accepts(
            lambda: actions.return_evidence(place, form.why.data or "", by=current_user)
        )
    if not done:
        return _proof_page(place, answer=form), 422
    flash(_("Bukti diterima.") if place.accepted_at else _("Bukti dikembalikan."), "success")
    return _back(place)


@bp.post("/keikutsertaan/<int:participation_id>/pertemuan")
@requires("participation.review", Participation)
@under("events.events")
def log_meeting(place: Participation):
    form = MeetingForm()
    if form.accepts(
        lambda: actions.log_meeting(
            place, form.held_on.data, form.topic.data, form.outcome.data or "", by=current_user
        )
    ):
        flash(_("Pertemuan tercatat. Peserta akan mengonfirmasinya."), "success")
        return _back(place)
    return _proof_page(place, meeting=form), 422


@bp.post("/keikutsertaan/<int:participation_id>/pertemuan/<int:meeting_id>")
@requires("participation.own", Participation)
@under("events.events")
def answer_meeting(place: Participation, meeting_id: int):
    found = _meeting(place, meeting_id)
    form = AnswerForm()
    if "sesuai" in request.form:
        done = form.accepts(lambda: actions.confirm_meeting(place, found, by=current_user))
    else:
        done = form.accepts(
            lambda: actions.object_to_meeting(place, found, form.why.data or "", by=current_user)
        )
    if not done:
        return _proof_page(place, answer=form), 422
    flash(_("Jawaban Anda tersimpan."), "success")
    return _back(place)


@bp.post("/keikutsertaan/<int:participation_id>/pertemuan/<int:meeting_id>/hapus")
@requires("participation.review", Participation)
@under("events.events")
def remove_meeting(place: Participation, meeting_id: int):
    found = _meeting(place, meeting_id)
    form = AnswerForm()
    if form.accepts(lambda: actions.remove_meeting(place, found, by=current_user)):
        flash(_("Pertemuan dihapus."), "success")
        return _back(place)
    return _proof_page(place, answer=form), 422


def _meeting(place: Participation, meeting_id: int) -> EventMeeting:
    return queries.meeting_in(place, meeting_id) or abort(404)

"""The graded parts of one batch: entered, and tried before they hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.assignments.queries import briefs_in
from lms.catalogue.models import Batch
from lms.core.access import requires
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.gradebook import actions, queries, rulebooks
from lms.gradebook.forms import PartsForm, read_parts
from lms.gradebook.views.blueprint import bp
from lms.gradebook.words import outcome_labels
from lms.packages.queries import tasks_in

#: Lines of the form: more parts than any programme has.
LINES = 12


@bp.route("/angkatan/<int:batch_id>/nilai/komponen", methods=["GET", "POST"])
@requires("score.enter", Batch)
@under("gradebook.marks")
def components(batch: Batch):
    form = PartsForm()
    moves = None
    if request.method == "POST" and form.accepts(lambda: _act(batch, form)):
        if "simpan" in request.form:
            flash(_("Komponen nilai tersimpan."), "ok")
            return redirect(url_for(".components", batch_id=batch.id))
        moves = form.result
    schemes = rulebooks.schemes_for(batch.version.programme.kind, batch.starts_on)
    chosen = next((one for one in schemes if one.key == request.args.get("skema")), None)
    if request.method == "POST":
        lines = _sent_lines()
    elif chosen is not None:
        lines = _lines_of(chosen.parts)
        form.reason.data = chosen.clause
    else:
        lines = _lines_of(batch.parts)
    status = 422 if request.method == "POST" and moves is None else 200
    return page(
        "gradebook/components.html",
        batch=batch,
        form=form,
        lines=lines,
        moves=moves,
        sources=_sources(batch),
        schemes=schemes,
        chosen=chosen,
        has_examples=any(part.get("example") for part in batch.parts),
        outcomes=outcome_labels(),
        released=queries.release_of(batch),
    ), status


def _act(batch: Batch, form: PartsForm) -> Any:
    """Save the parts, or try them on everybody and save nothing."""
    sources = {key for key, _title in _sources(batch)}
    parts = read_parts(_sent_lines(), batch.parts, sources, example=form.example.data)
    if "simpan" in request.form:
        return actions.set_parts(batch, parts, reason=form.reason.data or "", by=current_user)
    return actions.try_parts(batch, parts)


def _sources(batch: Batch) -> list[tuple[str, str]]:
    """Return where points can come from: by hand, the quizzes, one task, or one package."""
    keys = {unit_id: key for key, unit_id in queries.unit_ids(batch).items()}
    by_hand = [("outside", _("Diketik atau diimpor")), ("attitude", _("Sikap perilaku")),
               ("mooc", _("MOOC LAN")), ("quizzes", _("Semua kuis yang dihitung"))]  # fmt: skip
    tasks = [
        (f"assignment:{keys[line.unit_id]}", _("Tugas: %(title)s", title=line.title))
        for line in briefs_in(batch.version)
    ]
    packages = [
        (f"package-{attempt}:{task.unit.key}", word.format(title=task.unit.title))
        for task in tasks_in(batch)
        for attempt, word in (
            ("best", _("Paket: {title}, nilai terbaik")),
            ("last", _("Paket: {title}, percobaan terakhir")),
        )
    ]
    return by_hand + tasks + packages


def _sent_lines() -> list[dict[str, str]]:
    return [
        {
            name: request.form.get(f"{name}_{number}", "").strip()[:160]
            for name in ("key", "title", "weight", "source", "pass_above")
        }
        for number in range(LINES)
    ]


def _lines_of(parts: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return the present parts as the lines of the form, with empty ones behind."""
    names = ("key", "title", "weight", "source", "pass_above")
    lines = [
        {name: "" if part.get(name) is None else str(part[name]) for name in names}
        for part in parts
    ]
    return lines + [dict.fromkeys(names, "")] * (LINES - len(lines))

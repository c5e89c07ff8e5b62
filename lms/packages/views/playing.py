"""A package under way: its frame, and the reports the page around it passes on."""

import json
from typing import Any

from flask import abort, jsonify, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.core.access import public, requires
from lms.core.db import get
from lms.core.i18n import _
from lms.core.menu import under
from lms.packages import actions, queries, rules
from lms.packages.manifest.shape import Part
from lms.packages.models import PackageLaunch
from lms.packages.views.blueprint import bp, by_token, framed
from lms.packages.views.tokens import launch_with, token_for
from lms.people.models import Person


def _values(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


@bp.get("/paket-buka/<int:package_launch_id>")
@requires("package_launch.view", PackageLaunch)
@under("elearning.outline")
def player(launch: PackageLaunch):
    run = launch.run
    batch = get(Batch, run.enrolment.batch_id)
    back = url_for(".activity", batch_id=batch.id, unit_id=run.unit_id)
    newest = queries.newest_launch(run, launch.key)
    if launch.closed_at is not None or newest is None or newest.id != launch.id:
        return redirect(back)
    part = queries.part_in(run.version, launch.key) or abort(404)
    if part.kind == "au" and launch.fetched_at is not None:  # its token is given out once
        return redirect(back)
    saved = queries.parts_of(run).get(part.key)
    values = saved.values if saved else {}
    response = framed(
        "packages/player.html",
        run.version,
        part=part,
        values=rules.opening(
            run.version.standard,
            part,
            rules.Learner(f"peserta-{run.enrolment_id}", current_user.name),
            values,
        ),
        launch=launch,
        back=back,
        title=run.unit.title,
        saved_at=saved.saved_at if saved else None,
        zone=batch.zone,
        session=_session(launch, part),
        last_words=url_for(".last_words", token=token_for("last", launch), _external=True),
        tree=run.version.contents.rules_between,
        sequencing=run.sequencing or "",
    )
    response.headers["X-Saved"] = launch.last_seq
    return response


def _session(launch: PackageLaunch, part: Part) -> dict[str, str]:
    """Return what a cmi5 unit finds in its address (cmi5 8.1); {} for other parts."""
    if part.kind != "au":
        return {}
    token = token_for("fetch", launch)
    return {
        "endpoint": url_for(".about", _external=True).removesuffix("/about"),
        "fetch": url_for(".fetch_token", token=token, _external=True),
        "actor": json.dumps(actions.actor_of(launch.run)),
        "registration": launch.run.registration,
        "activityId": part.key,
    }


@bp.post("/paket-buka/<int:package_launch_id>/simpan")
@requires("package_launch.view", PackageLaunch)
def report(launch: PackageLaunch):
    return _kept(launch, current_user._get_current_object())


@bp.post("/paket-pesan-akhir/<token>")
@public
@by_token
def last_words(token: str):
    """Keep what a package says while its window closes, when the page around hears no message."""
    launch = launch_with("last", token)
    if launch is None or not launch.run.enrolment.has_seat:
        abort(403)
    return _kept(launch, get(Person, launch.run.enrolment.person_id))


def _kept(launch: PackageLaunch, by: Person):
    """Keep a report and say what became of it."""
    seq = request.form.get("seq", 0, type=int)
    if not 0 < seq < 2**53:
        return jsonify(error=_("Laporan paket ini tidak dapat dibaca.")), 422
    saved = actions.save(
        launch, seq, _values(request.form.get("values", "")), final="final" in request.form,
        sequencing=request.form.get("sequencing", ""),
        whole=_values(request.form.get("whole", "")),
        by=by,
    )  # fmt: skip
    if saved.state == "stale":
        return jsonify(error=_("Bagian ini sudah dibuka di jendela atau perangkat lain."),
                       seq=saved.seq), 409  # fmt: skip
    if saved.state == "flood":
        return jsonify(error=_("Paket ini melapor terlalu sering."), seq=saved.seq), 429
    return jsonify(
        saved_at=saved.at.isoformat() if saved.at else None, seq=saved.seq, done=saved.is_done
    )

"""The store of statements (LRS) that cmi5 units talk to: a part of xAPI 1.0.3, by token alone.

A unit runs on the origin of packages; it brings the token of its launch and no cookie. It reads and
writes nothing but its own run.
"""

import base64
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, current_app, jsonify, request

from lms.core.access import public
from lms.core.i18n import _
from lms.packages import actions, queries, xapi
from lms.packages.links import is_origin
from lms.packages.manifest.shape import Part
from lms.packages.models import PackageLaunch, XapiDocument
from lms.packages.views.blueprint import bp, by_token
from lms.packages.views.tokens import launch_with, token_for

_PREFIX = "/xapi/"
_ALLOWED = "Authorization, Content-Type, If-Match, If-None-Match, X-Experience-API-Version"
_SHOWN = "ETag, Last-Modified, X-Experience-API-Version, X-Experience-API-Consistent-Through"


@bp.after_request
def let_packages_in(response: Response) -> Response:
    """Let pages of the packages' origin, and of no other, read these answers, without cookies."""
    if not request.path.startswith(_PREFIX):
        return response
    response.headers["X-Experience-API-Version"] = xapi.VERSION
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    if is_origin(current_app.config["PACKAGE_ORIGIN"], origin):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = "GET, PUT, POST, DELETE, HEAD"
        response.headers["Access-Control-Allow-Headers"] = _ALLOWED
        response.headers["Access-Control-Expose-Headers"] = _SHOWN
        response.headers["Access-Control-Max-Age"] = "600"
    return response


def _refused(status: int, sentence: str) -> tuple[str, int, dict[str, str]]:
    return sentence, status, {"Content-Type": "text/plain; charset=utf-8"}


@bp.post("/xapi/fetch/<token>")
@public
@by_token
def fetch_token(token: str):
    launch = launch_with("fetch", token)
    if launch is None or not actions.fetch(launch):
        told = _("Tautan ini sudah dipakai atau tidak berlaku lagi.")
        return jsonify({"error-code": "1" if launch else "2", "error-text": told})
    given = f"sesi:{token_for('say', launch)}"
    return jsonify({"auth-token": base64.b64encode(given.encode()).decode()})


View = Callable[..., Any]


def in_session(view: View) -> View:
    """Give the view its launch and part: those of the token, while the launch is the newest."""

    @wraps(view)
    def checked(**arguments: Any) -> Any:
        if not request.headers.get("X-Experience-API-Version", "").startswith("1.0"):
            return _refused(400, _("Tajuk X-Experience-API-Version 1.0.x diperlukan."))
        given = request.authorization
        token = given.password or "" if given is not None and given.type == "basic" else ""
        launch = launch_with("say", token)
        if launch is None or not launch.run.enrolment.has_seat:
            return _refused(401, _("Token sesi tidak berlaku."))
        newest = queries.newest_launch(launch.run, launch.key)
        part = queries.part_in(launch.run.version, launch.key)
        if newest is None or newest.id != launch.id or part is None:
            return _refused(403, _("Bagian ini sudah dibuka di jendela atau perangkat lain."))
        return view(launch, part, **arguments)

    return checked


@bp.get("/xapi/about")
@public
def about():
    return jsonify(version=[xapi.VERSION])


@bp.get("/xapi/statements")
@public
@in_session
def statements(launch: PackageLaunch, _part: Part):
    uuid = request.args.get("statementId", "")
    if uuid:
        found = queries.statement_with(uuid.lower())
        if found is None or found.run_id != launch.run_id:
            return _refused(404, _("Pernyataan itu tidak ada."))
        return jsonify(found.body)
    limit = request.args.get("limit", 0, type=int)
    wanted = queries.StatementFilter(
        verb=request.args.get("verb", "")[:1000],
        activity=request.args.get("activity", "")[:1000],
        ascending=request.args.get("ascending") == "true",
        limit=min(limit, 100) if limit > 0 else 100,
    )
    listed = [one.body for one in queries.statements_in(launch.run, wanted)]
    return jsonify(statements=listed, more="")


@bp.post("/xapi/statements")
@public
@by_token
@in_session
def say(launch: PackageLaunch, part: Part):
    sent = request.get_json(silent=True)
    if sent is None:
        return _refused(400, _("Pernyataan harus objek JSON."))
    answer = actions.say(launch, part, sent if isinstance(sent, list) else [sent])
    return jsonify(answer.told) if answer.status == 200 else _refused(answer.status, answer.told)


@bp.put("/xapi/statements")
@public
@by_token
@in_session
def say_one(launch: PackageLaunch, part: Part):
    sent = request.get_json(silent=True)
    uuid = request.args.get("statementId", "")
    if not isinstance(sent, dict) or not xapi.is_uuid(uuid) or sent.get("id", uuid) != uuid:
        return _refused(400, _("id pernyataan bukan UUID."))
    answer = actions.say(launch, part, [sent | {"id": uuid}])
    return ("", 204) if answer.status == 200 else _refused(answer.status, answer.told)


#: Kind of document -> (its parameter for what it is about, its parameter for its name).
_PLACES = {
    "state": ("activityId", "stateId"),
    "activity": ("activityId", "profileId"),
    "agent": ("", "profileId"),
}


def _place(kind: str, launch: PackageLaunch) -> tuple[str, str] | None:
    """Return (about, name) of the document asked for; None when the question is not this run's."""
    about_key, name_key = _PLACES[kind]
    about = request.args.get(about_key, "") if about_key else ""
    if (about_key and not about) or len(about) > 1000:
        return None
    if request.args.get("registration", launch.run.registration) != launch.run.registration:
        return None
    if kind != "activity" and not xapi.same_agent(_agent(), actions.actor_of(launch.run)):
        return None
    return about, request.args.get(name_key, "")[:200]


def _agent() -> Any:
    try:
        return json.loads(request.args.get("agent", ""))
    except (ValueError, RecursionError):
        return None


def _stale(kind: str, kept: XapiDocument | None) -> tuple[str, int, dict[str, str]] | None:
    """Return the refusal of a write that has not seen the newest state (xAPI part three, 3.1)."""
    if request.if_match.as_set() or request.if_match.star_tag:
        if kept is None or not request.if_match.contains(kept.etag):
            return _refused(412, _("Dokumen ini sudah berubah."))
    elif request.if_none_match.star_tag and kept is not None:
        return _refused(412, _("Dokumen ini sudah ada."))
    elif kind != "state" and kept is not None and request.method == "PUT":
        return _refused(409, _("Sertakan If-Match: dokumen ini sudah ada."))
    return None


def _documents(kind: str, launch: PackageLaunch) -> Any:
    place = _place(kind, launch)
    if place is None:
        return _refused(400, _("Dokumen itu bukan milik sesi ini."))
    about, name = place
    run = launch.run
    kept = queries.document_in(run, kind, about, name) if name else None
    if request.method in ("GET", "HEAD"):
        if not name:
            return jsonify([one.name for one in queries.documents_in(run, kind, about)])
        return _sent(kept) if kept else _refused(404, _("Dokumen itu tidak ada."))
    refused = _stale(kind, kept)
    if refused is not None:
        return refused
    if request.method == "DELETE":
        many = queries.documents_in(run, kind, about) if not name and kind == "state" else []
        actions.drop_documents(run, [kept] if kept else many)
        return "", 204
    if not name:
        return _refused(400, _("Nama dokumen diperlukan."))
    keep = actions.keep_document if request.method == "PUT" else actions.merge_document
    content_type = request.content_type or "application/octet-stream"
    answer = keep(run, kind, about, name, request.get_data(), content_type)
    return ("", 204) if answer.status == 204 else _refused(answer.status, answer.told)


def _sent(kept: XapiDocument) -> Response:
    response = Response(kept.content, content_type=kept.content_type)
    response.set_etag(kept.etag)
    response.last_modified = kept.stored_at
    return response


_METHODS = ["GET", "PUT", "POST", "DELETE"]


@bp.route("/xapi/activities/state", methods=_METHODS)
@public
@by_token
@in_session
def state(launch: PackageLaunch, _part: Part):
    return _documents("state", launch)


@bp.route("/xapi/activities/profile", methods=_METHODS)
@public
@by_token
@in_session
def activity_profile(launch: PackageLaunch, _part: Part):
    return _documents("activity", launch)


@bp.route("/xapi/agents/profile", methods=_METHODS)
@public
@by_token
@in_session
def agent_profile(launch: PackageLaunch, _part: Part):
    return _documents("agent", launch)

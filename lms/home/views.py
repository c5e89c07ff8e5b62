"""The front doors: one page for each kind of work, and a batch's own home."""

from flask import Blueprint, redirect, url_for
from flask_login import current_user

from lms.assignments import queries as assignments
from lms.assignments.panel import queries as panel
from lms.catalogue import queries as catalogue
from lms.catalogue.models import Batch
from lms.catalogue.permissions import seat_of
from lms.catalogue.words import STAFF_ROLES
from lms.core.access import public, requires
from lms.core.clock import now, today
from lms.core.i18n import _l
from lms.core.menu import tab
from lms.core.pages import page
from lms.elearning import queries as elearning
from lms.elearning.kinds import KINDS
from lms.elearning.views.blueprint import address
from lms.home import queries
from lms.projects import queries as projects
from lms.projects import words as project_words
from lms.schedule import queries as schedule

bp = Blueprint("home", __name__)

#: Where each front door leads; administrators begin at the organiser's.
_DOORS = {
    "trainee": "home.trainee",
    "instructor": "home.instructor",
    "organiser": "home.organiser",
    "opd": "home.officer",
    "leader": "competence.province",
    "admin": "home.organiser",
}


@bp.get("/")
@public
def front_door():
    if not current_user.is_authenticated:
        return redirect(url_for("catalogue.catalogue"))
    return redirect(url_for(_DOORS[current_user.front]))


@bp.get("/beranda")
@requires("home.trainee")
@tab("trainee", _l("Beranda"), order=10, icon="home")
def trainee():
    return page(
        "home/trainee.html",
        home=queries.trainee_home(current_user),
        address=address,
        final_projects=project_words.KIND_OF_PROGRAMME,
        target=queries.yearly_target(),
        today=today(),
    )


@bp.get("/beranda/pengajar")
@requires("home.instructor")
@tab("instructor", _l("Beranda"), order=10, icon="home")
def instructor():
    return page(
        "home/instructor.html",
        sessions=schedule.sessions_today(current_user),
        following=schedule.next_session(current_user),
        waiting=assignments.waiting_count(current_user),
        sheets=panel.open_sheets_of(current_user),
        asked=projects.waiting_for(current_user),
        lines=queries.batch_lines(current_user),
        today=today(),
        moment=now(),
    )


@bp.get("/beranda/penyelenggara")
@requires("home.organiser")
@tab("organiser", _l("Beranda"), order=10, icon="home")
@tab("admin", _l("Beranda"), order=10, icon="home")
def organiser():
    return page("home/organiser.html", lines=queries.batch_lines(current_user), today=today())


@bp.get("/beranda/opd")
@requires("home.opd")
@tab("opd", _l("Beranda"), order=10, icon="home")
def officer():
    return page(
        "home/officer.html",
        nominations=catalogue.nominations_for(current_user),
        batches=catalogue.open_batches(today()),
        today=today(),
    )


@bp.get("/angkatan/<int:batch_id>")
@requires("batch.view", Batch)
@tab("batch", _l("Rencana"), order=10, icon="list")
def batch(batch: Batch):
    seat = seat_of(current_user, batch)
    return page(
        "home/batch.html",
        batch=batch,
        stages=queries.stages(batch, today()),
        outline=elearning.outline(batch, seat),
        tasks=assignments.tasks_of(batch, seat),
        companions=catalogue.companions_of(batch),
        roles=STAFF_ROLES,
        address=address,
        kinds=KINDS,
        studies=seat is not None,
        moment=now(),
    )

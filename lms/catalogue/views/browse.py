"""The public catalogue and a programme's page."""

from flask import abort, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from lms.catalogue import forms, queries, words
from lms.catalogue.offers import offer
from lms.catalogue.views.blueprint import bp
from lms.core.access import public
from lms.core.clock import today
from lms.core.menu import tab, under
from lms.core.pages import page

#: Cards on one page of the catalogue.
PAGE = 12


@bp.get("/katalog")
@public
@tab("guest", _l("Katalog"), order=10, icon="search")
@tab("trainee", _l("Katalog"), order=50, icon="search")
@tab("opd", _l("Katalog"), order=50, icon="search")
def catalogue():
    wanted = forms.catalogue_filter(request.args)
    entries = queries.catalogue(wanted, today())
    number = max(1, request.args.get("halaman", 1, type=int))
    return page(
        "catalogue/catalogue.html",
        fragment="results",
        wanted=wanted,
        count=len(entries),
        entries=entries[(number - 1) * PAGE : number * PAGE],
        number=number,
        pages=-(-len(entries) // PAGE),
        kinds=queries.kinds(),
        months=queries.months(today()),
        words=words,
    )


@bp.get("/katalog/<key>")
@public
@under("catalogue.catalogue")
def programme(key: str):
    version = queries.current_version(key)
    if version is None:
        abort(404)
    batches = queries.announced_batches(version.programme_id, today())
    places = queries.places_of(batches)
    mine = queries.states_of(current_user, batches)
    waits = any(place.state == "waiting" for place in mine.values())
    positions = queries.positions(current_user) if waits else {}
    offers = {
        batch.id: offer(
            batch, places[batch.id], mine.get(batch.id), positions.get(batch.id), today()
        )
        for batch in batches
    }
    return page(
        "catalogue/programme.html",
        version=version,
        batches=batches,
        places=places,
        offers=offers,
        words=words,
    )

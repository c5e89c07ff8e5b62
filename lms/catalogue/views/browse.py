"""The public catalogue and a programme's page."""

from flask import abort, request
from flask_login import current_user

from lms.catalogue import forms, queries, words
from lms.catalogue.offers import offer
from lms.catalogue.views.blueprint import bp
from lms.core.access import public
from lms.core.addresses import whole
from lms.core.clock import today
from lms.core.formats import tanggal
from lms.core.i18n import _l
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
    number = max(1, request.args.get("halaman", 1, type=whole))
    return page(
        "catalogue/catalogue.html",
        fragment="results",
        wanted=wanted,
        count=len(entries),
        entries=entries[(number - 1) * PAGE : number * PAGE],
        number=number,
        pages=-(-len(entries) // PAGE),
        kinds=[(kind, words.kind_label(kind)) for kind in queries.kinds()],
        months=[(f"{day:%Y-%m}", tanggal(day).split(" ", 1)[1]) for day in queries.months(today())],
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
    own = queries.own_places(current_user, batches)
    offers = {
        batch.id: offer(batch, places[batch.id], own.get(batch.id), today()) for batch in batches
    }
    return page(
        "catalogue/programme.html",
        version=version,
        curriculum=queries.by_phase(version),
        unsure=words.has_unsure(version),
        batches=batches,
        places=places,
        offers=offers,
        words=words,
    )

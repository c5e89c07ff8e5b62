"""The page of a batch's registration codes: typed in, or filled in from a table, then kept."""

from collections.abc import Mapping

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.catalogue.models import Batch
from lms.certificates.blueprint import bp
from lms.certificates.registrations import actions, queries, rules, words
from lms.certificates.registrations.forms import CodesFileForm
from lms.core.access import requires
from lms.core.forms import EmptyForm, Form
from lms.core.i18n import ngettext
from lms.core.menu import under
from lms.core.pages import page

#: Beginning of the names of the fields, before the number of a place.
_FIELD = "kode-"


@bp.route("/angkatan/<int:batch_id>/kode-registrasi", methods=["GET", "POST"])
@requires("certificate.issue", Batch)
@under("certificates.batch_certificates")
def registration_codes(batch: Batch):
    form = EmptyForm()
    if request.method == "GET":
        return _answer(batch, form, {})
    codes = {
        int(name.removeprefix(_FIELD)): value
        for name, value in request.form.items()
        if name.startswith(_FIELD) and name.removeprefix(_FIELD).isdecimal()
    }
    if form.accepts(lambda: actions.keep(batch, codes, by=current_user)):
        count = form.result
        flash(ngettext("%(num)d kode disimpan.", "%(num)d kode disimpan.", count), "ok")
        return redirect(url_for(".registration_codes", batch_id=batch.id))
    return _answer(batch, form, codes), 422


@bp.post("/angkatan/<int:batch_id>/kode-registrasi/tabel")
@requires("certificate.issue", Batch)
@under("certificates.batch_certificates")
def registration_table(batch: Batch):
    form = CodesFileForm()
    if not form.accepts(lambda: actions.read(batch, form.berkas.data)):
        return _answer(batch, EmptyForm(), {}, table=form), 422
    rows: list[rules.Row] = form.result
    codes = {row.place_id: row.code for row in rows if row.place_id and not row.problem}
    return _answer(batch, EmptyForm(), codes, rows=rows)


def _answer(
    batch: Batch,
    form: Form,
    codes: Mapping[int, str],
    *,
    table: CodesFileForm | None = None,
    rows: list[rules.Row] | None = None,
):
    """Show everybody with the codes as they shall be (`codes`) or are; only saving keeps them."""
    lines = queries.lines(batch)
    wanted = {place: rules.tidy(code) for place, code in codes.items()}
    return page(
        "certificates/registration.html",
        batch=batch,
        form=form,
        table=table or CodesFileForm(formdata=None),
        lines=lines,
        wanted=wanted,
        faulty=actions.problems(batch, lines, wanted),
        rows=rows,
        faults=[row for row in rows or () if row.problem],
        changed=sum(wanted.get(line.place_id, line.code) != line.code for line in lines),
        missing=sum(not line.code for line in lines),
        says=words.PROBLEMS,
        most=rules.MOST_LETTERS,
        field=_FIELD,
    )

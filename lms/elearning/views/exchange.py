"""Files of questions into the bank and out of it."""

from flask import Response, flash, redirect, request, url_for
from flask_login import current_user

from lms.core.access import requires
from lms.core.addresses import whole
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.menu import under
from lms.core.pages import page
from lms.core.tables import answer_table
from lms.elearning import actions, forms, queries
from lms.elearning.exchange import gift, moodle, qti_write, table
from lms.elearning.exchange.item import Item
from lms.elearning.exchange.pictures import named_in
from lms.elearning.exchange.reading import FORMATS
from lms.elearning.models import BankImport
from lms.elearning.questions.stored import from_json
from lms.elearning.views.bank import wanted
from lms.elearning.views.blueprint import bp
from lms.elearning.words import IMPORT_STATES, KINDS, VERDICTS

#: Questions of one download.
_MOST = 5000
#: Bytes of their pictures: what comes back must fit into one upload.
_HEAVIEST = 30_000_000


@bp.get("/bank-soal/impor")
@requires("bank_question.list")
@under("elearning.bank")
def bank_imports():
    return _uploads(forms.BankUploadForm())


@bp.post("/bank-soal/impor")
@requires("bank_question.list")
def upload_bank_file():
    form = forms.BankUploadForm()
    if form.accepts(
        lambda: actions.begin_bank_import(form.file.data, form.category.data, by=_me())
    ):
        return redirect(url_for(".bank_import", bank_import_id=form.result.id))
    return _uploads(form), 422


def _me():
    return current_user._get_current_object()


def _uploads(form: forms.BankUploadForm):
    return page(
        "elearning/bank_imports.html",
        form=form,
        imports=queries.bank_imports(),
        states=IMPORT_STATES,
        formats=FORMATS,
    )


@bp.get("/bank-soal/templat.xlsx")
@requires("bank_question.list")
def bank_template():
    return answer_table("templat-soal", table.HEADER, table.EXAMPLES)


@bp.get("/bank-soal/impor/<int:bank_import_id>")
@requires("bank_import.view", BankImport)
@under("elearning.bank")
def bank_import(found: BankImport):
    verdict = request.args.get("hasil", "")
    if verdict not in VERDICTS:
        order = ("dropped", "changed", "kept")
        verdict = next((one for one in order if found.counts.get(one)), "kept")
    number = min(10_000, max(1, request.args.get("halaman", 1, type=whole)))
    items, count = queries.import_items(found, verdict, number)
    return page(
        "elearning/bank_import.html",
        fragment="state",
        found=found,
        job=queries.job_of_import(found) if found.is_working else None,
        verdict=verdict,
        verdicts=VERDICTS,
        items=items,
        states=IMPORT_STATES,
        formats=FORMATS,
        kinds=KINDS,
        number=number,
        pages=-(-count // queries.IMPORT_PAGE),
    )


@bp.post("/bank-soal/impor/<int:bank_import_id>/masukkan")
@requires("bank_import.view", BankImport)
def apply_bank_import(found: BankImport):
    actions.apply_bank_import(found, by=_me())
    return redirect(url_for(".bank_import", bank_import_id=found.id))


@bp.post("/bank-soal/impor/<int:bank_import_id>/urungkan")
@requires("bank_import.view", BankImport)
def undo_bank_import(found: BankImport):
    actions.undo_bank_import(found, by=_me())
    flash(_("Impor sedang diurungkan."), "ok")
    return redirect(url_for(".bank_import", bank_import_id=found.id))


@bp.post("/bank-soal/impor/<int:bank_import_id>/buang")
@requires("bank_import.view", BankImport)
def discard_bank_import(found: BankImport):
    actions.discard_bank_import(found, by=_me())
    flash(_("Impor dibuang beserta berkas dan gambarnya. Bank soal tidak berubah."), "ok")
    return redirect(url_for(".bank_imports"))


@bp.get("/bank-soal/ekspor/<any(gift, moodle, qti):format>")
@requires("bank_question.list")
def export_bank(format: str):
    items = [
        Item(question.title, from_json(source), [], question.category.title,
             [tag.tag for tag in question.tags])
        for question, source in queries.exported(wanted(), _MOST)
    ]  # fmt: skip
    names = named_in(text for item in items if item.form for text in item.form.texts)
    if queries.weight_of(names) > _HEAVIEST:
        raise RuleBroken(
            _("Gambar soal-soal ini terlalu berat untuk satu berkas. Persempit daftarnya.")
        )
    pictures = queries.Contents(names)
    if format == "qti":
        return _download(qti_write.write(items, pictures), "bank-soal-qti.zip", "application/zip")
    if format == "moodle":
        data, lost = moodle.write(items, pictures)
        remarks = "".join(f"<!-- {line.replace('--', '- -')} -->\n" for line in lost)
        return _download(data + remarks.encode(), "bank-soal-moodle.xml", "application/xml")
    text, lost = gift.write(items)
    remarks = "".join(f"// {line}\n" for line in lost)
    if names:
        data = gift.write_archive(remarks + text, names, pictures)
        return _download(data, "bank-soal-gift.zip", "application/zip")
    return _download((remarks + text).encode(), "bank-soal.gift", "text/plain; charset=utf-8")


def _download(data: bytes, name: str, mimetype: str) -> Response:
    response = Response(data, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

"""Bringing personnel data in: upload, differences row by row, applying and undoing."""

from flask import flash, redirect, request, url_for
from flask_login import current_user

from lms.competence import actions, queries, words
from lms.competence.forms import PersonnelForm
from lms.competence.models import IMPORT_KINDS, PersonnelImport
from lms.competence.rules import personnel
from lms.competence.views.blueprint import bp
from lms.core.access import requires
from lms.core.i18n import _, _l
from lms.core.menu import tab, under
from lms.core.pages import page
from lms.core.tables import answer_table

#: Two rows of the template: what each column may hold. Nobody has these NIPs.
_EXAMPLES = (
    ("199001012015011001", "Nama Contoh", "", "S.Kom.", "Metro", "01-01-1990", "PNS", "Pelaksana",
     "Pengolah Data", "III/a", "Dinas Kesehatan", "", "", "2025", "S1", "Baik", "tidak pernah"),
    ("199505052019032002", "Contoh Kedua", "dr.", "", "Liwa", "05-05-1995", "PNS", "Fungsional",
     "Dokter Ahli Pertama", "III/b", "Dinas Kesehatan", "", "", "2025", "S1", "Cukup", "ringan"),
)  # fmt: skip


@bp.route("/data-pegawai", methods=["GET", "POST"])
@requires("personnel_import.view")
@tab("admin", _l("Data pegawai"), order=25, icon="upload")
@under("people.people")
def personnel_imports():
    form = PersonnelForm()
    if request.method == "POST" and form.accepts(
        lambda: actions.begin_import(form.table.data, by=current_user._get_current_object())
    ):
        return redirect(url_for(".personnel_import", personnel_import_id=form.result.id))
    found = queries.imports()
    status = 422 if request.method == "POST" else 200
    columns = [(names[0], names[1:]) for names in personnel.COLUMNS.values()]
    return page(
        "competence/personnel.html", form=form, imports=found, words=words, columns=columns
    ), status


@bp.get("/data-pegawai/templat.xlsx")
@requires("personnel_import.view")
def personnel_template():
    header = [names[0].title() for names in personnel.COLUMNS.values()]
    return answer_table("templat-data-pegawai", header, _EXAMPLES)


@bp.get("/data-pegawai/<int:personnel_import_id>")
@requires("personnel_import.view", PersonnelImport)
@under("competence.personnel_imports")
def personnel_import(found: PersonnelImport):
    kind = request.args.get("jenis", "")
    if kind not in IMPORT_KINDS:
        kind = next((one for one in ("fault", "changed", "new") if found.counts.get(one)), "new")
    number = min(10_000, max(1, request.args.get("halaman", 1, type=int)))
    rows, count = queries.import_rows(found, kind, number)
    return page(
        "competence/personnel_import.html",
        fragment="state",
        found=found,
        job=queries.job_of(found) if found.is_working else None,
        kind=kind,
        rows=rows,
        number=number,
        pages=-(-count // queries.IMPORT_PAGE),
        offices={row[0]: row[2] for row in queries.office_words()},
        words=words,
    )


@bp.get("/data-pegawai/<int:personnel_import_id>/masalah.xlsx")
@requires("personnel_import.view", PersonnelImport)
def personnel_faults(found: PersonnelImport):
    rows = [[row.line, row.nip, row.name, row.problem] for row in queries.all_faults(found)]
    header = [_("Baris"), "NIP", _("Nama"), _("Masalah")]
    return answer_table(f"masalah-impor-{found.id}", header, rows)


def _after(found: PersonnelImport):
    return redirect(url_for(".personnel_import", personnel_import_id=found.id))


@bp.post("/data-pegawai/<int:personnel_import_id>/terapkan")
@requires("personnel_import.view", PersonnelImport, fresh=True)
def apply_personnel(found: PersonnelImport):
    actions.confirm_import(found, by=current_user._get_current_object())
    return _after(found)


@bp.post("/data-pegawai/<int:personnel_import_id>/baca-ulang")
@requires("personnel_import.view", PersonnelImport)
def read_personnel_again(found: PersonnelImport):
    actions.read_again(found, by=current_user._get_current_object())
    return _after(found)


@bp.post("/data-pegawai/<int:personnel_import_id>/urungkan")
@requires("personnel_import.view", PersonnelImport, fresh=True)
def undo_personnel(found: PersonnelImport):
    actions.undo_import(found, by=current_user._get_current_object())
    flash(_("Impor sedang diurungkan."), "ok")
    return _after(found)

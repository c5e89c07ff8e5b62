"""`flask courses`: check the programmes written as files, and publish them."""

from collections.abc import Sequence
from dataclasses import fields
from functools import reduce
from operator import add
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from lms.assignments.content import BriefForm
from lms.authoring import check, publish, quality, stats
from lms.authoring.check import Draft
from lms.authoring.difference import Change
from lms.authoring.drafts.queries import came_from_draft, files_of_version
from lms.authoring.drafts.workspace import write_files
from lms.authoring.files import programme_folders
from lms.authoring.queries import current_version
from lms.core.app import transaction
from lms.core.faults import Fault
from lms.core.i18n import _
from lms.elearning.content import ActivityForm, LessonForm, QuizForm

group = AppGroup("courses", help="Programmes written as files in courses/.")
_SIGNS = {"added": ("+", "green"), "changed": ("~", "yellow"), "removed": ("-", "red")}
#: Differences shown one by one; more are counted.
_MOST_SHOWN = 40


@group.command("check")
@click.argument("keys", nargs=-1)
@click.option("--quiet", is_flag=True, help="Only errors and the summary.")
def check_courses(keys: Sequence[str], quiet: bool) -> None:
    """Name file and line of every fault and every doubt; exit 1 when there is a fault."""
    drafts = _read(keys)
    for draft in drafts:
        quality.doubt(draft)
        _show_faults(draft, quiet=quiet)
    _stop_on_errors(drafts)


@group.command("stats")
@click.argument("keys", nargs=-1)
@click.option("--lessons", is_flag=True, help="Also every lesson: words, index, minutes, kB.")
def show_stats(keys: Sequence[str], lessons: bool) -> None:
    """Count subjects, lessons, words, questions, rubrics and minutes of each programme."""
    drafts = _read(keys)
    _stop_on_errors(drafts)
    counted = {draft.key: stats.figures(draft) for draft in drafts}
    if len(counted) > 1:
        counted[_("semua")] = reduce(add, counted.values())
    names = [field.name for field in fields(stats.Figures)]
    click.echo(f"{'':16}" + "".join(f"{name:>11}" for name in names))
    for key, found in counted.items():
        click.echo(f"{key:16}" + "".join(f"{getattr(found, name):>11}" for name in names))
    for draft in drafts if lessons else ():
        click.echo(
            f"\n{draft.key:60}{'words':>6}{'index':>7}{'minutes':>9}{'estimate':>10}{'kB':>6}"
        )
        for one in stats.lesson_figures(draft):
            size = f"{one.size / 1000:.0f}"
            figures = f"{one.words:>6}{one.index:>7}{one.minutes:>9}{one.estimate:>10}{size:>6}"
            click.echo(f"{one.key:60}{figures}")


@group.command("publish")
@click.argument("keys", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every programme in courses/.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--over", is_flag=True, help="Also over a version that was written in the browser.")
def publish_courses(keys: Sequence[str], everything: bool, dry_run: bool, over: bool) -> None:
    """Check, show what changes, and make it the version of new batches."""
    if bool(keys) == everything:
        raise click.UsageError(_("Sebutkan kunci program, atau --all untuk semua."))
    drafts = _read(keys)
    for draft in drafts:
        _show_faults(draft, quiet=True)
    _stop_on_errors(drafts)
    var = Path(current_app.config["VAR_DIR"])
    for draft in drafts:
        if not over and _is_behind(draft):
            click.echo(
                _("%(key)s: versi yang berlaku ditulis di peramban dan dibiarkan. Ambil dengan "
                  "courses export, atau tambahkan --over.", key=draft.key)
            )  # fmt: skip
            continue
        if dry_run:
            _show_changes(publish.difference(draft, var))
            continue
        with transaction():
            _show_publication(draft, publish.publish(draft, by=None, var=var))


def _is_behind(draft: Draft) -> bool:
    """Tell whether the published version was written in the browser, and these files are others."""
    current = current_version(draft.key)
    if current is None or current.content_hash == draft.folder.content_hash():
        return False
    return came_from_draft(current)


@group.command("export")
@click.argument("key")
@click.option("--to", "target", type=click.Path(path_type=Path), help="Instead of courses/.")
def export_courses(key: str, target: Path | None) -> None:
    """Write the files of the published version of a programme into courses/, byte for byte."""
    current = current_version(key)
    files = files_of_version(current.id) if current else {}
    if not files:
        raise click.ClickException(_("Berkas program %(key)s tidak disimpan.", key=key))
    root = target or Path(current_app.config["COURSES_DIR"])
    write_files(root, files)
    click.echo(_("%(count)s berkas ditulis ke %(folder)s.", count=len(files), folder=root))


def _read(keys: Sequence[str]) -> list[Draft]:
    root = Path(current_app.config["COURSES_DIR"])
    folders = {path.name: path for path in programme_folders(root)}
    unknown = [key for key in keys if key not in folders]
    if unknown:
        raise click.ClickException(
            _("Program %(keys)s tidak ada. Yang ada: %(known)s.",
              keys=", ".join(unknown), known=", ".join(folders) or "-")
        )  # fmt: skip
    if not folders:
        raise click.ClickException(_("Belum ada program di %(folder)s.", folder=root))
    return [check.read(folders[key]) for key in keys or folders]


def _show_faults(draft: Draft, *, quiet: bool) -> None:
    errors, warnings = draft.faults.errors, draft.faults.warnings
    for fault in errors:
        _show_fault(fault, _("salah"), "red")
    for fault in () if quiet else warnings:
        _show_fault(fault, _("periksa"), "yellow")
    if errors:
        verdict = click.style(_("%(count)s kesalahan", count=len(errors)), fg="red", bold=True)
    else:
        verdict = click.style(_("baik"), fg="green", bold=True)
    if warnings:
        verdict += ", " + _("%(count)s catatan mutu", count=len(warnings))
    click.echo(f"{draft.key:16} {verdict}  {_contents(draft)}")


def _show_fault(fault: Fault, word: str, colour: str) -> None:
    place = click.style(f"{fault.path}:{fault.line}", bold=True)
    click.echo(f"{place}: {click.style(word, fg=colour)}: {fault.sentence}")


def _contents(draft: Draft) -> str:
    jp = sum(phase.jp for phase in draft.form.phases) if draft.form else 0
    return _(
        "%(jp)s JP · %(courses)s mata pelatihan · %(lessons)s bacaan · %(activities)s kegiatan · "
        "%(quizzes)s kuis (%(questions)s soal) · %(briefs)s tugas",
        jp=jp,
        courses=len(draft.courses),
        lessons=draft.count(LessonForm),
        activities=draft.count(ActivityForm),
        quizzes=draft.count(QuizForm),
        questions=draft.question_count,
        briefs=draft.count(BriefForm),
    )


def _stop_on_errors(drafts: Sequence[Draft]) -> None:
    count = sum(len(draft.faults.errors) for draft in drafts)
    if count:
        sentence = _("Perbaiki %(count)s kesalahan di atas lalu periksa lagi.", count=count)
        click.echo(sentence, err=True)
        raise click.exceptions.Exit(1)


def _show_publication(draft: Draft, done: publish.Publication) -> None:
    short = done.version.content_hash[:12]
    label = f"{draft.key} {done.version.version} ({short})"
    if not done.is_new:
        click.echo(_("%(label)s sudah terbit; tidak ada yang berubah.", label=label))
        return
    _show_changes(done.changes)
    click.echo(click.style(_("%(label)s terbit.", label=label), fg="green", bold=True))
    if done.same_label:
        click.echo(_('Isi berubah, tetapi "version" masih sama; naikkan agar mudah dibedakan.'))
    for batch in done.staying:
        click.echo(_("%(batch)s tetap pada versi saat dimulai.", batch=batch.name_with_year))


def _show_changes(changes: Sequence[Change]) -> None:
    """Show each change; of a programme that is new as a whole, only how much there is."""
    kinds = {
        "programme": _("program"), "phase": _("tahap"), "course": _("mata pelatihan"),
        "unit": _("unit"), "question": _("soal"), "document": _("dokumen"), "media": _("media"),
    }  # fmt: skip
    told = [] if all(change.how == "added" for change in changes) else changes
    for change in told[:_MOST_SHOWN]:
        sign, colour = _SIGNS[change.how]
        line = f"  {sign} {kinds[change.kind]} {change.key}"
        click.echo(click.style(line, fg=colour) + f"  {change.title}")
    if len(told) > _MOST_SHOWN:
        rest = len(told) - _MOST_SHOWN
        click.echo("  " + _("… dan %(count)s perubahan lain", count=rest))
    click.echo("  " + _summary(changes))


def _summary(changes: Sequence[Change]) -> str:
    count = {how: sum(change.how == how for change in changes) for how in _SIGNS}
    if not changes:
        return _("tidak ada perbedaan")
    return _("%(added)s ditambah, %(changed)s diubah, %(removed)s dihapus", **count)


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)

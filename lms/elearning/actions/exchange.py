"""Questions from files: read, shown item by item, brought in, taken back as one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert
from werkzeug.datastructures import FileStorage

from lms.core import files, previews
from lms.core.audit import record
from lms.core.clock import now
from lms.core.db import db, lock
from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.core.jobs import Job, enqueue, every_minute, handler
from lms.elearning import bank as rules
from lms.elearning import queries
from lms.elearning.actions.bank import keep_all_tags, keep_category
from lms.elearning.actions.pictures import let_go_of_import, take_in_pictures, use_pictures
from lms.elearning.bank import PICTURES
from lms.elearning.exchange.item import Item
from lms.elearning.exchange.pictures import Gallery, named_in
from lms.elearning.exchange.reading import MOST_ITEMS, read_any
from lms.elearning.models import (
    BankImport,
    BankImportItem,
    BankQuestion,
    BankTag,
    BankVersion,
)
from lms.elearning.publishing import question_body
from lms.elearning.questions.stored import from_json, to_json
from lms.people.models import Person

MOST_BYTES = 50_000_000
_PORTION = 250
#: How long a file that was only looked at is kept.
_LOOKED_AT_FOR = timedelta(days=1)
_READ, _APPLY, _UNDO = "bank_read", "bank_apply", "bank_undo"


def begin_bank_import(upload: FileStorage, category: str, *, by: Person) -> BankImport:
    """Keep a file and let the worker read it; nothing enters the bank yet."""
    stored = files.store(
        upload, owner=by, kinds=("txt", "xml", "zip", "xlsx"), max_bytes=MOST_BYTES
    )
    db.session.flush()
    found = BankImport(
        file_id=stored.id, category_id=keep_category(category).id, state="reading", counts={},
        asked_by_id=by.id, asked_at=now(),
    )  # fmt: skip
    db.session.add(found)
    db.session.flush()
    record("bank_import.uploaded", found, by=by, name=stored.name, sha256=stored.sha256)
    _ask(_READ, found, by)
    return found


def _ask(kind: str, found: BankImport, by: Person) -> None:
    enqueue(kind, {"import_id": found.id}, by=by, key=queries.import_key(found))


def apply_bank_import(found: BankImport, *, by: Person) -> None:
    """Let the worker bring in what was shown."""
    previews.go_on(found, "ready", "applying")
    if not found.ready:
        raise RuleBroken(_("Tidak ada soal yang dapat masuk."))
    _ask(_APPLY, found, by)


def undo_bank_import(found: BankImport, *, by: Person) -> None:
    """Let the worker take back everything the import brought."""
    previews.go_on(found, "applied", "undoing")
    _ask(_UNDO, found, by)


def discard_bank_import(found: BankImport, *, by: Person | None) -> None:
    """Let go of a file that was only looked at, with its pictures and what was read of it."""
    lock(found)
    if found.state not in queries.LOOKED_AT:
        raise RuleBroken(_("Impor ini sudah berubah sejak Anda membukanya. Muat ulang halaman."))
    record("bank_import.discarded", found, by=by, name=found.file.name)
    let_go_of_import(found.id, queries.questions_of_import(found.id))
    db.session.execute(delete(BankImportItem).where(BankImportItem.import_id == found.id))
    db.session.delete(found)
    files.drop(found.file)


@every_minute
def discard_left_imports() -> None:
    """Let go of files that were looked at and left; the journal says so."""
    for found in queries.left_imports(now() - _LOOKED_AT_FOR):
        discard_bank_import(found, by=None)


@handler(_READ)
def read_bank_import(job: Job, import_id: int) -> None:
    """Read the file and keep what becomes of each question (repeatable: it begins anew)."""
    found = db.session.get_one(BankImport, import_id)
    if found.state != "reading":
        return
    db.session.execute(delete(BankImportItem).where(BankImportItem.import_id == import_id))
    try:
        gallery = Gallery(queries.has_picture)
        kind, items = read_any(files.read(found.file), found.file.kind, gallery)
        counts = _keep_items(job, import_id, items, gallery)
    except RuleBroken as refused:
        db.session.execute(delete(BankImportItem).where(BankImportItem.import_id == import_id))
        let_go_of_import(import_id, queries.questions_of_import(import_id))
        found = db.session.get_one(BankImport, import_id)
        found.state, found.problem = "broken", refused.sentence
        return
    found = db.session.get_one(BankImport, import_id)
    found.format, found.counts, found.state = kind, counts, "ready"


def _keep_items(
    job: Job, import_id: int, items: Iterable[Item], gallery: Gallery
) -> dict[str, int]:
    """Write the items in portions and return how many there are of each verdict."""
    counts = {"kept": 0, "changed": 0, "dropped": 0}
    place, waiting = 0, iter(items)
    while portion := list(islice(waiting, _PORTION)):
        lines = [_line(import_id, place + at, item) for at, item in enumerate(portion, 1)]
        place += len(portion)
        if place > MOST_ITEMS:
            raise RuleBroken(_("Berkas ini memuat lebih dari %(most)s soal.", most=MOST_ITEMS))
        for line in lines:
            counts[line["verdict"]] += 1
        db.session.execute(insert(BankImportItem), lines)
        texts = (text for item in portion if item.form for text in item.form.texts)
        take_in_pictures(import_id, gallery.fresh(), named_in(texts))
        job.beat(place, 0, _("Membaca soal: %(count)s", count=place))
    if not place:
        raise RuleBroken(_("Berkas ini tidak memuat soal yang dikenal."))
    return counts


def _line(import_id: int, place: int, item: Item) -> dict[str, Any]:
    category = item.category
    try:
        category = rules.path_of(category)[1] if category else ""
    except RuleBroken:
        category = ""
    return {
        "import_id": import_id, "place": place, "name": item.name[:200],
        "kind": item.form.type if item.form else "", "verdict": item.verdict, "notes": item.notes,
        "category": category, "tags": [tag[: rules.LONGEST_TAG] for tag in item.tags],
        "source": to_json(item.form) if item.form else None,
    }  # fmt: skip


@handler(_APPLY)
def write_bank_import(job: Job, import_id: int) -> None:
    """Bring all questions in within one transaction."""
    found = db.session.get_one(BankImport, import_id)
    if found.state != "applying":
        return
    places = {"": found.category_id}
    written = 0
    for portion in _portions(import_id):
        for item in portion:
            if item.category not in places:
                places[item.category] = keep_category(item.category).id
        _write(found, portion, places)
        written += len(portion)
    found.state, found.applied_at = "applied", now()
    record("bank_import.applied", found, by=found.asked_by, questions=written)
    job.done = job.total = written


def _portions(import_id: int) -> Iterator[Sequence[BankImportItem]]:
    last = 0
    while portion := queries.items_to_write(import_id, last, _PORTION):
        last = portion[-1].place
        yield portion
        db.session.flush()
        for item in portion:
            db.session.expunge(item)


def _write(found: BankImport, portion: Sequence[BankImportItem], places: dict[str, int]) -> None:
    """Add one portion of questions with their first versions and tags."""
    forms = [from_json(item.source or {}) for item in portion]
    ids = db.session.scalars(
        insert(BankQuestion).returning(BankQuestion.id, sort_by_parameter_order=True),
        [
            {"category_id": places[item.category], "kind": form.type, "version": 1,
             "title": rules.title_of(form), "words": rules.words_of(form),
             "import_id": found.id}
            for item, form in zip(portion, forms, strict=True)
        ],
    ).all()  # fmt: skip
    moment = now()
    db.session.execute(
        insert(BankVersion),
        [
            {"question_id": id, "number": 1, "source": item.source, "made_at": moment,
             "body": question_body(form, PICTURES), "made_by_id": found.asked_by_id}
            for id, item, form in zip(ids, portion, forms, strict=True)
        ],
    )  # fmt: skip
    keep_all_tags((id, tag) for id, item in zip(ids, portion, strict=True) for tag in item.tags)
    use_pictures(
        (id, name) for id, form in zip(ids, forms, strict=True) for name in named_in(form.texts)
    )


@handler(_UNDO)
def take_bank_import_back(_job: Job, import_id: int) -> None:
    """Take all its questions out in one transaction, unless one was changed since."""
    found = db.session.get_one(BankImport, import_id)
    if found.state != "undoing":
        return
    changed = queries.changed_since(import_id)
    if changed:
        found.state = "applied"
        found.problem = _(
            "Tidak dapat diurungkan: soal %(numbers)s sudah diubah setelah impor. Pensiunkan "
            "soal yang tidak dipakai.", numbers=", ".join(map(str, changed[:8])),
        )  # fmt: skip
        return
    mine = queries.questions_of_import(import_id)
    let_go_of_import(import_id, mine)
    for model in (BankTag, BankVersion):
        db.session.execute(delete(model).where(model.question_id.in_(mine)))
    db.session.execute(delete(BankQuestion).where(BankQuestion.import_id == import_id))
    found.state, found.undone_at = "undone", now()
    record("bank_import.undone", found, by=found.asked_by)

"""Released results, issued certificates, and what a PDF shows, for the tests of this area."""

import html
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Batch, Enrolment
from lms.certificates import actions, facts, pressroom, queries
from lms.certificates.facts import Award
from lms.certificates.models import Certificate, Origin
from lms.certificates.readiness.queries import batches
from lms.certificates.rules import Gap
from lms.core.clock import now
from lms.core.db import db
from lms.core.jobs import run_pending
from lms.gradebook import queries as gradebook
from lms.gradebook.models import Release, Result
from lms.people.models import Person
from tests import cast

MM = 72 / 25.4


def released(batch: Batch, people: list[Person], *, by: Person, **facts: Any) -> list[Result]:
    """Seat these people and release a result that says that they passed, unless told otherwise."""
    release = gradebook.release_of(batch)
    if release is None:
        release = Release(batch_id=batch.id, by_id=by.id, at=now(), rulebook="latsar_cpns")
        db.session.add(release)
        db.session.flush()
    values = {"final": Decimal("85.25"), "predicate": "Memuaskan", "outcome": "lulus"} | facts
    found = [
        Result(
            release_id=release.id,
            enrolment_id=cast.an_enrolment(person, batch).id,
            reasons=[],
            trace=[],
            **values,
        )
        for person in people
    ]
    db.session.add_all(found)
    db.session.commit()
    return found


def award_of(result_id: int) -> Award:
    """Return the award that a result gives, with its person, batch and office."""
    result = db.session.scalars(
        select(Result)
        .where(Result.id == result_id)
        .options(
            joinedload(Result.enrolment).joinedload(Enrolment.person),
            joinedload(Result.enrolment).joinedload(Enrolment.batch),
        )
    ).one()
    batch = result.enrolment.batch
    kind = batch.version.certificate_kind
    blocks = [] if result.outcome == "lulus" else [Gap(result.outcome, "nobody", True)]
    template = queries.template_in_force(batch.programme_id, kind)
    said = facts.of_place(result.enrolment, result, batches.subjects(batch.version_id, kind))
    return Award(
        Origin(enrolment_id=result.enrolment_id), result.enrolment.person_id, kind, said, blocks,
        template_id=template.id if template else None,
    )  # fmt: skip


def issue(result: Result, *, by: Person, **more: Any) -> Certificate:
    """Issue one certificate as the worker does."""
    on = more.get("on", now().date())
    certificate = actions.issue(award_of(result.id), by=by, on=on)
    db.session.commit()
    return certificate


def issue_all(batch: Batch, *, by: Person) -> list[Certificate]:
    """Ask for all certificates of a batch and let the worker make them."""
    actions.ask_to_issue(batch, by=by)
    work()
    return queries.papers_of(batch)


def work() -> None:
    """Let the worker do what waits, in a session of its own."""
    db.session.commit()
    with current_app.app_context():
        run_pending()
    db.session.expire_all()


def blank(order: pressroom.Order) -> list[pressroom.Outcome]:
    """Fulfil an order with empty papers, where printing does not matter."""
    return [b"%PDF-" for _sheet in order.sheets]


class InlineRoom:
    """A press room without processes."""

    def __init__(self, fulfil: Callable[[pressroom.Order], list[pressroom.Outcome]]) -> None:
        self._fulfil = fulfil

    def fulfil(self, orders: list[pressroom.Order]) -> Iterator[Any]:
        """Fulfil one order after the other, here."""
        for order in orders:
            yield order, self._fulfil(order)


@dataclass(frozen=True)
class Word:
    """A word on paper, in millimetres from the left upper corner of its page."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float


def words(pdf: bytes) -> list[Word]:
    """Return the words of a PDF with their places, as poppler reads them."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    )
    found = []
    page = 0
    for line in done.stdout.decode().splitlines():
        page += "<page " in line
        if "<word " in line:
            left, top, right, bottom = (float(at) / MM for at in re.findall(r'"([-\d.]+)"', line))
            said = html.unescape(re.sub(r"<[^>]*>", "", line).strip())
            found.append(Word(page, said, left, top, right, bottom))
    return found


def text(pdf: bytes, page: int) -> str:
    """Return what one page says, in one line."""
    return " ".join(word.text for word in words(pdf) if word.page == page)


def is_in_frame(pdf: bytes) -> bool:
    """Tell whether every word stands inside the ornament."""
    return all(
        word.left >= 29 and word.right <= 268 and word.top >= 25 and word.bottom <= 185
        for word in words(pdf)
    )


def pixels(pdf: bytes) -> list[bytes]:
    """Return every page as a picture, as poppler draws it."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-r", "70", "-", f"{folder}/page"]
        subprocess.run(command, input=pdf, capture_output=True, check=True)
        return [file.read_bytes() for file in sorted(Path(folder).iterdir())]

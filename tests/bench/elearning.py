"""Area `elearning`: 5,000 questions read, shown and brought into the bank; answers saved."""

import json
import subprocess
import sys
import time
from io import BytesIO

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from lms import create_app
from lms.core.db import db, writing
from lms.core.jobs import run_pending
from lms.elearning import actions
from lms.elearning.exchange import moodle
from lms.elearning.exchange.item import Item
from lms.elearning.models import BankImport
from lms.elearning.questions.written import OptionForm, QuestionForm
from lms.people.models import Person
from tests.bench import server
from tests.bench.load import Target
from tests.bench.load import measure as load
from tests.bench.material import AT_THE_QUIZ
from tests.bench.report import Report
from tests.bench.targets import add_material, answer_save, lesson_of
from tests.bench.web import floor

QUESTIONS = 5000


def measure(report: Report, env: dict[str, str], suffix: str) -> None:
    """Measure the import in a process of its own, then the saving of answers by the web server."""
    command = [sys.executable, "-m", "tests.bench.elearning"]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    seconds = json.loads(done.stdout.splitlines()[-1])
    report.add(f"elearning.import_5000.seconds{suffix}", seconds, "s")
    places = add_material(env)
    with floor(env) as bare, server.serving(env) as port:
        report.add(f"elearning.lesson.queries{suffix}", lesson_of(port).queries, "statements")
        _answers(report, bare, answer_save(port, places), suffix)


def _answers(report: Report, bare: Target, target: Target, suffix: str) -> None:
    """Measure the saving of answers, beside the floor by a few, then by many."""
    report.add(f"elearning.answer_save.queries{suffix}", target.queries, "statements")
    lowest, few = load([bare, target], connections=8, seconds=5)
    (many,) = load([target], connections=AT_THE_QUIZ, seconds=5)
    report.add(f"elearning.floor.rps{suffix}", lowest.rps, "req/s")
    for name, outcome in (("answer_save", few), ("answer_save_200", many)):
        report.add(f"elearning.{name}.rps{suffix}", outcome.rps, "req/s")
        report.add(f"elearning.{name}.p95_ms{suffix}", outcome.p95_ms, "ms")
    report.add(f"elearning.answer_save.share{suffix}", few.rps / lowest.rps, "of floor")


def questions() -> list[Item]:
    """Return questions of four options, with feedback and a bold word each."""
    return [
        Item(
            f"Soal {number}",
            QuestionForm(
                "bank", "single", f"Kasus {number}: apa yang **paling tepat** dilakukan?",
                [OptionForm(f"Tindakan {at} untuk {number}", at == 0, f"Alasan {at} dari {number}.")
                 for at in range(4)],
                feedback=f"Pembahasan {number}.",
            ),
            [], f"Uji / Kategori {number % 20}", ["impor"],
        )
        for number in range(QUESTIONS)
    ]  # fmt: skip


def _work() -> None:
    """Commit what was asked for and do it, as the worker would."""
    db.session.commit()
    run_pending()
    writing.set(True)


def _anybody() -> Person:
    return db.session.scalars(select(Person).order_by(Person.id).limit(1)).one()


def main() -> None:
    """Bring the questions in as the worker does, and print the seconds from file to bank."""
    app = create_app()
    with app.app_context():
        writing.set(True)
        data, _lost = moodle.write(questions())
        upload = FileStorage(BytesIO(data), "uji.xml")
        _work()  # what the demo left to do
        started = time.perf_counter()
        found = actions.begin_bank_import(upload, "Uji", by=_anybody()).id
        _work()
        actions.apply_bank_import(db.session.get_one(BankImport, found), by=_anybody())
        _work()
        assert db.session.get_one(BankImport, found).state == "applied"
        print(json.dumps(time.perf_counter() - started))


if __name__ == "__main__":
    main()

"""What packages report as points of graded parts: which attempt counts, and what stands behind."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment, Unit
from lms.core.db import db
from lms.gradebook import queries as gradebook
from lms.packages import actions, queries, rules
from lms.people.models import Person
from tests.packages import sample
from tests.packages.conftest import keep, put

D = Decimal
SignIn = Callable[..., FlaskClient]


@pytest.mark.parametrize(
    ("attempts", "best", "last"),
    [
        ([("a", D(40))], "40.00", "40.00"),
        ([("a", D(90)), ("a", D(60))], "90.00", "60.00"),
        ([("a", D(90)), ("b", D(51)), ("a", D(60))], "70.50", "55.50"),
        ([("a", D(1)), ("b", D(1)), ("c", D(0))], "0.67", "0.67"),
    ],
)
def test_the_best_or_the_last_attempt_counts(
    attempts: list[tuple[str, Decimal]], best: str, last: str
) -> None:
    assert rules.points_of(attempts, "best") == D(best)
    assert rules.points_of(attempts, "last") == D(last)


def test_an_attempt_counts_once_it_has_ended() -> None:
    assert rules.score_of_attempt(rules.Outcome("incomplete", "unknown", D(80))) is None
    assert rules.score_of_attempt(rules.Outcome("completed", "unknown", D(80))) == 80
    assert rules.score_of_attempt(rules.Outcome("incomplete", "failed", D(30))) == 30


def _say(batch: Batch, unit: Unit, seat: Enrolment, by: Person, key: str, **said: str) -> None:
    """Open a part once and let it end with these words."""
    launch = actions.open_part(batch, queries.task_of(unit), seat, key, by=by)
    values = {f"cmi.core.{name.replace('__', '.')}": value for name, value in said.items()}
    actions.save(launch, 1, values, final=True, by=by)
    db.session.commit()


def test_a_graded_part_takes_its_points_from_a_package(
    sign_in: SignIn, sari: Person, budi: Person, rina: Person, batch: Batch, seat: Enrolment,
    unit: Unit,
) -> None:  # fmt: skip
    best, last = f"package-best:{unit.key}", f"package-last:{unit.key}"
    batch.components = [
        {"key": "a", "title": "Modul, terbaik", "weight": 50, "source": best},
        {"key": "b", "title": "Modul, terakhir", "weight": 50, "source": last},
    ]
    db.session.commit()
    _say(batch, unit, seat, sari, "I1", lesson_status="incomplete", score__raw="99")
    assert _points(batch) == {"a": None, "b": None}, "not ended yet"
    _say(batch, unit, seat, sari, "I1", lesson_status="passed", score__raw="85")
    _say(batch, unit, seat, sari, "I1", lesson_status="failed", score__raw="60")
    assert _points(batch) == {"a": D("85.00"), "b": D("60.00")}
    assert gradebook.own_points(batch, seat) == {"a": D("85.00"), "b": D("60.00")}
    text = sign_in(budi).get(f"/angkatan/{batch.id}/nilai/{seat.id}/b").text
    run = queries.scores(batch, ["best"])["best"][0].run_id
    assert f"/paket-catatan/{run}" in text and "85,00" in text and "dilaporkan paket" in text
    assert "Simpan nilai" not in sign_in(rina).get(f"/angkatan/{batch.id}/nilai/{seat.id}/a").text
    assert best in sign_in(rina).get(f"/angkatan/{batch.id}/nilai/komponen").text


def test_all_parts_of_a_package_count_together(
    sari: Person, rina: Person, batch: Batch, seat: Enrolment
) -> None:
    unit = put(batch, keep(sample.scorm12(parts=2), rina), rina)
    _say(batch, unit, seat, sari, "I1", lesson_status="passed", score__raw="90")
    assert queries.scores(batch, ["best"])["best"] == []
    _say(batch, unit, seat, sari, "I2", lesson_status="completed")
    assert [one.points for one in queries.scores(batch, ["best"])["best"]] == [90], (
        "a part without points"
    )
    _say(batch, unit, seat, sari, "I2", lesson_status="completed", score__raw="71")
    assert [one.points for one in queries.own_scores(seat, ["last"])["last"]] == [D("80.50")]


def _points(batch: Batch) -> dict[str, Decimal | None]:
    return dict(gradebook.sheet(batch).rows[0].points)

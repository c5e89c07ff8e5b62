"""The dated conversion of forms into hours: the newest line in force, and none rewritten."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.competence import words
from lms.core.clock import today
from lms.hours import rules as conversion
from lms.hours.rules import STANDARD, Conversion, in_force, jp_of
from lms.people.models import Person
from tests.competence.conftest import latest


def test_every_form_has_a_line_words_and_a_place_in_siasn() -> None:
    lines = {line.form for line in STANDARD}
    assert set(conversion.FORMS) | {conversion.WORKING_DAY} == lines == set(words.FORMS)


def test_a_later_line_holds_from_its_day_and_ends_on_its_last() -> None:
    later = Conversion("seminar", "day", Decimal(6), None, "", 150, "seminar", "sertifikat",
                       "PerLAN baru", "C", date(2027, 1, 1), date(2027, 12, 31))  # fmt: skip
    lines = [*STANDARD, later]
    found = [in_force(lines, "seminar", day) for day in (
        date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31), date(2028, 1, 1))]  # fmt: skip
    assert [line.jp if line else None for line in found] == [4, 6, 6, 4]


def test_a_monthly_limit_grows_with_the_months_touched() -> None:
    line = in_force(STANDARD, "coaching", date(2026, 5, 1))
    assert line is not None
    assert jp_of(line, Decimal(10), date(2026, 1, 31), date(2026, 3, 1)) == 12


def _a_line(**changes: Any) -> dict[str, Any]:
    fields = {
        "form": "webinar",
        "unit": "day",
        "jp": "3",
        "cap": "",
        "cap_per": "",
        "international": "150",
        "cell": "seminar",
        "evidence": "sertifikat",
        "clause": "SE Kepala LAN",
        "confidence": "C1",
        "valid_from": (today() - timedelta(days=10)).isoformat(),
        "reason": "Aturan baru",
    }
    return fields | changes  # fmt: skip


def test_bpsdm_adds_a_line_that_holds_from_its_day(
    sign_in: Callable[..., FlaskClient], rina: Person, sari: Person, send: Any
) -> None:
    browser = sign_in(rina, "organiser")
    assert browser.post("/konversi-jp/baru", data=_a_line()).status_code == 302
    page = sign_in(sari).get("/konversi-jp").text
    assert "SE Kepala LAN" in page and "Aturan baru" in page
    send(sign_in(sari))
    assert latest().jp == 3
    before = (today() - timedelta(days=11)).isoformat()
    send(sign_in(sari), number="L/2026/7", title="Seminar lama", starts_on=before, ends_on=before)
    assert latest().jp == 4, "an earlier training follows the earlier line"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_from": "2018-01-01"}, "harus dimulai sesudahnya"),
        ({"jp": "0"}, "lebih dari nol"),
        ({"cap": "3"}, "bersama masa batasnya"),
        ({"form": "ngopi"}, "Pilih salah satu"),
        ({"reason": ""}, "Tulis alasannya"),
        ({"valid_until": "2019-01-01"}, "Hari terakhir tidak boleh"),
    ],
)
def test_a_line_that_says_nothing_is_refused(
    sign_in: Callable[..., FlaskClient], rina: Person, changes: dict[str, Any], sentence: str
) -> None:
    answer = sign_in(rina).post("/konversi-jp/baru", data=_a_line(**changes))
    assert answer.status_code == 422 and sentence in answer.text


def test_only_bpsdm_adds_lines(sign_in: Callable[..., FlaskClient], dedi: Person) -> None:
    assert sign_in(dedi).post("/konversi-jp/baru", data=_a_line()).status_code == 403
    assert sign_in(dedi).get("/konversi-jp.xlsx").data.startswith(b"PK")

"""Exemptions as data: recorded, listed, ended, reversed with a reason, and true in the index."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.competence import actions, queries, rules
from lms.competence.models import ExemptionReversal, IndexExemption
from lms.competence.rules import exemption as exemption_rules
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.people.models import Person
from tests import cast

NEW = "/kompetensi/pengecualian/baru"


def told(person: Person, **changes: str) -> dict[str, str]:
    """Return the fields of the form for an open exemption from the technical cell."""
    return {
        "nip": f"{person.nip[:8]} {person.nip[8:]}", "cell": "teknis",
        "starts_on": today().isoformat(), "ends_on": "", "reason": "Tugas belajar, SK 800/12/2026",
    } | changes  # fmt: skip


def cents() -> int:
    """Return the points of the province as they are kept."""
    return queries.province_index(rules.DEFAULT).sums.cents


@pytest.mark.one_engine
def test_an_exemption_gives_its_points_until_it_is_reversed_with_a_reason(
    sign_in: Callable[..., FlaskClient], rina: Person, sari: Person, dedi: Person
) -> None:
    organiser = sign_in(rina)
    assert cents() == 0
    assert organiser.post(NEW, data=told(sari)).status_code == 302
    assert cents() == 2250
    page = organiser.get("/kompetensi/pengecualian").text
    assert "Sari" in page and "SK 800/12/2026" in page
    # the same again, for oneself, and for nobody: a sentence, and nothing kept
    for person, changes, sentence in (
        (sari, {}, "sudah tercatat"), (rina, {}, "orang lain"), (sari, {"nip": "1"}, "NIP itu"),
        (sari, {"cell": "fungsional"}, "tidak dinilai"), (sari, {"reason": "ya"}, "10 huruf"),
        (sari, {"starts_on": "1970-01-01"}, "1 Januari 2019"), (sari, {"cell": "x"}, "tersedia"),
        (sari, {"ends_on": "2020-01-01"}, "sebelum hari pertama"),
    ):  # fmt: skip
        refused = organiser.post(NEW, data=told(person, **changes))
        assert refused.status_code == 422 and sentence in refused.text, changes
    one = db.session.scalars(select(IndexExemption)).one()
    end = f"/kompetensi/pengecualian/{one.id}/akhiri"
    assert organiser.post(end, data={"reason": "x"}).status_code == 422
    early = (today() - timedelta(days=1)).isoformat()
    assert organiser.post(end, data={"last_day": early, "reason": "x" * 20}).status_code == 422
    assert cents() == 2250
    assert organiser.post(end, data={"reason": "Salah pegawai, lihat surat 14"}).status_code == 302
    assert cents() == 0
    assert organiser.post(end, data={"reason": "Salah pegawai, lagi"}).status_code == 422
    gone = organiser.get("/kompetensi/pengecualian?keadaan=reversed").text
    assert "Salah pegawai, lihat surat 14" in gone
    table = organiser.get("/kompetensi/pengecualian.xlsx?keadaan=reversed")
    assert table.status_code == 200 and table.data[:2] == b"PK"
    # after the reversal it can be recorded rightly
    assert organiser.post(NEW, data=told(sari, cell="seminar")).status_code == 302
    assert cents() == 1750
    # who does not keep the index reads the own tree's and changes nothing
    stranger = cast.a_person("Tini", opd=cast.an_office("Dishub"))
    assert organiser.post(NEW, data=told(stranger)).status_code == 302
    officer = sign_in(dedi)
    seen = officer.get("/kompetensi/pengecualian").text
    assert "Tini" not in seen and "Catat pengecualian" not in seen
    assert officer.get(NEW).status_code == 403
    assert sign_in(sari).get("/kompetensi/pengecualian").status_code == 403


def test_an_exemption_ends_on_its_day_and_stands_as_it_was_decided(
    rina: Person, sari: Person
) -> None:
    one = actions.exempt(sari, "teknis", today(), None, "Tugas belajar di luar", by=rina)
    db.session.commit()
    assert cents() == 2250
    actions.reverse_exemption(one, today(), "Kembali bertugas besok", by=rina)
    db.session.commit()
    assert cents() == 2250
    actions.reckon_anew(today() + timedelta(days=1))
    db.session.commit()
    assert cents() == 0
    one.reason = "Diubah diam-diam"
    with pytest.raises(Exception, match="reversed, never rewritten"):
        db.session.commit()
    db.session.rollback()
    reversal = db.session.scalars(select(ExemptionReversal)).one()
    assert reversal.last_day == today()


@pytest.mark.parametrize(
    ("last_day", "ends_on", "right"),
    [(None, None, True), (5, None, True), (5, 9, True), (9, 9, False), (-1, None, False)],
)
def test_an_end_lies_within_the_exemption(
    last_day: int | None, ends_on: int | None, right: bool
) -> None:
    first = exemption_rules.EARLIEST
    last = None if last_day is None else first + timedelta(days=last_day)
    end = None if ends_on is None else first + timedelta(days=ends_on)
    if right:
        exemption_rules.check_end(last, first, end)
    else:
        with pytest.raises(RuleBroken):
            exemption_rules.check_end(last, first, end)

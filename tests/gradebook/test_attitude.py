"""Observing attitude: the arithmetic, a sheet on a phone, corrections, the recap as a component."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lms.catalogue.models import Batch, Enrolment, ProgrammeVersion
from lms.core import clock
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.gradebook import actions as gradebook
from lms.gradebook import queries as sheets
from lms.gradebook.attitude import actions, instruments, queries, rules
from lms.gradebook.attitude.actions import Seen
from lms.gradebook.attitude.instruments import LEVELS
from lms.gradebook.attitude.rules import DayMark
from lms.people.models import Person
from tests import cast
from tests.gradebook import sample

Browser = Callable[..., FlaskClient]
FORM = instruments.shipped("3D")
DAY = date(2026, 7, 6)


@pytest.mark.parametrize(
    ("kind", "label", "modes", "key"),
    [
        ("latsar", "Golongan II", ("classical", "workplace"), "3A"),
        ("latsar", "Golongan III", ("classical", "workplace"), "3B"),
        ("latsar", "Golongan II", ("self_study", "virtual", "workplace", "classical"), "3C"),
        ("latsar", "", ("self_study", "virtual", "workplace", "classical"), "3D"),
        ("latsar", "Golongan II", ("self_study", "virtual", "workplace"), "3E"),
        ("latsar", "Golongan III", ("virtual", "workplace"), "3F"),
        ("leadership", "", ("classical",), "umum"),
    ],
)
def test_the_form_follows_golongan_and_mode(
    kind: str, label: str, modes: tuple[str, ...], key: str
) -> None:
    assert instruments.proposed(kind, label, modes) == key


def test_a_sheet_is_the_mean_of_its_indicators() -> None:
    assert rules.points_of(FORM, "baik", {}) == Decimal("85.00")
    # 14 x 85 and 2 x 75 over 16
    assert rules.points_of(FORM, "baik", {"1.1": "cukup", "2.3": "cukup"}) == Decimal("83.75")
    assert rules.points_of(FORM, "cukup", {"1.1": "sangat_baik"}) == Decimal("76.25")
    for level, exceptions in (
        ("luar_biasa", {}),
        ("baik", {"9.9": "cukup"}),
        ("baik", {"1.1": "x"}),
    ):
        with pytest.raises(RuleBroken):
            rules.points_of(FORM, level, exceptions)


def test_days_weigh_the_same_however_many_observe() -> None:
    days = [DayMark(DAY, Decimal("170"), 2), DayMark(DAY + timedelta(1), Decimal("75"), 1)]
    assert rules.recap(days) == rules.Recap(Decimal("80.00"), 2, 3)
    # 85 + 85 + 84.99 over 3 = 84.99666…, rounded once
    thirds = [DayMark(DAY, Decimal(points), 1) for points in ("85", "85", "84.99")]
    assert rules.recap(thirds) == rules.Recap(Decimal("85.00"), 3, 3)
    assert rules.recap([]) is None


@given(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=16), st.sampled_from(LEVELS))
def test_a_better_level_never_lowers_the_points(levels: list[str], usual: str) -> None:
    keys = list(FORM.indicators)
    said = dict(zip(keys, levels, strict=False))
    better = said | {keys[0]: LEVELS[max(0, LEVELS.index(said[keys[0]]) - 1)]}
    assert rules.points_of(FORM, usual, better) >= rules.points_of(FORM, usual, said)
    assert rules.points_of(FORM, usual, dict(reversed(said.items()))) == rules.points_of(
        FORM, usual, said
    )


def test_every_shipped_form_can_be_written_and_read_again() -> None:
    for form in instruments.SHIPPED:
        assert tuple(rules.read_aspects(rules.written(form.aspects))) == form.aspects
        rules.check_points(form.points)
    for text in ("- tanpa aspek", "# Disiplin", ""):
        with pytest.raises(RuleBroken):
            rules.read_aspects(text)


def test_a_version_holds_from_its_day_for_its_form_alone() -> None:
    own = instruments.version_of("3D", date(2027, 1, 1), FORM.aspects, FORM.points, "Kep. 5/2026")
    assert instruments.in_force("3D", date(2026, 12, 31), [own]).confidence == "M"
    assert instruments.in_force("3D", date(2027, 1, 1), [own]) == own
    assert instruments.in_force("3C", date(2027, 1, 1), [own]).key == "3C"


def test_several_observers_make_the_component_and_a_sheet_is_never_overwritten(
    batch: Batch, seat: Enrolment, rina: Person, budi: Person
) -> None:
    day = today()
    sample.enter(batch, seat, "60.00", by=rina)  # typed before anybody observed
    assert actions.observe(batch, day, {seat.id: Seen("baik")}, seen=0, reason="", by=budi) == 1
    actions.observe(batch, day, {seat.id: Seen("cukup")}, seen=0, reason="", by=rina)
    db.session.commit()
    row = sheets.sheet(batch).rows[0]
    assert row.points["attitude"] == Decimal("80.00")
    assert "attitude" not in {part["key"] for part in gradebook.enterable(batch)}
    with pytest.raises(RuleBroken, match="tidak diketik"):
        sample.enter(batch, seat, "99.00", by=rina, parts=("attitude",))
    db.session.rollback()
    with pytest.raises(RuleBroken, match="sudah berubah sejak dibuka"):
        actions.observe(batch, day, {seat.id: Seen("kurang")}, seen=0, reason="", by=budi)
    db.session.rollback()
    stood = queries.sheet_of(budi, day, [seat.id])
    later = clock.now() + timedelta(days=1)
    with clock.at(later):
        for reason, allowed in (("", False), ("Salah orang", True)):
            said = {seat.id: Seen("")}  # not observed after all
            seen = actions.newest(stood)
            if allowed:
                actions.observe(batch, day, said, seen=seen, reason=reason, by=budi)
                continue
            with pytest.raises(RuleBroken, match="Tulis alasan"):
                actions.observe(batch, day, said, seen=seen, reason=reason, by=budi)
    db.session.commit()
    assert queries.points_in(batch) == {seat.id: Decimal("75.00")}
    assert len(queries.marks_on(batch, seat.id)) == 2
    for wrong in (batch.starts_on - timedelta(days=1), day + timedelta(days=1)):
        with pytest.raises(RuleBroken):
            actions.observe(batch, wrong, {seat.id: Seen("baik")}, seen=0, reason="", by=budi)


@pytest.mark.one_engine
def test_a_batch_is_observed_on_a_phone_corrected_and_printed(
    sign_in: Browser, batch: Batch, seat: Enrolment, rina: Person, budi: Person, sari: Person
) -> None:
    others = sample.seats(batch, 2)
    base, instructor = f"/angkatan/{batch.id}/sikap", sign_in(budi)
    sheet = f"{base}/lembar?tanggal={today()}"
    shown = instructor.get(sheet).text
    assert shown.count('value="baik" checked') == 3
    assert "Masuk" not in sign_in(sari).get(base).text
    assert sign_in(sari).get(base).status_code == 403
    usual = {f"s-{one.id}": "baik" for one in (seat, *others)}
    wrong = instructor.post(sheet, data={**usual, f"s-{seat.id}": "hebat", "seen": "0"})
    assert wrong.status_code == 422
    assert "Formulir sikap ini sudah berubah" in wrong.text
    data = {**usual, f"x-{seat.id}-1.1": "cukup", f"n-{seat.id}": "Terlambat", "seen": "0"}
    assert instructor.post(sheet, data=data).status_code == 302
    assert "3 peserta sudah Anda catat" in instructor.get(sheet).text
    overview = instructor.get(base).text
    for words in ("84,38", "85,00", "Budi", "Belum dicocokkan dengan formulir resmi"):
        assert words in overview
    mark = queries.sheet_of(budi, today(), [seat.id])[seat.id]
    address = f"{base}/catatan/{mark.id}"
    change = {f"s-{seat.id}": "sangat_baik", f"n-{seat.id}": "Terlambat", "reason": ""}
    assert instructor.post(address, data=change).status_code == 422
    done = sign_in(rina).post(address, data={**change, "reason": "Sudah izin"})
    assert done.status_code == 302
    told = instructor.get(f"{base}/{seat.id}").text
    for words in ("95,00", "84,38", "alasan: Sudah izin", "ditulis Rina", "diganti"):
        assert words in told
    assert instructor.post(address, data={**change, "reason": "Lagi"}).status_code == 404
    cell = sign_in(rina).get(f"/angkatan/{batch.id}/nilai/{seat.id}/attitude").text
    assert "rekap pengamatan harian" in cell
    assert "95,00" in cell
    assert instructor.get(f"{base}.xlsx").data.startswith(b"PK")
    assert instructor.get(f"{base}.pdf").data.startswith(b"%PDF-")
    chosen = sign_in(rina).post(f"{base}/formulir", data={"form": "3A"})
    assert chosen.status_code == 422
    assert "sudah diamati dengan formulirnya" in chosen.text


@pytest.mark.one_engine
def test_an_administrator_enters_a_version_for_batches_to_come(
    sign_in: Browser, adi: Person, rina: Person, version: ProgrammeVersion
) -> None:
    keeper, address = sign_in(adi), "/formulir-sikap"
    assert sign_in(rina).get(address).status_code == 403
    assert "# Disiplin" in keeper.get(f"{address}?dari=3D").text
    data = {"key": "3D", "aspects": "# Disiplin\n- Tepat waktu", "source": "Kep. 13, lampiran 3D",
            "sangat_baik": "100", "baik": "90", "cukup": "80", "kurang": "70",
            "sangat_kurang": "60"}  # fmt: skip
    early = keeper.post(address, data={**data, "valid_from": today().isoformat()})
    assert "Berlaku mulai besok" in early.text
    rising = {**data, "baik": "100", "valid_from": (today() + timedelta(days=1)).isoformat()}
    assert "Poin harus menurun" in keeper.post(address, data=rising).text
    sent = keeper.post(address, data={**rising, "baik": "90"})
    assert sent.status_code == 302
    coming = cast.a_batch(version, starts_on=today() + timedelta(days=3), label="Golongan III")
    form = queries.form_of(coming)
    assert (form.confidence, list(form.indicators)) == ("D", ["1.1"])
    assert rules.points_of(form, "baik", {}) == Decimal("90.00")

"""The final meeting, weights entered for a batch, their preview, and deferred results."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from lms.catalogue.models import Batch, Enrolment
from lms.core.clock import today
from lms.core.db import db
from lms.core.errors import RuleBroken
from lms.gradebook import actions, queries, rulebooks, rules
from lms.gradebook.rulebooks.edition import qualification
from lms.messages.models import Message
from lms.people.models import Person
from tests import cast
from tests.gradebook import sample

Browser = Callable[..., FlaskClient]
pytestmark = pytest.mark.one_engine
MINUTES = {"held_on": today().isoformat(), "place": "Aula", "chair": "Dr. Surya",
           "present": "Dr. Surya\nRina Kusuma"}  # fmt: skip


@pytest.mark.parametrize(
    ("proposed", "decided", "reason", "may_pass", "allowed"),
    [
        ("lulus", "lulus", "", True, True),
        ("lulus", "ditunda", "", True, False),
        ("lulus", "ditunda", "Berkas kurang", True, True),
        ("tidak_lulus", "lulus", "Sakit berat", True, True),  # absence alone kept them back
        ("ditunda", "lulus", "Kasihan", False, False),
        ("lulus", "gugur", "x", True, False),
    ],
)
def test_what_the_meeting_may_decide(
    proposed: str, decided: str, reason: str, may_pass: bool, allowed: bool
) -> None:
    def check() -> None:
        rules.check_decision("Sari", proposed, decided, reason, may_pass=may_pass)

    if allowed:
        check()
        return
    with pytest.raises(RuleBroken):
        check()


def test_equal_marks_share_the_better_place() -> None:
    marks = {1: Decimal("90"), 2: Decimal("88.5"), 3: Decimal("88.5"), 4: Decimal("80")}
    assert rulebooks.ranks(marks) == {1: 1, 2: 2, 3: 2, 4: 4}
    assert rulebooks.ranks(dict(reversed(marks.items()))) == rulebooks.ranks(marks)


def test_the_meeting_decides_locks_and_its_decision_is_the_result(
    sign_in: Browser, rina: Person, budi: Person, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    other = sample.seats(batch, 1)[0]
    organiser, base = sign_in(rina), f"/angkatan/{batch.id}/nilai"
    sample.enter(batch, other, "91.00", by=rina)
    sample.enter(batch, seat, "80.00", by=rina, parts=("mooc", "pktbt"))
    early = organiser.post(f"{base}/rapat", data=MINUTES)
    assert early.status_code == 302
    assert "Nilai 1 peserta belum lengkap" in organiser.post(f"{base}/rapat/kunci").text
    sample.enter(batch, seat, "80.00", by=rina, parts=("attitude",))
    bare = {**MINUTES, f"putusan_{other.id}": "ditunda", f"alasan_{other.id}": ""}
    refused = organiser.post(f"{base}/rapat", data=bare)
    assert refused.status_code == 422
    assert "Tulis alasan putusan Peserta 000" in refused.text
    told = {**bare, f"alasan_{other.id}": "Laporan belum ditandatangani"}
    assert organiser.post(f"{base}/rapat", data=told).status_code == 302
    assert sign_in(budi).post(f"{base}/rapat", data=told).status_code == 403
    with pytest.raises(RuleBroken, match="Kunci putusan rapat"):
        actions.release(batch, by=rina)
    db.session.rollback()
    assert organiser.post(f"{base}/rapat/kunci").status_code == 302
    typed = organiser.post(f"{base}/{seat.id}/mooc", data={"points": "70", "reason": "x"})
    assert "sudah mengunci nilai" in typed.text
    minutes = organiser.get(f"{base}/rapat.pdf")
    assert minutes.data.startswith(b"%PDF-")
    assert organiser.post(f"{base}/rapat/buka", data={"reason": ""}).status_code == 422
    assert organiser.post(f"{base}/rapat/buka", data={"reason": "Salah ketik"}).status_code == 302
    organiser.post(f"{base}/rapat/kunci")
    actions.release(batch, by=rina)
    db.session.commit()
    found = queries.results_of(batch)
    assert (found[seat.id].outcome, found[other.id].outcome) == ("lulus", "ditunda")
    assert "Laporan belum ditandatangani" in found[other.id].reasons[0]
    assert "Putusan rapat" in sign_in(other_person(other)).get(base).text


def other_person(seat: Enrolment) -> Person:
    """Return who has the seat."""
    return db.session.get_one(Person, seat.person_id)


def test_after_a_remedial_the_final_mark_is_capped() -> None:
    rule = rulebooks.rule_on(today())
    assert rulebooks.capped(Decimal("80.01"), rule) == Decimal("80.00")
    assert rulebooks.capped(Decimal("70.01"), rule) == Decimal("70.01")
    assert qualification(rule.most) == "Cukup Memuaskan"
    assert rulebooks.rule_on(date(2000, 1, 1)) == rule


def test_a_deferred_result_is_settled_once_by_a_remedial(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, seat, "72.00", by=rina)
    sample.enter(batch, seat, "60.00", by=rina, parts=("pktbt",))  # 68.40: deferred
    actions.release(batch, by=rina)
    db.session.commit()
    organiser, base = sign_in(rina), f"/angkatan/{batch.id}/nilai/{seat.id}"
    shown = organiser.get(base).text
    for words in (
        "68,40",
        "Selesaikan hasil yang ditunda",
        "Nilai akhir 68,40, perlu di atas 70,00",
    ):
        assert words in shown
    listed = f"/angkatan/{batch.id}/nilai/ditunda"
    assert "tugas belum ditetapkan" in organiser.get(listed).text
    # the weakest part is proposed, for the task and for its mark
    assert organiser.get(base).text.count('<option selected value="pktbt">') == 2
    task = {"component": "pktbt", "task": "Ujian ulang PKTBT di instansi"}
    for due, words in ((today() - timedelta(days=1), "sudah lewat"), (None, "Isi tanggal")):
        refused = organiser.post(f"{base}/tugas-remedial", data={**task, "due_on": due or ""})
        assert refused.status_code == 422
        assert words in refused.text
    due = (today() + timedelta(days=7)).isoformat()
    assert organiser.post(f"{base}/tugas-remedial", data={**task, "due_on": due}).status_code == 302
    assert "Ujian ulang PKTBT di instansi" in organiser.get(listed).text
    own = sign_in(sari)
    assert "Yang harus Anda kerjakan sampai" in own.get(f"/angkatan/{batch.id}/nilai").text
    assert own.get(listed).status_code == 403
    remedial = {"part": "pktbt", "points": "55", "reason": "Ujian ulang"}
    lower = organiser.post(f"{base}/remedial", data=remedial)
    assert "harus lebih tinggi" in lower.text
    done = organiser.post(f"{base}/remedial", data={**remedial, "points": "65,34"})
    assert done.status_code == 302
    result = queries.results_of(batch)[seat.id]
    # 70.00 is not enough
    assert (result.final, result.outcome) == (Decimal("70.00"), "tidak_lulus")
    assert result.former is not None
    assert (result.former["final"], result.former["outcome"]) == ("68.40", "ditunda")
    again = organiser.post(f"{base}/remedial", data={**remedial, "points": "90"})
    assert again.status_code == 422
    late = organiser.post(f"{base}/tugas-remedial", data={**task, "due_on": due})
    assert "hasilnya sudah tercatat" in late.text
    assert "Remedial PKTBT: 65,34" in own.get(f"/angkatan/{batch.id}/nilai").text
    told = {one.kind for one in db.session.query(Message).filter_by(person_id=sari.id)}
    assert {"remedial_set", "result_settled"} <= told


def test_the_list_of_merit_ranks_who_passed_at_once(
    sign_in: Browser, rina: Person, sari: Person, batch: Batch, seat: Enrolment
) -> None:
    others = sample.seats(batch, 3)
    for place, mark in zip(others, ("88.00", "88.00", "75.00"), strict=True):
        sample.enter(batch, place, mark, by=rina)
    sample.enter(batch, seat, "100.00", by=rina)
    sample.enter(batch, seat, "0.00", by=rina, parts=("pktbt",))  # 70.00: deferred
    found = queries.sheet(batch)
    assert [one.place for one in queries.merit_list(batch, found)] == [1, 1, 3]
    actions.release(batch, by=rina)
    result = actions.settle(batch, seat.id, "pktbt", Decimal(90), reason="Ujian ulang", by=rina)
    db.session.commit()
    # reckoned 97.00; a remedial gives at most 80.00 and no place
    assert (result.final, result.outcome, result.predicate) == (
        Decimal("80.00"), "lulus", "Cukup Memuaskan",
    )  # fmt: skip
    assert queries.merit_of(batch) == {others[0].id: 1, others[1].id: 1, others[2].id: 3}
    organiser, base = sign_in(rina), f"/angkatan/{batch.id}/nilai"
    shown = organiser.get(f"{base}/peringkat").text
    for words in ("berbagi, 2 orang", "Peserta 000", "1 tidak", "Hasil resmi"):
        assert words in shown
    assert organiser.get(f"{base}/peringkat.pdf").data.startswith(b"%PDF-")
    assert organiser.get(f"{base}/peringkat.xlsx").data.startswith(b"PK")
    assert sign_in(sari).get(f"{base}/peringkat").status_code == 403
    assert "paling tinggi 80,00" in organiser.get(f"{base}/{seat.id}").text


def test_weights_are_tried_on_everybody_before_they_hold(
    sign_in: Browser, rina: Person, budi: Person, batch: Batch, seat: Enrolment
) -> None:
    sample.enter(batch, seat, "60.00", by=rina, parts=("attitude",))
    sample.enter(batch, seat, "90.00", by=rina, parts=("mooc", "pktbt"))  # 78.00
    organiser, address = sign_in(rina), f"/angkatan/{batch.id}/nilai/komponen"
    assert "Sikap perilaku" in organiser.get(address).text
    assert sign_in(budi).get(address).status_code == 403
    form = {"reason": "SK 7"}
    for number, (key, weight) in enumerate((("attitude", "70"), ("mooc", "15"), ("pktbt", "15"))):
        form |= {f"key_{number}": key, f"title_{number}": key.title(), f"weight_{number}": weight,
                 f"source_{number}": "outside"}  # fmt: skip
    tried = organiser.post(address, data={**form, "lihat": "1"}).text
    for words in ("1 peserta berubah", "1 peserta melewati batas", "78,00", "69,00",
                  "Cukup Memuaskan → Kurang Memuaskan", "(Ditunda)"):  # fmt: skip
        assert words in tried
    assert queries.sheet(batch).rows[0].verdict.final == Decimal("78.00")
    short = organiser.post(address, data={**form, "weight_0": "60", "simpan": "1"})
    assert short.status_code == 422
    assert "berjumlah 90, seharusnya 100" in short.text
    foreign = organiser.post(address, data={**form, "source_0": "assignment:x", "simpan": "1"})
    assert "pilih asal nilainya" in foreign.text
    dropped = {**form, "title_2": "", "weight_2": "", "weight_0": "85", "simpan": "1"}
    assert (
        "sudah berisi nilai dan tidak dapat dihapus" in organiser.post(address, data=dropped).text
    )
    assert organiser.post(address, data={**form, "simpan": "1"}).status_code == 302
    db.session.expire_all()
    assert queries.sheet(batch).rows[0].verdict.final == Decimal("69.00")


def test_a_batch_of_a_programme_without_weights_opens_once_they_are_entered(
    sign_in: Browser, rina: Person
) -> None:
    batch = cast.a_batch(cast.a_programme("pkp", rulebook="generic"), state="planned")
    organiser = sign_in(rina, "organiser")
    refused = organiser.post(f"/angkatan/{batch.id}/tahap", data={"state": "open"})
    assert refused.status_code == 422
    assert "Isi komponen nilai angkatan dulu" in refused.text
    form = {"key_0": "", "title_0": "Aksi perubahan", "weight_0": "100", "source_0": "outside",
            "reason": "Contoh", "example": "y", "simpan": "1"}  # fmt: skip
    assert organiser.post(f"/angkatan/{batch.id}/nilai/komponen", data=form).status_code == 302
    assert "Ada bobot contoh" in organiser.get(f"/angkatan/{batch.id}/nilai/komponen").text
    assert organiser.post(f"/angkatan/{batch.id}/tahap", data={"state": "open"}).status_code == 302

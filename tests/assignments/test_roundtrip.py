"""Marking on a sheet: out with the works, back in any order, explained line by line."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from lms.assignments import actions, queries
from lms.core import tables
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.assignments.conftest import Scene

SignIn = Callable[..., FlaskClient]


def _works(scene: Scene, *people: Person) -> None:
    for person in people:
        seat = queries_seat(scene, person)
        actions.hand_in(scene.batch, scene.brief, seat, text=f"Isu {person.name}", uploads=[],
                        own_work=True, by=person)  # fmt: skip
    db.session.commit()


def queries_seat(scene: Scene, person: Person):
    return (
        scene.seat if person.id == scene.seat.person_id else cast.an_enrolment(person, scene.batch)
    )


def _sheet(client: FlaskClient, scene: Scene) -> tuple[list[str], list[list[object]], list[str]]:
    """Return header, lines and names of the archive."""
    with ZipFile(BytesIO(client.get(f"{scene.address}/karya.zip").data)) as bundle:
        table = tables.read_table(bundle.read("nilai.xlsx"), "xlsx", most_rows=100)
        header = ["Kode karya", "NIP", "Nama", "Ketepatan isu", "Catatan: Ketepatan isu",
                  "Tahapan", "Catatan: Tahapan", "Umpan balik", "Penanda"]  # fmt: skip
        assert table.header == [tables.column_name(title) for title in header]
        return header, [list(line) for _number, line in table.rows], bundle.namelist()


def _send(client: FlaskClient, scene: Scene, header: list[str], lines: list[list[object]]):
    upload = (BytesIO(tables.write_xlsx(header, lines)), "nilai.xlsx")
    return client.post(f"{scene.address}/lembar", data={"table": upload})


def _apply(client: FlaskClient, scene: Scene, page: str):
    sealed = re.search(r'name="preview"[^>]*value="([^"]+)"', page)
    assert sealed
    return client.post(f"{scene.address}/lembar/terapkan", data={"preview": sealed[1]})


@pytest.mark.one_engine
def test_a_sheet_goes_out_and_comes_back_in_another_order(
    scene: Scene, sign_in: SignIn, sari: Person, budi: Person
) -> None:
    tono = cast.a_person("Tono Wijaya")
    _works(scene, sari, tono)
    client = sign_in(budi)
    header, lines, names = _sheet(client, scene)
    assert f"{sari.nip} Sari Wulandari/jawaban.txt" in names
    first, second = lines
    first[3], first[4], first[5], first[7] = 1, "Jelas", "baik", "Bagus"
    second[3] = 2
    page = _send(client, scene, header, [second, first])
    assert page.status_code == 200 and "Belum ada yang tersimpan" in page.text
    marks = {work.enrolment.person.name: work.marking
             for work in queries.works_for(scene.batch, scene.brief.unit_id)}  # fmt: skip
    assert set(marks.values()) == {None}
    assert _apply(client, scene, page.text).status_code == 302
    db.session.rollback()
    marks = {work.enrolment.person.name: work.marking
             for work in queries.works_for(scene.batch, scene.brief.unit_id)}  # fmt: skip
    assert marks["Sari Wulandari"].levels == {"isu": 0, "tahap": 1}
    assert marks["Sari Wulandari"].comment == "Bagus"
    assert marks["Tono Wijaya"].levels == {"isu": 1}


@pytest.mark.one_engine
def test_every_line_that_cannot_be_used_says_why_and_the_others_still_can(
    scene: Scene, sign_in: SignIn, sari: Person, budi: Person
) -> None:
    tono, wira = cast.a_person("Tono Wijaya"), cast.a_person("Wira Utama")
    _works(scene, sari, tono, wira)
    client = sign_in(budi)
    header, (one, two, three), _names = _sheet(client, scene)
    stranger = ["", "199001012015011999", "Siapa", 1, "", 1, "", "", ""]
    one[3], two[3], three[3] = 1, 9, 2
    other = [*one[:3], 2, *one[4:]]  # which of the two is meant, nobody can tell
    doubled = _send(client, scene, header, [stranger, one, other, two, three]).text
    for sentence in ("bukan karya tugas ini", "isi 1 sampai 4", "Simpan nilai 1 karya"):
        assert sentence in doubled, sentence
    assert doubled.count("muncul dua kali") == 2
    page = _send(client, scene, header, [one, three]).text
    assert "Simpan nilai 2 karya" in page
    # another grader is faster than the second sheet
    work = next(work for work in queries.works_for(scene.batch, scene.brief.unit_id)
                if work.enrolment.person_id == sari.id)  # fmt: skip
    client.post(f"/penilaian/{work.id}/kriteria", data={"key": "isu", "level": 3},
                headers={"Accept": "application/json"})  # fmt: skip
    late = _apply(client, scene, page)
    assert late.status_code == 422 and "baru saja mengubah" in late.text
    db.session.rollback()
    levels = [one.marking.levels for one in queries.works_for(scene.batch, scene.brief.unit_id)
              if one.marking]  # fmt: skip
    assert levels == [{"isu": 3}]
    again = _send(client, scene, header, [one]).text
    assert "Penilai lain mengubah karya ini setelah lembar diunduh" in again
    swapped = [one[0], tono.nip, *one[2:]]
    assert "milik orang yang berbeda" in _send(client, scene, header, [swapped]).text
    lost = _send(client, scene, header[:4], [one[:4]])
    assert lost.status_code == 422 and "tidak memuat kolom" in lost.text
    broken = client.post(f"{scene.address}/lembar", data={"table": (BytesIO(b"x"), "n.xlsx")})
    assert broken.status_code == 422


@pytest.mark.one_engine
def test_one_criterion_is_marked_for_all_works(
    scene: Scene, sign_in: SignIn, sari: Person, budi: Person
) -> None:
    _works(scene, sari, cast.a_person("Tono Wijaya"))
    client = sign_in(budi)
    page = client.get(f"{scene.address}/kriteria/isu").text
    assert page.index("Sari Wulandari") < page.index("Tono Wijaya") and "Tahapan" in page
    assert client.get(f"{scene.address}/kriteria/lain").status_code == 404
    work = queries.works_for(scene.batch, scene.brief.unit_id)[0]
    plain = client.post(f"/penilaian/{work.id}/kriteria", data={"key": "isu", "level": 1})
    assert plain.status_code == 302 and plain.location.endswith("/kriteria/isu")
    assert queries.to_grade(work.id).marking.levels == {"isu": 1}
    assert sign_in(sari).get(f"{scene.address}/kriteria/isu").status_code in (403, 404)

"""Photographs: checked by content, laid anew, printed, and demanded where a template says so."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from flask.testing import FlaskClient
from PIL import Image

from lms.catalogue.models import Batch
from lms.certificates import actions, paper, press, queries
from lms.certificates.models import PaperTemplate, Portrait
from lms.certificates.portraits import actions as portraits
from lms.certificates.portraits import picture
from lms.certificates.readiness import queries as readiness
from lms.core import files
from lms.core.clock import now
from lms.core.db import db
from lms.people.models import Person
from tests import cast
from tests.certificates.sample import is_in_frame, issue_all, pixels, released

pytestmark = pytest.mark.one_engine

Browser = Callable[..., FlaskClient]


def photo(size: tuple[int, int] = (900, 1600), kind: str = "JPEG", **more: object) -> bytes:
    """Return a photograph: blue above, red below, with camera data."""
    made = Image.new("RGB", size, (20, 40, 160))
    made.paste((170, 30, 40), (0, size[1] // 2, *size))
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    target = io.BytesIO()
    made.save(target, kind, exif=exif, **more)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_is_laid_anew(kind: str) -> None:
    ready = picture.ready(photo(kind=kind), "atas")
    with Image.open(io.BytesIO(ready)) as found:
        assert (found.format, found.size, dict(found.getexif())) == ("JPEG", (300, 400), {})
    assert b"Rahasia" not in ready
    assert len(ready) < 25_000
    tops = [picture.ready(photo(), crop) for crop in ("atas", "bawah")]
    share = [Image.open(io.BytesIO(one)).getpixel((150, 200))[2] > 100 for one in tops]  # type: ignore[index]
    assert share == [True, False]  # where the cut is made differs


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "unreadable"),
        (b"GIF89a" + bytes(50), "unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unreadable"),
        (photo()[:400], "unreadable"),
        (photo()[:-200], "cut_off"),
        (photo((100, 120)), "small"),
    ],
)
def test_what_is_no_photograph_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(picture.NotUsable, match=reason):
        picture.ready(data, "atas")


def _upload(data: bytes, name: str = "foto.jpg") -> dict[str, object]:
    return {"berkas": (io.BytesIO(data), name), "crop": "tengah"}


def test_oneself_and_organisers_upload(
    sign_in: Browser, client: FlaskClient, sari: Person, rina: Person, budi: Person, dedi: Person
) -> None:
    address = f"/orang/{sari.id}/pas-foto"
    assert sign_in(sari).get(f"{address}.jpg").status_code == 404
    for person in (sari, rina):
        assert sign_in(person).post(address, data=_upload(photo())).status_code == 302
        shown = sign_in(person).get(f"{address}.jpg", buffered=True)
        assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    for person in (budi, dedi):
        for path in (address, f"{address}.jpg"):
            assert sign_in(person).get(path).status_code in (403, 404)
        assert sign_in(person).post(address, data=_upload(photo())).status_code in (403, 404)
    assert client.get(address).status_code == 302
    found = db.session.query(Portrait).order_by(Portrait.id).all()
    assert [one.by_id for one in found] == [sari.id, rina.id]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "bukan foto JPG atau PNG"),
        (photo((100, 100)), "paling sedikit 240"),
        (photo()[:-200], "terpotong"),
        (photo() + bytes(5_000_001), "lebih besar"),
    ],
)
def test_a_bad_upload_says_why(sign_in: Browser, sari: Person, data: bytes, said: str) -> None:
    answer = sign_in(sari).post(f"/orang/{sari.id}/pas-foto", data=_upload(data))
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.query(Portrait).count() == 0


def _demand(batch: Batch, by: Person) -> PaperTemplate:
    template = PaperTemplate(
        programme_id=batch.programme_id, kind="sttp", source=paper.built_in("sttp"), style="",
        note="Pas foto wajib", needs_photo=True, made_by_id=by.id, made_at=now(),
    )  # fmt: skip
    db.session.add(template)
    db.session.commit()
    return template


def test_a_missing_photograph_stops_one_paper_alone(
    sign_in: Browser, rina: Person, batch: Batch
) -> None:
    template = _demand(batch, rina)
    with_photo, without = cast.a_person("Ada Foto"), cast.a_person("Tanpa Foto")
    released(batch, [with_photo, without], by=rina)
    portraits.keep(with_photo, photo(), "atas", by=rina)
    db.session.commit()
    shown = sign_in(rina).get(f"/angkatan/{batch.id}/sertifikat").text
    assert "Pas foto belum diunggah" in shown
    assert f"/orang/{without.id}/pas-foto" in shown
    assert f"/orang/{with_photo.id}/pas-foto" not in shown
    [issued] = issue_all(batch, by=rina)
    assert issued.person_id == with_photo.id
    assert issued.template_id == template.id
    assert issued.file is not None
    data = files.read(issued.file)
    assert len(data) < 80_000
    with pikepdf.open(io.BytesIO(data)) as document:
        own = document.pages[0].Resources.XObject.Own.Resources.XObject
        sizes = {(int(one.Width), int(one.Height)) for one in own.values() if "/Width" in one}
        assert (300, 400) in sizes
    portraits.keep(without, photo(), "atas", by=rina)
    db.session.commit()
    assert [line.name for line in readiness.ready(batch, "sttp")] == ["Tanpa Foto"]


def test_a_photograph_moves_nothing_and_stays_with_its_paper(rina: Person, batch: Batch) -> None:
    person = cast.a_person("Ratih Anggraini")
    released(batch, [person], by=rina)
    portraits.keep(person, photo(), "atas", by=rina)
    db.session.commit()
    [before] = issue_all(batch, by=rina)
    [(run, _members)] = paper.runs([before])
    sheet = paper.sheet(before)
    joined = press.printed(run, [sheet])[0]
    assert pixels(joined) == pixels(press.whole(run, sheet))
    assert is_in_frame(joined)
    first = before.photo_id
    portraits.keep(person, photo(kind="PNG"), "bawah", by=rina)
    db.session.commit()
    assert db.session.get_one(type(before), before.id).photo_id == first
    actions.ask_to_correct(before, {"name": "Ratih A."}, "Nama tertulis keliru", by=rina)
    db.session.commit()
    after = queries.held(before.origin, "sttp")
    assert after is not None
    assert after.photo_id not in (None, first)

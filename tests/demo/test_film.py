"""The demo's film: key frames in Matroska, as long as its captions and its unit say."""

import re
import struct
from io import BytesIO
from pathlib import Path

from PIL import Image

from lms.core import webvtt
from lms.demo import film
from lms.demo.webm import write_webm

UNIT = Path(__file__).parents[2] / "courses/pkp/11-pelayanan-publik-digital"


def test_the_film_is_as_long_as_its_unit_and_its_captions_say() -> None:
    found = re.search(
        r'length: "(\d+):(\d\d)"', (UNIT / "06-film-berkas-menunggu.yaml").read_text()
    )
    assert found is not None and 60 * int(found[1]) + int(found[2]) == film.LENGTH
    cues = webvtt.read((UNIT / "media/berkas-menunggu.vtt").read_bytes())
    assert cues[0].starts == 0 and cues[-1].starts == film.LENGTH - film.END
    worked = sum(work for _name, work, _wait in film.STATIONS) * film.MINUTES
    waited = sum(wait for _name, _work, wait in film.STATIONS) * film.MINUTES
    assert (worked, waited) == (45, 275) and "empat puluh lima menit" in cues[-1].text
    picture = film._picture(film.LENGTH - 1, 320)
    assert picture.size == (320, 180)


def test_every_picture_becomes_a_frame_that_can_be_found() -> None:
    colours = [(200, 30, 30), (30, 200, 30), (30, 30, 200)]
    data = write_webm((Image.new("RGB", (64, 36), one) for one in colours), rate=2, quality=80)
    assert data.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in data[:120]
    assert struct.pack(">d", 1500) in data, "one and a half seconds"
    segment = data.index(b"\x18\x53\x80\x67") + 12
    found = [int.from_bytes(one, "big") for one in re.findall(rb"\xf1\x01.{7}(.{8})", data, re.S)]
    assert len(found) == 3
    for place, colour in zip(found, colours, strict=True):
        cluster = data[segment + place :]
        assert cluster.startswith(b"\x1f\x43\xb6\x75"), "a cue leads to its cluster"
        at = cluster.index(b"\x81\x00\x00\x80") + 4
        length = int.from_bytes(cluster[at - 11 : at - 4], "big") - 4
        frame = cluster[at : at + length]
        webp = b"WEBPVP8 " + struct.pack("<I", length) + frame + b"\0" * (length % 2)
        shown = Image.open(BytesIO(b"RIFF" + struct.pack("<I", len(webp)) + webp)).convert("RGB")
        assert all(abs(a - b) < 12 for a, b in zip(shown.getpixel((30, 18)), colour, strict=True))  # type: ignore[arg-type]

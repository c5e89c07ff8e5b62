"""Recordings for the demo, made by code: the tones of the breathing exercise, and a film.

The captions beside the unit of the exercise (courses/latsar-cpns/05-kesiapsiagaan-bela-negara)
tell what its tones say; the film is drawn in film.py.
"""

import array
import io
import math
import os
import wave
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lms.demo import film
from lms.demo.webm import write_webm

#: Below MEDIA_DIR: file name -> samples a second; the second is the light edition.
EDITIONS = {
    "latsar-cpns/latihan-napas.wav": 16_000,
    "latsar-cpns/latihan-napas-ringan.wav": 4_000,
}
#: Below MEDIA_DIR: file name -> (width of the pictures, their quality); the second is light.
FILMS = {
    "pkp/berkas-menunggu.webm": (640, 60),
    "pkp/berkas-menunggu-ringan.webm": (320, 40),
}
#: Seconds before the first round and of each step of a round, and the number of rounds.
STEP, ROUNDS = 4, 5
#: Lowest and highest tone in hertz, and how loud.
LOW, HIGH, LOUDNESS = 196.0, 294.0, 9_000


def make_recordings(folder: Path) -> list[str]:
    """Write the recordings that are missing below `folder`; return their names."""
    makers: dict[str, Callable[[], bytes]] = {
        name: partial(_sound, rate) for name, rate in EDITIONS.items()
    }
    makers |= {name: partial(_film, *how) for name, how in FILMS.items()}
    missing = [name for name in makers if not (folder / name).exists()]
    for name in missing:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(f".{os.getpid()}")
        half.write_bytes(makers[name]())
        os.replace(half, target)
    return missing


def _film(width: int, quality: int) -> bytes:
    return write_webm(film.pictures(width), film.RATE, quality)


def _sound(rate: int) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(_samples(rate).tobytes())
    return target.getvalue()


def _samples(rate: int) -> "array.array[int]":
    """Return the whole exercise: a bell, then rounds of breathing in, holding, breathing out."""
    samples = _tone(rate, HIGH, HIGH)
    for _round in range(ROUNDS):
        samples += _tone(rate, LOW, HIGH)
        samples += array.array("h", bytes(2 * STEP * rate))
        samples += _tone(rate, HIGH, LOW)
    return samples


def _tone(rate: int, begins: float, ends: float) -> "array.array[int]":
    """Return a tone that slides from one pitch to another and swells softly in and out."""
    count = STEP * rate
    samples = array.array("h")
    angle = 0.0
    for number in range(count):
        share = number / count
        angle += 2 * math.pi * (begins + (ends - begins) * share) / rate
        samples.append(int(LOUDNESS * math.sin(math.pi * share) * math.sin(angle)))
    return samples

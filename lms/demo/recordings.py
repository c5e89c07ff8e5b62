"""A recording for the demo, made by code: the tones of the breathing exercise in Latsar CPNS.

The captions beside its unit (courses/latsar-cpns/05-kesiapsiagaan-bela-negara) tell the same story.
"""

import array
import math
import os
import wave
from pathlib import Path

#: Below MEDIA_DIR: file name -> samples a second; the second is the light edition.
EDITIONS = {
    "latsar-cpns/latihan-napas.wav": 16_000,
    "latsar-cpns/latihan-napas-ringan.wav": 4_000,
}
#: Seconds before the first round and of each step of a round, and the number of rounds.
STEP, ROUNDS = 4, 5
#: Lowest and highest tone in hertz, and how loud.
LOW, HIGH, LOUDNESS = 196.0, 294.0, 9_000


def make_recordings(folder: Path) -> list[str]:
    """Write the recordings that are missing below `folder`; return their names."""
    made = []
    for name, rate in EDITIONS.items():
        target = folder / name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(f".{os.getpid()}")
        with wave.open(str(half), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(_samples(rate).tobytes())
        os.replace(half, target)
        made.append(name)
    return made


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

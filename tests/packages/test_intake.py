"""Archives on their way in: hostile ones are refused with their cause, valid ones kept."""

import io
import time
from pathlib import Path

import pytest

from lms.core.errors import RuleBroken
from lms.packages.intake import take_in
from tests.packages import sample

MOST = 500_000_000


@pytest.mark.parametrize("name", sample.hostile())
def test_a_hostile_archive_is_refused_with_its_cause(tmp_path: Path, name: str) -> None:
    data, cause = sample.hostile()[name]
    place = tmp_path / "a" / "b"
    began = time.monotonic()
    with pytest.raises(RuleBroken) as refused:
        take_in(io.BytesIO(data), "jahat.zip", place, most=MOST)
    assert cause in refused.value.sentence, refused.value.sentence
    assert time.monotonic() - began < 5
    left = [one for one in sample.names_below(tmp_path) if one not in ("a", "a/b")]
    assert left == [], "something is left behind"

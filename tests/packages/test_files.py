"""Packages in the files of a programme, and what their manifests say."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from lms.catalogue.media import Media
from lms.core.errors import RuleBroken
from lms.core.faults import Faults
from lms.core.sources import read_yaml
from lms.elearning.content import read_activity
from lms.packages import rules
from lms.packages.intake import take_in
from lms.packages.origin import package_folder
from tests.packages import sample

WRITTEN = """kind: package
title: Etika di loket
minutes: 5
package: etika-loket.zip
requires: score
least: 80
text: Kerjakan sampai tuntas.
"""


def _read(text: str) -> tuple[dict, Faults]:
    faults = Faults()
    source = read_yaml(text, "courses/x/01-a/02-b.yaml", faults)
    assert source is not None
    return read_activity(source, "01-a/02-b", Media({})).facts, faults


def test_a_file_names_a_package_and_what_it_asks_for() -> None:
    facts, faults = _read(WRITTEN)
    assert not faults.errors
    assert facts == {"package": "etika-loket", "requires": "score", "least": "80"}
    assert _read(WRITTEN.replace("least: 80\n", ""))[1].errors
    assert _read(WRITTEN.replace("score", "suka"))[1].errors
    assert _read(WRITTEN.replace("package: etika-loket.zip\n", ""))[1].errors


def test_a_kept_package_lies_under_its_hash_and_says_what_it_is(tmp_path: Path) -> None:
    first = take_in(BytesIO(sample.scorm12("Modul")), "m.zip", tmp_path, most=10**8)
    again = take_in(BytesIO(sample.scorm12("Modul")), "m.zip", tmp_path, most=10**8)
    assert first.sha256 == again.sha256 and first.files == 2
    assert (package_folder(tmp_path, first.sha256) / "sco.html").is_file()
    assert not list(tmp_path.glob(".new-*"))
    [part] = first.structure.parts
    assert (part.key, part.kind, part.mastery) == ("I1", "sco", "70")
    with pytest.raises(RuleBroken, match="lebih besar"):
        take_in(BytesIO(sample.scorm12()), "m.zip", tmp_path, most=100)


def test_a_small_file_that_packs_very_well_is_no_bomb(tmp_path: Path) -> None:
    files = {"imsmanifest.xml": sample.manifest_12(), "sco.html": "x", "putih.bmp": b"\0" * 400_000}
    assert take_in(BytesIO(sample.zipped(files)), "m.zip", tmp_path, most=10**8).files == 3


def test_scorm_2004_brings_its_sequencing_and_parameters(tmp_path: Path) -> None:
    found = take_in(BytesIO(sample.scorm2004()), "m.zip", tmp_path, most=10**8).structure
    assert (found.standard, found.edition) == ("scorm2004", "2004 4th Edition")
    [part] = found.parts
    assert part.href == "sco.html?a=1" and part.mastery == "80"
    assert found.tree is not None
    assert found.tree["sequencingControls"] == {"choice": True, "flow": True}
    assert found.tree["children"][0]["primaryObjective"]["minNormalizedMeasure"] == 0.8


@pytest.mark.parametrize(
    ("standard", "values", "outcome"),
    [
        ("scorm12", {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "85"},
         ("completed", "passed", Decimal(85))),
        ("scorm12", {"cmi.core.lesson_status": "completed"}, ("completed", "unknown", None)),
        ("scorm12", {"cmi.core.lesson_status": "failed", "cmi.core.score.raw": "3",
                     "cmi.core.score.max": "5"}, ("incomplete", "failed", Decimal(60))),
        ("scorm12", {"cmi.core.lesson_status": "sempurna", "cmi.core.score.raw": "1e99"},
         ("unknown", "unknown", None)),
        ("scorm2004", {"cmi.completion_status": "completed", "cmi.success_status": "failed",
                       "cmi.score.scaled": "-0.5"}, ("completed", "failed", Decimal(0))),
        ("scorm2004", {"cmi.score.scaled": "7", "cmi.score.raw": "NaN"},
         ("unknown", "unknown", None)),
    ],
)  # fmt: skip
def test_what_a_part_says_becomes_an_outcome(standard: str, values: dict, outcome: tuple) -> None:
    found, _notes = rules.outcome_of(standard, values)
    assert (found.completion, found.success, found.score) == outcome


def test_a_part_that_leaves_without_a_word_was_gone_through() -> None:
    silent = {"cmi.core.lesson_status": "not attempted"}
    assert rules.outcome_of("scorm12", silent)[0].completion == "unknown"
    assert rules.outcome_of("scorm12", silent, final=True)[0].completion == "completed"
    left = silent | {"cmi.core.exit": "suspend"}
    assert rules.outcome_of("scorm12", left, final=True)[0].completion == "unknown"


def test_spans_of_time_are_read_however_they_are_written() -> None:
    said = ("0001:02:03.50", "PT1H2M3.5S", "P1DT1S", "PT", "", "sejam", "99:99:99999")
    assert [rules.seconds_of(one) for one in said] == [3723, 3723, 86401, 0, 0, 0, 0]


def test_the_other_standards_are_known_by_their_files(tmp_path: Path) -> None:
    found = take_in(BytesIO(sample.cmi5()), "m.zip", tmp_path, most=10**8).structure
    assert (found.standard, found.title) == ("cmi5", "Modul cmi5")
    assert found.parts[0].move_on == "CompletedAndPassed" and found.parts[0].mastery == "80"
    found = take_in(BytesIO(sample.h5p()), "m.h5p", tmp_path, most=10**8).structure
    assert (found.standard, found.title) == ("h5p", "Modul H5P")

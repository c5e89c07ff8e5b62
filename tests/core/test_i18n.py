"""The English catalogue is complete."""

from lms.core import i18n_cli


def test_every_sentence_has_its_english() -> None:
    assert sorted(i18n_cli.faults()) == []

"""A batch that is being marked, in which nobody sits yet, and a press that prints nothing."""

from datetime import timedelta

import pytest

from lms.catalogue.models import Batch
from lms.certificates import actions
from lms.core.clock import today
from tests import cast
from tests.certificates.sample import blank


@pytest.fixture
def batch(app: object) -> Batch:
    """Give the batch, which is over."""
    return cast.a_batch(state="grading", starts_on=today() - timedelta(days=30))


@pytest.fixture
def no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Number certificates without printing them, which takes its time."""
    monkeypatch.setattr(actions.pressroom, "fulfil", blank)

"""A batch that is being marked, in which nobody sits yet."""

import pytest

from lms.catalogue.models import Batch
from tests import cast


@pytest.fixture
def batch(app: object) -> Batch:
    """Give the batch."""
    return cast.a_batch(state="grading")

"""The Flask class: one request is one transaction; returning commits, raising undoes."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, request
from flask.typing import ResponseReturnValue

from lms.core import templating
from lms.core.access import SAFE_METHODS
from lms.core.db import db, writing


class House(Flask):
    """Flask with the transaction around every view, so that no view or action commits."""

    jinja_environment = templating.FoldingEnvironment

    def preprocess_request(self) -> ResponseReturnValue | None:  # type: ignore[override]
        writing.set(False)  # until the access line lets a POST through (access.py)
        return super().preprocess_request()

    def dispatch_request(self) -> ResponseReturnValue:  # type: ignore[override]
        try:
            response = super().dispatch_request()
            if request.method in SAFE_METHODS:
                db.session.close()  # GET cannot write
            else:
                db.session.commit()  # returned: keep
            return response
        except BaseException:
            db.session.rollback()  # raised: undo
            raise
        finally:
            writing.set(True)


@contextmanager
def transaction() -> Iterator[None]:
    """Keep what a command does in the block, or undo all of it when it raises."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise

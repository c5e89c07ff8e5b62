"""The Flask class: one request is one transaction; returning commits, raising undoes."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, request
from flask.typing import ResponseReturnValue

from lms.core.db import db, writing

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class House(Flask):
    """Flask with the transaction around every view, so that no view or action commits."""

    def preprocess_request(self) -> ResponseReturnValue | None:  # type: ignore[override]
        # the person is loaded before the view: also that must take no write lock for a GET
        writing.set(request.method not in SAFE_METHODS)
        return super().preprocess_request()

    def dispatch_request(self) -> ResponseReturnValue:  # type: ignore[override]
        safe = request.method in SAFE_METHODS
        token = writing.set(not safe)
        try:
            response = super().dispatch_request()
            if safe:
                db.session.rollback()  # GET cannot write
            else:
                db.session.commit()  # returned: keep
            return response
        except BaseException:
            db.session.rollback()  # raised: undo
            raise
        finally:
            writing.reset(token)


@contextmanager
def transaction() -> Iterator[None]:
    """Keep what a command does in the block, or undo all of it when it raises."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise

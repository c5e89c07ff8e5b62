"""What cmi5 units said and keep."""

from dataclasses import dataclass

from sqlalchemy import func, select

from lms.core.db import db, one, rows
from lms.packages.models import PackageLaunch, PackageRun, XapiDocument, XapiStatement


def statements_about(run: PackageRun, activity: str) -> list[XapiStatement]:
    """Return what was said of an activity in this run, in order."""
    return rows(
        select(XapiStatement)
        .where(XapiStatement.run_id == run.id, XapiStatement.activity == activity)
        .order_by(XapiStatement.id)
    )


def statement_with(uuid: str) -> XapiStatement | None:
    """Return the statement that the world knows by this UUID."""
    return one(select(XapiStatement).where(XapiStatement.uuid == uuid))  # type: ignore[no-any-return]


def count_statements(launch: PackageLaunch) -> int:
    """Return how many statements were said in a session."""
    own = select(func.count(XapiStatement.id)).where(XapiStatement.launch_id == launch.id)
    return db.session.scalar(own) or 0


@dataclass(frozen=True)
class StatementFilter:
    """What statements are asked for."""

    verb: str = ""
    activity: str = ""
    ascending: bool = False
    limit: int = 100


def statements_in(run: PackageRun, wanted: StatementFilter) -> list[XapiStatement]:
    """Return the statements of a run that fit, the newest first unless asked otherwise."""
    found = select(XapiStatement).where(XapiStatement.run_id == run.id)
    if wanted.verb:
        found = found.where(XapiStatement.verb == wanted.verb)
    if wanted.activity:
        found = found.where(XapiStatement.activity == wanted.activity)
    order = XapiStatement.id if wanted.ascending else XapiStatement.id.desc()
    return rows(found.order_by(order).limit(wanted.limit))


def document_in(run: PackageRun, kind: str, about: str, name: str) -> XapiDocument | None:
    """Return a document that a unit keeps."""
    return one(  # type: ignore[no-any-return]
        select(XapiDocument).where(
            XapiDocument.run_id == run.id, XapiDocument.kind == kind,
            XapiDocument.about == about, XapiDocument.name == name,
        )
    )  # fmt: skip


def documents_in(run: PackageRun, kind: str, about: str) -> list[XapiDocument]:
    """Return all documents of a kind about one thing."""
    return rows(
        select(XapiDocument)
        .where(
            XapiDocument.run_id == run.id, XapiDocument.kind == kind, XapiDocument.about == about
        )
        .order_by(XapiDocument.name)
    )


def count_documents(run: PackageRun) -> int:
    """Return how many documents a run keeps."""
    own = select(func.count(XapiDocument.id)).where(XapiDocument.run_id == run.id)
    return db.session.scalar(own) or 0

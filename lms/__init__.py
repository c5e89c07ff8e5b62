"""The learning management system of BPSDM Provinsi Lampung: table of contents, front gate."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

#: The areas, bottom to top: each may use only those before it.
AREAS = (
    "core",
    "people",
    "catalogue",
    "hours",
    "schedule",
    "elearning",
    "assignments",
    "surveys",
    "events",
    "packages",
    "projects",
    "gradebook",
    "certificates",
    "competence",
    "reports",
    "authoring",
    "messages",
    "home",
    "admin",
    "demo",
)


def create_app(overrides: "dict[str, Any] | None" = None) -> "Flask":
    """Build the application; `overrides` change single settings (tests)."""
    from lms.front import build_app  # noqa: PLC0415 - the presses need this package, not the web

    return build_app(overrides)

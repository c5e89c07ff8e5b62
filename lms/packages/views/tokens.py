"""Tokens of launches as requests give and bring them, signed with the application's key."""

from flask import current_app

from lms.core.db import get
from lms.packages import lrs
from lms.packages.models import PackageLaunch


def token_for(purpose: str, launch: PackageLaunch) -> str:
    """Return the token with which a launch may do what `lrs.token` names."""
    return lrs.token(_secret(), purpose, launch.id)


def launch_with(purpose: str, token: str) -> PackageLaunch | None:
    """Return the launch that a token is of, None when it is forged, over, or for something else."""
    launch_id = lrs.launch_of(_secret(), purpose, token)
    found: PackageLaunch | None = get(PackageLaunch, launch_id) if launch_id else None
    return found


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])

"""The blueprint of this area: its views in several files register on it."""

from flask import Blueprint

bp = Blueprint("events", __name__)

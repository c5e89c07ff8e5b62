"""The blueprint of the gradebook."""

from flask import Blueprint

bp = Blueprint("gradebook", __name__)

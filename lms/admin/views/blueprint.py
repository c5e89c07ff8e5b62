"""The blueprint that the views of this area share."""

from flask import Blueprint

bp = Blueprint("admin", __name__)

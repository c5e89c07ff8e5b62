"""The blueprint that the views of this area share."""

from flask import Blueprint

bp = Blueprint("surveys", __name__)

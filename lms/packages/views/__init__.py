"""The library of packages, the packages of a batch, the player, and what packages reported."""

from lms.packages.views import activity, batches, library, materials, playing, reports, store
from lms.packages.views.blueprint import bp

__all__ = ["activity", "batches", "bp", "library", "materials", "playing", "reports", "store"]

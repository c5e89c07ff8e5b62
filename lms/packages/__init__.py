"""Modules made elsewhere, played on an origin of their own. Nouns: Package, version, run."""

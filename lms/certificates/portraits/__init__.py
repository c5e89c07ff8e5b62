"""Photographs for papers: three by four, of a person, kept as the newest of a row of uploads."""

"""Logs of online meetings (Zoom, Meet, Teams) become minutes and JP of presence."""

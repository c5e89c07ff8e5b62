"""Whole journeys in a real browser, on a real server with its background worker."""

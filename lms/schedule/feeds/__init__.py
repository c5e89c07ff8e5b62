"""Calendars to subscribe to besides a person's own: a batch's, and what somebody no longer has."""

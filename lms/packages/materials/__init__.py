"""Courses of other systems: what of a Common Cartridge or a Moodle backup has a place here."""

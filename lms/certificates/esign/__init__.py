"""Signing by the national electronic certificate authority (BSrE): somebody types the passphrase.

Papers are printed by the worker and wait as drafts; a signatory signs them in the browser, portion
by portion. The passphrase lives in one request at a time and nowhere else.
"""

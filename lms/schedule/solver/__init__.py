"""Timetables that make themselves: pure arithmetic on plain data, no database and no web.

`model` is the language, `judge` the one checker of every plan, `search` finds plans (`greedy`
first, `exact` neighbourhood by neighbourhood), `explain` says why there is none, `repair` mends one
with the least change.
"""

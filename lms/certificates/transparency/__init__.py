"""The transparency log: every issue, supersession and revocation, in an append-only tree.

An entry names the event, number and moment, and a hash of code and facts, but no person. Whoever
holds a head of the log (printed, mailed) can later see that nothing before it was changed or
slipped in.
"""

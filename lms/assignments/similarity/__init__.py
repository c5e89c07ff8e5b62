"""Passages that works of a programme share: found in the worker, judged by people alone."""

"""Hostile and broken documents without end: what no input may ever do to the parsers.

`tests/test_fuzzing.py` runs a few hundred; `python -m tests.fuzz --inputs 20000` the long run.
"""

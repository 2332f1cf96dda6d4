"""The accuracy gate: made-up reports in every format, with every damage, scored by cell.

`python -m tests.accuracy` prints the whole table; `tests/test_accuracy.py` holds the parsers to
the floors in `floors.toml`. Like the sample, nothing that makes a document imports `parsers`.
"""

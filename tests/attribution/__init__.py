"""The identity gate: made-up titles and pages of every level and kind, scored by agency and year.

`python -m tests.attribution` prints the whole table; `test_floors.py` holds the attribution to the
floors in `floors.toml`, and the other tests here have real names and pages. What is true of a case
follows from how it was made: the lists of divisions are read here as plain files, and no code of
the package looks at them.
"""

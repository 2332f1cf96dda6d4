"""Whether copies are told for copies: a labelled set of documents, and its gate.

`python -m tests.copies` stores the whole set and prints precision and recall of the pairs that the
corpus takes for one report.
"""

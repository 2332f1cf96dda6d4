"""Made-up annual reports whose truth is known, and sample portals that publish them.

Nothing here imports the code under test: the official labels, the numbers and the identities
are written down a second time, on purpose.
"""

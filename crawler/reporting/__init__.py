"""The report of a run: what it found portal by portal, against its previous runs."""

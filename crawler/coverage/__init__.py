"""Agencies by years: which reports are expected, which the corpus has, which are missing."""

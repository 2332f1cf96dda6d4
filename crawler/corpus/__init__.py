"""The corpus: one SQLite file, written by one process at a time, read with any tool."""

from crawler.corpus.captures import Capture
from crawler.corpus.corpus import Corpus
from crawler.corpus.errors import CorpusError, CorpusLocked
from crawler.corpus.storing import Stored
from crawler.corpus.summary import Summary

__all__ = ["Capture", "Corpus", "CorpusError", "CorpusLocked", "Stored", "Summary"]

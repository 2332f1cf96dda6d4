"""Publication: a release of the corpus that is downloaded, trusted and cited."""

from crawler.publication.publishing import IncompleteCorpus, Published, publish

__all__ = ["IncompleteCorpus", "Published", "publish"]

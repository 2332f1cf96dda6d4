"""A document mirror: copies of made-up reports in viewers of several kinds, walls and traps.

`site()` gives its pages by path; `COPIES` says what a reader of the corpus must find for each,
`WITHHELD` what nobody may find, and why.
"""

from tests.sample.mirror.copies import ADDRESSES, ARTICLE, COPIES, FURNITURE, PAGED, WITHHELD, Copy
from tests.sample.mirror.site import LIST, SEARCH, site

__all__ = [
    "ADDRESSES",
    "ARTICLE",
    "COPIES",
    "FURNITURE",
    "LIST",
    "PAGED",
    "SEARCH",
    "WITHHELD",
    "Copy",
    "site",
]

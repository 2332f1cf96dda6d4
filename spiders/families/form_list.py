"""No software that is known, but lists that a form of the page asks for by POST.

Every family's pages may have such a pager: the default of `Family.lists` asks for them, and the
answers come here.
"""

from __future__ import annotations

from typing import ClassVar

from spiders.discovery.listings import Answer, Listing
from spiders.discovery.page import Page
from spiders.discovery.posted import FAMILY, read_posted
from spiders.families.base import Family


class FormList(Family):
    """Reads the answers to a pager's form; recognises no page."""

    name: ClassVar[str] = FAMILY
    rank: ClassVar[int] = 49

    def recognise(self, page: Page) -> str | None:
        """Nothing: a form with a pager is no mark of a software."""
        return None

    def read_list(self, answer: Answer) -> Listing | None:
        """The rows of the page that the form brought, and the requests for those after it."""
        return read_posted(answer)

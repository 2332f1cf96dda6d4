"""No software that is known, but lists that an inline script plainly asks for.

Asked last of all, before a browser would be: only where the page stands as a column of annual
reports, and for at most three lists of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from spiders.discovery.lists.answers import read_rows
from spiders.discovery.lists.listings import Answer, Listing
from spiders.discovery.lists.scripted import SCRIPT_LIST, list_calls
from spiders.discovery.pages.page import Page
from spiders.families.base import Family


class ScriptList(Family):
    """Any software whose pages name the data of their lists."""

    name: ClassVar[str] = SCRIPT_LIST
    rank: ClassVar[int] = 48
    markers: ClassVar[tuple[re.Pattern[str], ...]] = ()

    def recognise(self, page: Page) -> str | None:
        """The call that asks for a list, as it begins."""
        return next((call.literal for call in list_calls(page, self.name)), None)

    def lists(self, page: Page) -> Sequence[Listing]:
        """The lists that the page's calls ask for."""
        return [Listing((), (call.request,)) for call in list_calls(page, self.name)]

    def read_list(self, answer: Answer) -> Listing | None:
        """An array of objects with titles and addresses, or a piece of markup with rows."""
        return read_rows(answer)

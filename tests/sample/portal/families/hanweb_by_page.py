"""Hanweb jcms of the version whose `dataproxy.jsp` heeds only `page` and not the records."""

from __future__ import annotations

from typing import ClassVar

from tests.sample.portal.content import Column, Portal
from tests.sample.portal.families.hanweb import PAGES_IN_A_GROUP, PROXY, HanwebJcms


class HanwebByPage(HanwebJcms):
    """One page of the pager to an answer."""

    by_record: ClassVar[bool] = False

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        shown = self.column_path(portal, column)
        later = range(PAGES_IN_A_GROUP + 1, pages + 1)
        return [shown, *(f"{PROXY}#{shown} page {number}" for number in later)]


FAMILY = HanwebByPage()

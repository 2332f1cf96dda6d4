"""An older Epoint EWB: everything is in the page, the request is wrapped.

Pages count from 0, which the page does not tell in plain words.
"""

from __future__ import annotations

from typing import Any

from tests.sample.portal.content import Column, Portal
from tests.sample.portal.families.epoint_ewb import SITE_GUID, EpointEwb


class OldEpointEwb(EpointEwb):
    """`{token, params}`, from page 0 on."""

    project = "/EWB_SL_Mid"
    first = 0

    def found_by(self) -> list[str]:
        return []

    def rows(self, portal: Portal, told: dict[str, Any]) -> dict[str, Any]:
        return super().rows(portal, told["params"])

    def script(self, portal: Portal, column: Column) -> str:
        return (
            '<div id="openlist"></div>\n<script>\n'
            f'var pageSize = {portal.page_size}, siteGuid = "{SITE_GUID}";\n'
            f'var url = "{self.api}", categorynum = getQuery("categorynum");\n'
            "function getList(pageIndex) { $.ajax({ type: 'post', url: url, data: JSON.stringify("
            '{ "token": "", "params": { "deptcode": "", "categorynum": categorynum, '
            '"pageIndex": pageIndex - 1, "pageSize": pageSize, "siteGuid": siteGuid } }), '
            "contentType: 'application/json', success: show }); }\ngetList(1);\n</script>"
        )


FAMILY = OldEpointEwb()

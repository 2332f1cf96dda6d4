"""An older Epoint EWB that counts from 1 and takes page 0 for page 1."""

from __future__ import annotations

from typing import Any

from tests.sample.portal.content import Portal
from tests.sample.portal.families.epoint_ewb_old import OldEpointEwb


class RepeatingEpointEwb(OldEpointEwb):
    """The first page twice."""

    first = 1

    def rows(self, portal: Portal, told: dict[str, Any]) -> dict[str, Any]:
        asked = told["params"]
        shown = max(1, int(asked["pageIndex"]))
        return super().rows(portal, {**told, "params": {**asked, "pageIndex": shown}})


FAMILY = RepeatingEpointEwb()

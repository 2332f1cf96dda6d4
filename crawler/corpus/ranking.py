"""Which of several sources is believed first. Every order is total: arrival never matters."""

from __future__ import annotations

from crawler.items import SourceKind
from parsers.record import Resolution, Status

# The publisher's own site, a web archive of it, a copy elsewhere, a file of unknown origin.
KIND_RANK: dict[SourceKind, int] = {"official": 0, "archive": 1, "mirror": 2, "file": 3}

STATUS_RANK: dict[Status | None, int] = {
    "verified": 0,
    "discrepant": 1,
    "incomplete": 2,
    "untabled": 3,
    "narrative": 3,
    None: 4,
}

RESOLUTION_RANK: dict[Resolution | None, int] = {
    "exact": 0,
    "context": 1,
    "alias": 2,
    "corrected": 3,
    "ambiguous": 4,
    "unresolved": 5,
    None: 6,
}

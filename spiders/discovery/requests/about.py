"""What is known of a portal itself from one crawl to the next."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace

from crawler.items import Errand

SELF = "portal"
"""Key and role of the entry that keeps what is known of the portal itself."""
_MOST_FRAME_LINKS = 3_000


@dataclass(slots=True)
class About:
    """The portal itself: its own name and code, the family seen on each host, the links of the
    pages on the way, which tell its menus from its lists; the evidence for the family, or for the
    column of a portal of none; and the query parameters that were seen to change nothing. found:
    a title of a report was seen; in_column: within a column of them. unfinished: the crawl that
    told this has not come to its end. twins: beginnings of addresses that repeat one another.
    literal: hosts that answer only what links say word for word. shortfalls: what lists lack, by
    list."""

    site_name: str = ""
    site_id_code: str = ""
    families: dict[str, str] = field(default_factory=dict)
    frame: list[str] = field(default_factory=list)
    evidence: str = ""
    idle: list[str] = field(default_factory=list)
    found: bool = False
    in_column: bool = False
    unfinished: bool = False
    twins: list[tuple[str, str]] = field(default_factory=list)
    literal: list[str] = field(default_factory=list)
    shortfalls: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_errand(cls, errand: Errand) -> About:
        """What an entry keeps of it."""
        return cls(**json.loads(errand.step))

    def to_errand(self, home: str) -> Errand:
        """The entry that keeps it."""
        told = asdict(replace(self, frame=sorted(self.frame)[:_MOST_FRAME_LINKS]))
        return Errand(key=SELF, role=SELF, url=home, step=json.dumps(told, ensure_ascii=False))

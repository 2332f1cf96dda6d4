"""One thing looked at, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "missing", "broken"]
"""missing: something optional that is not here; broken: a crawl cannot do its job without it."""


@dataclass(frozen=True, slots=True)
class Check:
    """name: what was looked at. told: how it stands. remedy: the exact thing to do, "" where
    there is nothing to do."""

    name: str
    state: State
    told: str
    remedy: str = ""

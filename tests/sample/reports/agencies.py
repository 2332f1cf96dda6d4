"""The agencies that the made-up reports are attributed to: real names and codes, by hand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("agencies.toml")


@dataclass(frozen=True)
class Agency:
    """One agency as the corpus names it; `short` is how it prints its own name in titles."""

    name: str
    short: str
    body: str
    kind: str
    level: str
    code: str
    province: str
    prefecture: str
    county: str | None = None
    township: str | None = None

    @property
    def agency_id(self) -> str:
        """`<division_code>:<body>`, the key of the corpus."""
        return f"{self.code}:{self.body}"


@cache
def agencies() -> dict[str, Agency]:
    """All agencies by official name."""
    places = tomllib.loads(DATA.read_text(encoding="utf-8"))["place"]
    return {
        row["name"]: _agency(row, place["division"])
        for place in places
        for row in place["agencies"]
    }


def _agency(row: dict[str, Any], division: list[str]) -> Agency:
    province, prefecture, *county = division
    return Agency(
        province=province, prefecture=prefecture, county=county[0] if county else None, **row
    )

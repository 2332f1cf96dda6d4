"""The floors: what the attribution must reach, and when the floors must be raised."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.attribution.scoring import Tally

FILE = Path(__file__).with_name("floors.toml")


@dataclass(frozen=True)
class Floors:
    """The reviewed data file: size and hash of the set, the share of all cases that must be
    right, and that of each group."""

    turns: int
    sha256: str
    margin: float
    right: float
    floors: dict[str, float]


def read_floors() -> Floors:
    """Read `floors.toml`."""
    data: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Floors(**data["set"], floors=data["floors"])


def complaints(groups: Mapping[str, Tally], pinned: Floors) -> Iterator[str]:
    """What is below a floor, what has outgrown one, and every case attributed wrongly."""
    for name in groups.keys() ^ pinned.floors.keys():
        yield f"{name!r} is in {FILE.name} or in the labelled set, but not in both"
    for name, group in groups.items():
        yield from (f"wrong: {case}" for case in group.wrong)
        floor = pinned.floors.get(name, 0.0)
        if group.share < floor:
            yield f"{name}: fell to {group.share:.4f}, the floor is {floor}"
        if group.share > floor + pinned.margin:
            raised = int(group.share * 1000) / 1000
            yield f'{name}: rose to {group.share:.4f}: in {FILE} set "{name}" = {raised}'
    share = sum(g.right for g in groups.values()) / max(1, sum(g.cases for g in groups.values()))
    if share < pinned.right:
        yield f"all: fell to {share:.4f}, the floor is {pinned.right}"

"""The floors: what the parsers must reach, and when the floors must be raised."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.accuracy.scoring import Tally

FILE = Path(__file__).with_name("floors.toml")
FIGURES = ("cells", "statuses")


@dataclass(frozen=True)
class Floors:
    """The reviewed data file: size and hash of the set, and shares by group and figure."""

    documents: int
    sha256: str
    margin: float
    floors: dict[str, dict[str, float]]


def read_floors() -> Floors:
    """Read `floors.toml`."""
    data: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Floors(**data["set"], floors=data["floors"])


def complaints(groups: Mapping[str, Tally], pinned: Floors) -> Iterator[str]:
    """What is below a floor, what has outgrown one, and every silent error."""
    for name in groups.keys() ^ pinned.floors.keys():
        yield f"[floors.{name!r}] is in {FILE.name} or in the labelled set, but not in both"
    for name, group in groups.items():
        yield from (f"silent error: {error}" for error in group.silent)
        for figure in FIGURES:
            measured, floor = getattr(group, figure), pinned.floors.get(name, {}).get(figure, 0.0)
            if measured < floor:
                yield f"{name}: {figure} fell to {measured:.4f}, the floor is {floor}"
            if measured > floor + pinned.margin:
                yield (
                    f"{name}: {figure} rose to {measured:.4f}: in {FILE} set "
                    f'[floors."{name}"] {figure} = {int(measured * 1000) / 1000}'
                )

"""An agency's printed name, taken apart."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.attribution.divisions import Match
from parsers.attribution.organs import Organ


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A printed name. `matches`: what its innermost place may mean, given the places printed
    above it; empty where it names none. `unknown`: a printed place that no list holds, and
    `above` what stands before it. `relative`: 区 of 区住建局. `central`: a national organ.
    `place`: the innermost place as printed. `where`: the printed seat of a branch.
    """

    printed: str
    organ: Organ
    matches: tuple[Match, ...] = ()
    place: str = ""
    above: tuple[Match, ...] = ()
    unknown: str = ""
    relative: str = ""
    central: bool = False
    chained: bool = False
    remark: str = ""
    quality: int = 0

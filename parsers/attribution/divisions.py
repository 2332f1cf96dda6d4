"""The register of administrative divisions: names to codes, codes to their place above.

Codes are those of the Ministry of Civil Affairs cut to their level: 2 digits a province,
4 a prefecture, 6 a county, 9 a township. See data/README.md for the sources.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from parsers.record import Level

_DATA = files(__package__) / "data"
_LEVELS: dict[int, Level] = {2: "province", 4: "prefecture", 6: "county", 9: "township"}
LONGEST_NAME = 16

ETHNIC_GROUPS = tuple(
    sorted((_DATA / "ethnic_groups.txt").read_text("utf-8").split(), key=len, reverse=True)
)
_ETHNIC = re.compile(f"(?:{'|'.join(ETHNIC_GROUPS)})+(?:自治)?(?=[县旗州乡镇区]$)")

How = Literal["exact", "alias"]


@dataclass(frozen=True, slots=True)
class Place:
    """A division. `code` is empty where the Ministry's list has none; then `parent` and
    `level` still tell where the place lies. `ended`: it exists no more."""

    code: str
    name: str
    level: Level
    parent: str
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a printed name may mean. `old_code` is the code borne under that name;
    `until` the last year of the name, `since` the first, where known."""

    place: Place
    how: How
    old_code: str = ""
    until: int | None = None
    since: int | None = None


def without_ethnic_groups(name: str) -> str:
    """The customary short name: 民和回族土族自治县 → 民和县, 沔城回族镇 → 沔城镇."""
    short = _ETHNIC.sub("", name)
    return short if len(short) > 1 else name


def level_of(code: str) -> Level:
    """The level that a code's length tells."""
    return _LEVELS[len(code)]


class Register:
    """All divisions, loaded once; see `register()`."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._ended: set[str] = set()
        self._by_name: dict[str, list[str]] = {}
        self._towns: dict[str, list[str]] = {}
        self._aliases: dict[str, list[Match]] = {}
        self._stems: dict[str, list[str]] = {}
        self._since: dict[str, int] = {}
        self._load_divisions()
        self._load_former_names()
        self._load_other_townships()
        self._load_short_names()
        self.characters = frozenset("".join(self._by_name))

    def place(self, code: str) -> Place | None:
        """The division of a code; of a code of other digits, None."""
        name = self._names.get(code)
        if name is None:
            return None
        return Place(code, name, level_of(code), self.parent_code(code), code in self._ended)

    def parent_code(self, code: str) -> str:
        """The code above, empty for a province. Counties of 北京 and 仙桃 lie under a province."""
        if len(code) == 9:
            return code[:6]
        if len(code) == 6 and code[:4] in self._names:
            return code[:4]
        return code[:2] if len(code) > 2 else ""

    def ancestors(self, place: Place) -> Iterator[Place]:
        """The divisions above a place, nearest first."""
        code = place.parent
        while code:
            above = self.place(code)
            if above is None:
                code = self.parent_code(code)
                continue
            yield above
            code = above.parent

    def matches(self, name: str) -> list[Match]:
        """Every place that bears or bore a full name, 安丘市 or 民和县 or 襄樊市."""
        codes = self._by_name.get(name, ())
        found = [
            Match(p, "exact", code, None, self._since.get(code))
            for code in codes
            if (p := self.place(code))
        ]
        return found + self._aliases.get(name, [])

    def stem_matches(self, stem: str) -> list[Match]:
        """Counties and higher divisions named without their type: 安丘, 浦东, 丽水."""
        codes = self._stems.get(stem, ())
        return [Match(p, "alias", code) for code in codes if (p := self.place(code))]

    def is_name(self, name: str) -> bool:
        """Whether any place bears or bore the name."""
        return name in self._by_name or name in self._aliases

    def townships(self, county: str) -> list[Place]:
        """The townships of a county code that the Ministry lists."""
        return [p for code in self._towns.get(county, ()) if (p := self.place(code))]

    def within(self, match: Match, above: Match) -> bool:
        """Whether a place lies, or lay under its old code, below another."""
        upper = {above.place.code, above.old_code} - {""}
        own = {match.old_code, match.place.code or match.place.parent} - {""}
        if not match.place.code and match.place.parent in upper:
            return True
        return any(code != u and code.startswith(u) for code in own for u in upper)

    def _load_divisions(self) -> None:
        text = gzip.decompress((_DATA / "divisions.csv.gz").read_bytes()).decode()
        names, by_name, towns = self._names, self._by_name, self._towns
        for line in text.splitlines()[1:]:
            code, name, status = line.split(",")
            names[code] = name
            by_name.setdefault(name, []).append(code)
            if status:
                self._ended.add(code)
            if len(code) == 9:
                towns.setdefault(code[:6], []).append(code)
            else:
                self._add_stem(code, name)
            if "族" in name or "自治" in name:
                self._add_alias(without_ethnic_groups(name), code)

    def _add_stem(self, code: str, name: str) -> None:
        short = without_ethnic_groups(name)
        stem = re.sub(r"(?:新区|特别行政区|自治区|地区|[省市县区旗盟州])$", "", short)
        if len(stem) > 1:
            self._stems.setdefault(stem, []).append(code)

    def _add_alias(self, name: str, code: str) -> None:
        place = self.place(code)
        if place and name != place.name:
            self._aliases.setdefault(name, []).append(Match(place, "alias", code))

    def _load_former_names(self) -> None:
        rows = csv.DictReader((_DATA / "former_names.csv").read_text("utf-8").splitlines())
        for row in rows:
            year, code, old = int(row["year"]), row["code"], row["old_code"]
            if row["status"] == "founded":
                self._since[code] = year
                continue
            if row["status"] == "former" and code:
                self._names.setdefault(code, row["name"])
                self._ended.add(code)
            place = self.place(code) if code else None
            if place is None:  # its last code was given to another place
                place = Place("", row["name"], level_of(old), self.parent_code(old), True)
            how: How = "alias" if row["status"] == "alias" else "exact"
            if how == "alias":  # its present name is as old as the change
                self._since[code] = max(year, self._since.get(code, 0))
            match = Match(place, how, old, year)
            self._aliases.setdefault(row["name"], []).append(match)

    def _load_other_townships(self) -> None:
        text = gzip.decompress((_DATA / "townships_other.csv.gz").read_bytes()).decode()
        for line in text.splitlines()[1:]:
            county, name, code = line.split(",")
            place = self.place(code) if code else Place("", name, "township", county)
            if place:
                how: How = "alias" if code else "exact"
                self._aliases.setdefault(name, []).append(Match(place, how, code))

    def _load_short_names(self) -> None:
        rows = csv.DictReader((_DATA / "short_names.csv").read_text("utf-8").splitlines())
        for row in rows:
            self._add_alias(row["name"], row["code"])


@lru_cache(maxsize=1)
def register() -> Register:
    """The register, read from the data files at first use."""
    return Register()

"""The register of administrative divisions: names to codes, codes to their place above.

Codes are those of the Ministry of Civil Affairs cut to their level: 2 digits a province,
4 a prefecture, 6 a county, 9 a township. See data/README.md for the sources.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Literal

from parsers.record import Level

_DATA = files(__package__) / "data"
_LEVELS: dict[int, Level] = {2: "province", 4: "prefecture", 6: "county", 9: "township"}
LONGEST_NAME = 16

ETHNIC_GROUPS = tuple(
    sorted((_DATA / "ethnic_groups.txt").read_text("utf-8").split(), key=len, reverse=True)
)
_ETHNIC = re.compile(f"(?<!内)(?:{'|'.join(ETHNIC_GROUPS)})+(?:自治)?(?=[县旗州乡镇区]$)")
_TYPE = re.compile(r"(?:新区|特别行政区|自治区|地区|[省市县区旗盟州])$")
TOWN_TYPES = ("街道", "镇", "乡", "苏木")

# 塔城地区 and 阿勒泰地区 are under 伊犁哈萨克自治州, which their codes do not show.
_UNDER_ILI, _OF_ILI = "6540-", ("6542", "6543")

How = Literal["exact", "alias"]


@dataclass(frozen=True, slots=True)
class Place:
    """A division. `code` is empty where no list has one for it; then `parent` and `level`
    still tell where the place lies. `ended`: it exists no more."""

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


@dataclass(frozen=True, slots=True)
class _Alias:
    """A row of the lists of other names; a `Match` is made of it when it is asked for."""

    code: str
    how: How
    old_code: str = ""
    until: int | None = None
    place: Place | None = None


def without_ethnic_groups(name: str) -> str:
    """The customary short name: 民和回族土族自治县 → 民和县, 沔城回族镇 → 沔城镇."""
    short = _ETHNIC.sub("", name)
    return short if len(short) > 1 else name


def town_core(name: str) -> str:
    """A township's name without its type and ethnic groups: 观堂 of 观堂镇."""
    short = without_ethnic_groups(name)
    return short.removesuffix(next((t for t in TOWN_TYPES if short.endswith(t)), ""))


def stem_of(name: str) -> str:
    """A division's name without its type: 定南 of 定南县, 民和 of 民和回族土族自治县."""
    if name.endswith(TOWN_TYPES):
        return town_core(name)
    return _TYPE.sub("", without_ethnic_groups(name))


def level_of(code: str) -> Level:
    """The level that a code's length tells."""
    return _LEVELS[len(code)]


class Register:
    """All divisions, loaded once; see `register()`."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._ended: set[str] = set()
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._aliases: dict[str, list[_Alias]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._since: dict[str, int] = {}
        self._places: dict[str, Place] = {}
        self._matches: dict[str, tuple[Match, ...]] = {}
        self._present_code: dict[str, str] = {}
        self._load_divisions()
        self._load_former_names()
        self._load_other_townships()
        self._load_short_names()

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character that a division's name holds."""
        return frozenset("".join(self._by_name))

    def all_names(self) -> frozenset[str]:
        """Every full name, present and former."""
        return frozenset(self._by_name) | frozenset(self._aliases)

    @cached_property
    def _towns(self) -> dict[str, list[str]]:
        towns: dict[str, list[str]] = defaultdict(list)
        for code in self._names:
            if len(code) == 9:
                towns[self.parent_code(code)].append(code)
        return towns

    def place(self, code: str) -> Place | None:
        """The division of a code; of a code of other digits, None."""
        if found := self._places.get(code):
            return found
        name = self._names.get(code)
        if name is None:
            return None
        parent = self.parent_code(code)
        found = Place(code, name, level_of(code), parent, code in self._ended)
        self._places[code] = found
        return found

    def above_townships(self) -> Iterator[Place]:
        """Every present province, prefecture and county, by code."""
        for code in sorted(code for code in self._names if len(code) < 9):
            place = self.place(code)
            if place is not None and not place.ended:
                yield place

    def place_of_old_code(self, code: str) -> Place | None:
        """The division that bore a code of six digits under an earlier name."""
        return self.place(self._present_code.get(code, ""))

    def old_codes(self, code: str) -> list[str]:
        """Codes that a division bore under its earlier names."""
        return [old for old, present in self._present_code.items() if present == code]

    def parent_code(self, code: str) -> str:
        """The code above, empty for a province. Counties of 北京 and 仙桃 lie under a province,
        towns of 东莞 under their city."""
        if len(code) == 9 and code[:6] in self._names:
            return code[:6]
        if len(code) > 4 and code[:4] in self._names:
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

    def matches(self, name: str) -> tuple[Match, ...]:
        """Every place that bears or bore a full name, 安丘市 or 民和县 or 襄樊市."""
        if name not in self._by_name and name not in self._aliases:
            return ()
        if (kept := self._matches.get(name)) is None:
            kept = self._matches[name] = tuple(self._find(name))
        return kept

    def _find(self, name: str) -> Iterator[Match]:
        for code in self._by_name.get(name, ()):
            if place := self.place(code):
                yield Match(place, "exact", code, None, self._since.get(code))
        for alias in self._aliases.get(name, ()):
            known = alias.place or self.place(alias.code)
            if known and (alias.how == "exact" or known.name != name or alias.old_code):
                yield Match(known, alias.how, alias.old_code, alias.until)

    def stem_matches(self, stem: str) -> tuple[Match, ...]:
        """Counties and higher divisions named without their type: 安丘, 浦东, 丽水."""
        codes = self._stems.get(stem)
        if codes is None:
            return ()
        return tuple(Match(p, "alias", code) for code in codes if (p := self.place(code)))

    def is_name(self, name: str) -> bool:
        """Whether any place bears or bore the name."""
        return name in self._by_name or name in self._aliases

    def townships(self, county: str) -> list[Place]:
        """The townships of a county, or of a city without counties."""
        return [p for code in self._towns.get(county, ()) if (p := self.place(code))]

    def within(self, match: Match, above: Match) -> bool:
        """Whether a place lies, or lay under its old code, below another."""
        upper = {above.place.code, above.old_code} - {""}
        own = {match.old_code, match.place.code or match.place.parent} - {""}
        own |= {_UNDER_ILI + code[4:] for code in own if code.startswith(_OF_ILI)}
        if not match.place.code and match.place.parent in upper:
            return True
        return any(code != u and code.startswith(u) for code in own for u in upper)

    def _load_divisions(self) -> None:
        text = gzip.decompress((_DATA / "divisions.csv.gz").read_bytes()).decode()
        names, by_name = self._names, self._by_name
        for line in text.splitlines()[1:]:
            code, name, status = line.split(",")
            names[code] = name
            by_name[name].append(code)
            if status == "former":
                self._ended.add(code)
            if len(code) < 9:
                self._add_stem(code, name)
            if "族" in name or "自治" in name:
                self._add_alias(without_ethnic_groups(name), code)
            if name.endswith(("自治州", "自治县", "自治旗")):  # 湘西自治州, 耿马自治县
                self._add_alias(f"{stem_of(name)}{name[-3:]}", code)

    def _add_stem(self, code: str, name: str) -> None:
        stem = stem_of(name)
        if len(stem) > 1:
            self._stems[stem].append(code)

    def _add_alias(self, name: str, code: str) -> None:
        if name != self._names.get(code):
            self._aliases[name].append(_Alias(code, "alias"))

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
            place = None
            if code not in self._names:  # its last code was given to another place
                place = Place("", row["name"], level_of(old), self.parent_code(old), True)
            how: How = "alias" if row["status"] == "alias" else "exact"
            if how == "alias":  # its present name is as old as the change
                self._since[code] = max(year, self._since.get(code, 0))
                self._present_code[old] = code
            self._aliases[row["name"]].append(_Alias(code, how, old, year, place))

    def _load_other_townships(self) -> None:
        text = gzip.decompress((_DATA / "townships_other.csv.gz").read_bytes()).decode()
        for line in text.splitlines()[1:]:
            county, name, code, until = line.split(",")
            last = int(until) or None
            if code:  # the county of then, and 000 for digits that no list gives
                alias = _Alias(code, "alias", county + "000", last)
            else:
                alias = _Alias("", "exact", "", last, Place("", name, "township", county))
            self._aliases[name].append(alias)

    def _load_short_names(self) -> None:
        rows = csv.DictReader((_DATA / "short_names.csv").read_text("utf-8").splitlines())
        for row in rows:
            self._add_alias(row["name"], row["code"])


@lru_cache(maxsize=1)
def register() -> Register:
    """The register, read from the data files at first use."""
    return Register()

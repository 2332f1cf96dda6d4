"""The lists of divisions as plain tables, and how many places bear a name."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "parsers" / "attribution" / "data"


@dataclass(frozen=True)
class Division:
    """One division; `path`: the divisions above it and itself, the province first."""

    code: str
    name: str
    path: tuple[Division, ...]

    @property
    def above(self) -> Division:
        """The division directly above; of a province itself."""
        return self.path[-2] if len(self.path) > 1 else self

    @property
    def full(self) -> str:
        """The name with every division from the prefecture down, or from the province where no
        prefecture lies between."""
        names = [p.name for p in (self.path[1:] if len(self.path) > 2 else self.path)]
        return "".join(names)


@dataclass(frozen=True)
class Lists:
    """Present divisions by level; every code or county under which a name stands anywhere."""

    provinces: tuple[Division, ...]
    prefectures: tuple[Division, ...]
    counties: tuple[Division, ...]
    towns: tuple[Division, ...]
    bearers: dict[str, frozenset[str]]
    children: dict[str, tuple[Division, ...]]
    other_names: dict[str, frozenset[str]]
    until: dict[tuple[str, str], int]

    def once(self, name: str) -> bool:
        """Whether one place alone bears or bore the name."""
        return len(self.bearers[name]) == 1

    def bearing(self, name: str, year: int) -> set[str]:
        """Who bears a name in a year, as far as the lists tell."""
        bearers = self.bearers[name]
        return {code for code in bearers if year <= self.until.get((name, code), year)}

    def printed(self, place: Division) -> str:
        """The shortest customary name that means this place alone: 安丘市, 长春市朝阳区."""
        if len(place.code) < 9:
            return place.name if self.once(place.name) else place.full
        above = place.above
        return (above.name if self.once(above.name) else above.full) + place.name


def _rows(name: str) -> list[dict[str, str]]:
    raw = (DATA / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode()
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def lists() -> Lists:
    """Read the tables once."""
    rows = _rows("divisions.csv.gz")
    names = {row["code"]: row["name"] for row in rows}
    ended = {row["code"] for row in rows if row["status"] == "former"}
    bearers: dict[str, set[str]] = defaultdict(set)
    for code, name in names.items():
        bearers[name].add(code)
    for row in _rows("former_names.csv"):
        bearers[row["name"]].add(row["code"] or row["old_code"])
    others: dict[str, set[str]] = defaultdict(set)
    until: dict[tuple[str, str], int] = {}
    for row in _rows("townships_other.csv.gz"):
        bearers[row["name"]].add(row["code"] or row["county"])
        others[row["county"]].add(row["name"])
        bearer = row["code"] or row["county"]
        if row["until"] != "0" and names.get(row["code"]) != row["name"]:
            until[row["name"], bearer] = int(row["until"])
    found: dict[str, Division] = {}
    children: dict[str, list[Division]] = defaultdict(list)
    for code, name in sorted(names.items(), key=lambda pair: len(pair[0])):
        uppers = [found[code[:n]] for n in (2, 4, 6) if n < len(code) and code[:n] in found]
        place = Division(code, name, ())
        place = Division(code, name, (*uppers, place))
        found[code] = place
        if code not in ended and uppers:
            children[uppers[-1].code].append(place)
    levels = {
        n: tuple(p for p in found.values() if len(p.code) == n and p.code not in ended)
        for n in (2, 4, 6, 9)
    }
    towns = tuple(
        p
        for p in levels[9]
        if p.name.endswith(("镇", "乡", "街道", "苏木"))
        and sum(q.name == p.name for q in children[p.above.code]) == 1
        and p.above.code not in ended
    )
    return Lists(
        provinces=levels[2][:31],
        prefectures=levels[4],
        counties=levels[6],
        towns=towns,
        bearers={name: frozenset(codes) for name, codes in bearers.items()},
        children={code: tuple(kids) for code, kids in children.items()},
        until=until,
        other_names=defaultdict(frozenset, {c: frozenset(names) for c, names in others.items()}),
    )

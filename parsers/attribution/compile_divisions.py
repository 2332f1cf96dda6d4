"""Make the data files of this package from published lists: `python -m … LISTS_FOLDER`.

Run by hand when the Ministry of Civil Affairs publishes a new list (see data/README.md);
nothing here runs while documents are parsed.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from parsers.attribution.compile_townships import (
    earlier_rows,
    statistics_rows,
    township_rows,
)
from parsers.attribution.divisions import without_ethnic_groups

DATA = Path(__file__).parent / "data"

# Types of change that leave one and the same government under a new name or code.
RENAMING = ("更名", "撤县设区", "撤县设市", "撤市设区", "撤地设市")

# What the list of changes tells as 撤销 or not at all, though the whole division went on under
# a new name (State Council approvals of those years): old code and name, new code, year.
# Each row to 2020 is borne out by the list itself: the old one ended and one new division was
# founded in the same year, out of it alone. 綦江县 and 大足县 (国函〔2011〕123号) were joined by
# small districts, 万盛区 and 双桥区, which keep their own last codes. The rows of 2021 (撤县设市,
# 民政部 2021) have the same townships before and after in the Bureau's lists; so, for most of
# theirs, have those of 2016 and later, but 宜宾县 (half) and 南岔区 (a third), whose towns merged.
CONTINUED = (
    ("620925", "安西县", "620922", 2006),
    ("341402", "居巢区", "340181", 2011),
    ("522201", "铜仁市", "520602", 2011),
    ("522401", "毕节市", "520502", 2011),
    ("500222", "綦江县", "500110", 2011),
    ("500225", "大足县", "500111", 2011),
    ("130230", "唐海县", "130209", 2012),
    ("330621", "绍兴县", "330603", 2013),
    ("410224", "开封县", "410212", 2014),
    ("542121", "昌都县", "540302", 2014),
    ("542301", "日喀则市", "540202", 2014),
    ("340721", "铜陵县", "340706", 2015),
    ("542621", "林芝县", "540402", 2015),
    ("652101", "吐鲁番市", "650402", 2015),
    ("120225", "蓟县", "120119", 2016),
    ("360427", "星子县", "360483", 2016),
    ("411023", "许昌县", "411003", 2016),
    ("500234", "开县", "500154", 2016),
    ("520321", "遵义县", "520304", 2016),
    ("610125", "户县", "610118", 2016),
    ("652201", "哈密市", "650502", 2016),
    ("360421", "九江县", "360404", 2017),
    ("542421", "那曲县", "540602", 2017),
    ("140227", "大同县", "140215", 2018),
    ("140421", "长治县", "140404", 2018),
    ("371202", "莱城区", "370116", 2018),
    ("430221", "株洲县", "430212", 2018),
    ("511521", "宜宾县", "511504", 2018),
    ("230703", "南岔区", "230726", 2019),
    ("361121", "上饶县", "361104", 2019),
    ("340221", "芜湖县", "340210", 2020),
    ("431121", "祁阳县", "431181", 2021),
    ("532331", "禄丰县", "532302", 2021),
    ("520522", "黔西县", "520581", 2021),
    ("410322", "孟津县", "410308", 2021),  # joined by 吉利区
    # Counties that another city took over, name and government unchanged.
    ("341421", "庐江县", "340124", 2011),
    ("341423", "含山县", "340522", 2011),
    ("341424", "和县", "340523", 2011),
    ("340823", "枞阳县", "340722", 2015),
    ("341521", "寿县", "340422", 2015),
    ("512081", "简阳市", "510185", 2016),
    ("220381", "公主岭市", "220184", 2020),
)
# Rows of the list that say something else than what happened: left out.
MISTAKEN = {("2021", "拱墅区"), ("2021", "余杭区"), ("2015", "儋州市"), ("2011", "巢湖市")}
# Dissolved districts whose code was given to the district that took them in.
CODE_REUSED = {"万盛区", "双桥区"}
# Dissolved places that the list lacks; each keeps its last code.
DISSOLVED = (
    ("3414", "巢湖市", 2011),
    ("3712", "莱芜市", 2018),
    ("330103", "下城区", 2021),
    ("410306", "吉利区", 2021),
)


def cut(code: str) -> str:
    """A six-digit code at its own level: 420600 → 4206."""
    return code.removesuffix("00").removesuffix("00")


def stem(name: str) -> str:
    """A county's name without its type and ethnic groups."""
    return without_ethnic_groups(name)[:-1]


def read(path: Path) -> list[dict[str, str]]:
    """All rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def present_rows(source: Path) -> list[tuple[str, str, str]]:
    """(code, name, status): status `former` where the list marks the place as abolished."""
    rows = []
    for row in read(source):
        name, _, remark = row["name"].partition("（")
        rows.append((row["code"], name, "former" if remark else ""))
    return rows


def former_rows(source: Path, present: dict[str, str]) -> list[tuple[int, str, str, str, str]]:
    """(year, status, name, code, old_code): `alias` where the same government goes on under
    `code`, `former` where the place ended with `old_code` as its last, `founded` otherwise."""
    changes = [r for r in read(source) if (r["year"], r["old_name"]) not in MISTAKEN]
    continued = {old for old, _, _, _ in CONTINUED}
    sources = defaultdict(set)
    for row in changes:
        if row["old_code"] not in continued and row["old_code"] and row["new_code"]:
            sources[cut(row["new_code"])].add(row["old_code"])
    rows = [(y, "alias", name, new, old) for old, name, new, y in CONTINUED]
    rows += [(y, "former", name, code, code) for code, name, y in DISSOLVED]
    for row in changes:
        year, old, new = int(row["year"]), cut(row["old_code"]), cut(row["new_code"])
        if new and not row["old_name"] and new in present:
            rows.append((year, "founded", present[new], new, new))
        if not old or row["old_code"] in continued or row["old_name"] == present.get(old):
            continue
        alone = len(sources[new]) == 1
        same_stem = new in present and stem(row["old_name"]) == stem(present[new])
        same_place = alone or same_stem or old == new
        if row["old_name"] in CODE_REUSED:
            same_place = False
        if row["type"] in RENAMING and new in present and same_place:
            rows.append((year, "alias", row["old_name"], new, old))
            continue
        rows.append((year, "former", row["old_name"], old if old not in present else "", old))
    return sorted(set(rows))


def write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write CSV, compressed without a time stamp where the name ends in .gz."""
    lines = [",".join(str(v) for v in row) for row in (header, *rows)]
    data = ("\n".join(lines) + "\n").encode()
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)


def main(lists: Path) -> None:
    """Compile the three files out of the folder with the published lists."""
    rows = present_rows(lists / "divisions_mca_2026.csv")
    present = {code: name for code, name, _ in rows}
    live = {code: name for code, name, status in rows if not status}
    bureau = read(lists / "townships_nbs_2023_other.csv")
    own = statistics_rows(bureau, live)
    write(DATA / "divisions.csv.gz", ("code", "name", "status"), [*rows, *own])
    former = former_rows(lists / "changes_2006_2026.csv", present)
    write(DATA / "former_names.csv", ("year", "status", "name", "code", "old_code"), former)
    live |= {code: name for code, name, _ in own}
    editions = {
        int(path.stem.rpartition("_")[2]): read(path)
        for path in sorted(lists.glob("townships_nbs_20[0-9][0-9].csv"))
    }
    towns = township_rows(bureau, live)
    towns += earlier_rows(editions, live, former, {(row[0], row[1]) for row in towns})
    ended = {(code[:6], name) for code, name, status in rows if status and len(code) == 9}
    towns = [row for row in towns if row[2] or (row[0], row[1]) not in ended]  # has its last code
    write(DATA / "townships_other.csv.gz", ("county", "name", "code", "until"), sorted(set(towns)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""The register of portals: every line can be used, and says where its knowledge comes from."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from urllib.parse import urlsplit

from parsers.attribution.divisions import level_of, register
from spiders.discovery.sites import clean_url, page_key

COLUMNS = ["name", "division_code", "level", "home", "family", "columns", "source", "notes"]
LEVELS = {"national", "province", "prefecture", "county", "township"}
FAMILIES = {
    "",
    "gkmlpt",
    "NFCMS",
    "Hanweb jcms",
    "Hanweb xxgk",
    "jpaas",
    "TRS WCM",
    "Kaipu UCAP",
    "VSB",
    "Lonsun",
    "Openness",
    "Shandong gongkai",
    "TrueCMS",
    "Epoint EWB",
    "Huilan",
    "Hebei UUID",
}
WITHOUT_A_NAME = {"122.137.242.24", "101.230.193.164"}
"""Official hosts that bear no name below gov.cn; their lines say so."""

TEXT = files("spiders.data").joinpath("portals.csv").read_bytes()
ROWS = list(csv.DictReader(TEXT.decode("utf-8").splitlines()))


def host_key(home: str) -> str:
    """Host and path, however the address is written: http or https, www. or bare."""
    parts = urlsplit(home)
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


def is_official(host: str | None) -> bool:
    return host is not None and (host.endswith(".gov.cn") or host in WITHOUT_A_NAME)


def test_the_file_is_plain_utf8_with_a_header_line() -> None:
    assert not TEXT.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in TEXT
    assert TEXT.endswith(b"\n")
    assert TEXT.decode("utf-8").split("\n", 1)[0].split(",") == COLUMNS
    assert len(ROWS) >= 500
    assert len(ROWS) == len(TEXT.decode("utf-8").splitlines()) - 1, "one line a portal"


def test_it_is_sorted_by_code_then_home() -> None:
    order = [(row["division_code"], row["home"]) for row in ROWS]
    assert order == sorted(order)


def faults(row: dict[str, str]) -> Iterator[str]:
    """What makes a line unusable."""
    home, column = urlsplit(row["home"]), urlsplit(row["columns"])
    if any(value != value.strip() for value in row.values()):
        yield "blanks around a value"
    if not row["name"] or not row["source"]:
        yield "no name or no source"
    if row["level"] not in LEVELS or row["family"] not in FAMILIES:
        yield f"level {row['level']!r} or family {row['family']!r} unknown"
    if home.scheme not in {"http", "https"} or clean_url(row["home"]) != row["home"]:
        yield "home is no address of a portal"
    if not home.path.endswith("/") or home.query or home.fragment:
        yield "home is neither the root of a host nor a folder"
    if not is_official(home.hostname):
        yield "host is not below gov.cn and not listed as official"
    if home.hostname in WITHOUT_A_NAME and "without a name" not in row["notes"]:
        yield "host without a name, and no note says so"
    if row["columns"] and (column.scheme, column.netloc) != (home.scheme, home.netloc):
        yield "column on another host"
    if row["columns"] and not column.path.startswith(home.path):
        yield "column not below home"


def test_every_line_can_be_used() -> None:
    assert [f"{row['home']}: {fault}" for row in ROWS for fault in faults(row)] == []


def test_a_code_is_that_of_a_place_that_exists() -> None:
    divisions = register()
    for row in ROWS:
        code = row["division_code"]
        if not code:
            continue
        place = divisions.place(code)
        assert place is not None, f"{row['home']}: {code} is not in the divisions"
        assert not place.ended, f"{row['home']}: {place.name} exists no more"
        assert row["level"] == level_of(code), row["home"]


def test_a_national_body_has_no_code() -> None:
    national = [row for row in ROWS if row["level"] == "national"]
    assert len(national) >= 20
    assert [row["home"] for row in national if row["division_code"]] == []


def test_no_portal_stands_twice() -> None:
    by_host = Counter(host_key(row["home"]) for row in ROWS)
    assert [key for key, lines in by_host.items() if lines > 1] == []
    by_page = Counter(page_key(row["home"]) for row in ROWS)
    assert [key for key, lines in by_page.items() if lines > 1] == []


def test_places_that_are_easily_mistaken() -> None:
    codes = {row["home"]: row["division_code"] for row in ROWS}
    assert codes["https://www.hukou.gov.cn/"] == "360429"
    assert codes["http://www.xjwqx.gov.cn/"] == "653024"  # 乌恰县, not 温泉县
    assert codes["http://www.hbkc.gov.cn/"] == "130827"  # 宽城 in 河北
    assert codes["https://www.shpt.gov.cn/"] == "310107"  # 普陀 of 上海, not of 舟山

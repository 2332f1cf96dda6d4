"""Names of agencies as portals of every province print them, resolved from the name alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from parsers.attribution import Evidence, attribute
from parsers.record import Hints

REPORT = "政府信息公开工作年度报告"
NAMES = Path(__file__).with_name("printed_names.csv")
with NAMES.open(encoding="utf-8", newline="") as stream:
    ROWS = [(row["name"], row["agency_id"]) for row in csv.DictReader(stream)]


def agency_id_of(title: str) -> str | None:
    found = attribute(Evidence((title,), (), "", Hints()))
    return found.agency.agency_id if found.agency else None


@pytest.mark.parametrize(("name", "agency_id"), ROWS)
def test_the_name_alone_tells_the_agency(name: str, agency_id: str) -> None:
    assert agency_id_of(f"{name}2021年{REPORT}") == agency_id


@pytest.mark.parametrize(
    "name",
    [
        "江北新区管委会",  # 南京, 宁波 and 重庆 have one
        "鼓楼区人民政府",
        "朝阳教育局",
        "南昌经济技术开发区管理委员会",  # of the city or of 南昌县
        "区住房和城乡建设局",
        "城关镇人民政府",
    ],
)
def test_a_name_that_several_bear_is_not_guessed(name: str) -> None:
    found = attribute(Evidence((f"{name}2021年{REPORT}",), (), "", Hints())).agency
    assert found is not None
    assert found.resolution in ("ambiguous", "unresolved")
    assert found.division_code is None


def test_a_central_organ_s_branch_bears_its_official_name() -> None:
    title = f"中国银保监会赣州监管分局2021年{REPORT}"
    found = attribute(Evidence((title,), (), "", Hints())).agency
    assert found is not None
    assert found.name == "中国银行保险监督管理委员会赣州监管分局"
    assert (found.kind, found.level, found.prefecture) == ("vertical", "prefecture", "赣州市")


def test_of_two_publishers_the_government_counts_and_the_other_is_noted() -> None:
    found = attribute(
        Evidence((f"广州市黄埔区人民政府 广州开发区管委会2021年{REPORT}",), (), "", Hints())
    )
    assert any("广州开发区管委会" in note for note in found.notes)


@pytest.mark.parametrize(
    ("title", "text", "published", "year"),
    [
        (f"2021年安丘市教育局2020年{REPORT}", "", "", 2020),  # put on the portal in 2021
        (f"安丘市教育局{REPORT}-2021", "", "", 2021),
        (f"安丘市教育局{REPORT}-2021-01-20", "", "", None),
        (f"安丘市教育局21年{REPORT}", "", "", None),
        # out before 2022 was over, and its text speaks of 2021
        (f"安丘市教育局2022年度{REPORT}", "2021年，我局认真贯彻。", "2022-01-25", 2021),
        (f"安丘市教育局2022年度{REPORT}", "2022年，我局认真贯彻。", "2022-12-30", 2022),
        (f"安丘市教育局2022年度{REPORT}", "2022年，我局认真贯彻。", "2023-01-25", 2022),
    ],
)
def test_the_year_reported_on(title: str, text: str, published: str, year: int | None) -> None:
    lines = (text,) if text else ()
    found = attribute(Evidence((title,), lines, "", Hints(published=published)))
    assert found.year == year
    assert found.agency is not None
    assert found.agency.agency_id == "370784:教育局"


@pytest.mark.parametrize(
    ("title", "agency_id", "year"),
    [
        (f"二、2020年韶关市{REPORT}", "4402:人民政府", 2020),
        ("山东大学2021-2022学年信息公开工作年度报告", "0:山东大学", 2022),
        (f"中共安丘市委机构编制委员会办公室2021年{REPORT}", None, 2021),
    ],
)
def test_titles_with_what_is_no_part_of_the_name(
    title: str, agency_id: str | None, year: int
) -> None:
    found = attribute(Evidence((title,), (), "", Hints()))
    assert found.year == year
    assert found.agency is not None
    assert agency_id is None or found.agency.agency_id == agency_id


BUREAU = f"市教育局2021年{REPORT}"
BARE = f"2021年{REPORT}"


@pytest.mark.parametrize(
    ("title", "site", "crumbs", "agency_id"),
    [
        (BUREAU, "中国·安丘", (), "370784:教育局"),
        (BUREAU, "“中国安丘”政府门户网站", (), "370784:教育局"),
        (BUREAU, "安丘政务网", (), "370784:教育局"),
        (BUREAU, "安丘市政务公开平台", (), "370784:教育局"),
        (BUREAU, "东方网", (), "0:市教育局"),  # a newspaper's, not 东方市's
        (BUREAU, "中国朝阳", (), "0:市教育局"),  # one of several
        (f"桃源街道办事处2021年{REPORT}", "南山区政府在线", (), "440305008:街道办事处"),
        (BARE, "中华人民共和国外交部", (), "00:外交部"),
        (BARE, "东至县人民政府", ("首页", "政务公开", "县教育局"), "341721:教育局"),
        (BARE, "东至县人民政府", ("首页", "东至县财政局", "年报"), "341721:财政局"),
        (BARE, "东至县人民政府", ("首页", "政务公开"), None),
    ],
)
def test_what_the_portal_tells(
    title: str, site: str, crumbs: tuple[str, ...], agency_id: str | None
) -> None:
    found = attribute(Evidence((title,), (), "", Hints(site_name=site, breadcrumb=crumbs))).agency
    assert (found.agency_id if found else None) == agency_id

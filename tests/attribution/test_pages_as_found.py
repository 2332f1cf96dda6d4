"""Pages as they were found.

Codes are those of the Ministry of Civil Affairs' list, looked up by hand in the list itself.
"""

from __future__ import annotations

from datetime import date

import pytest

from parsers import parse
from parsers.attribution import successions
from tests.attribution.reading import ANQIU, PERIOD_2020, REPORT, agency_of, read

FOUND = [
    # title, first words of the page, hints, agency_id, year
    ("道里区经纬街道办事处2022年政府信息公开工作年度报告", "", {}, "230102011:街道办事处", 2022),
    (
        "",
        "根据《条例》的规定,现公布长安区砲里街道2022年政府信息公开工作年度报告,本年度报告中所列数据的"
        "统计期限自2022年1月1日起至12月31日止。",
        {"url": "http://www.changanqu.gov.cn/zwgk/"},
        "610116024:街道办事处",
        2022,
    ),
    (
        "",
        "现公开钢花村街道办事处2022年政府信息公开工作年度报告。",
        {},
        "420107010:街道办事处",
        2022,
    ),
    (
        "",
        "本报告数据统计期限为2022年1月1日至2022年12月31日止。如对本报告有任何疑问,请联系长春市绿园区"
        "春城街道办事处(办公地址:长春市绿园区创业大街76号,联系电话:0431-80529114)。",
        {},
        "220106004:街道办事处",
        2022,
    ),
    (
        "",
        "一、總體情況 根據(jù)《中華人民共和國(guó)政府信息公開條例》的文件精神和市人民政府"
        "有關(guān)要求,特向社會(huì)公布2020年開平市農(nóng)業(yè)農(nóng)村局政府信息公開工作年度報(bào)告。",
        {},
        "440783:农业农村局",
        2020,
    ),
    (
        "福州市晋安区2016年政府信息公开工作年度报告",
        "来源:区人民政府办公室 时间:2017-01-12 10:01",
        {},
        "350111:人民政府",
        2016,
    ),
    ("上海市黄浦区人民政府2022年信息公开年度报告（超链版）.pdf", "", {}, "310101:人民政府", 2022),
    ("宿州市人民政府2019年政府信息公开工作年度报告（图片版）", "", {}, "3413:人民政府", 2019),
    ("凉山州雷波县政府信息公开年度报告(2018)", "", {}, "513437:人民政府", 2018),
    ("新疆生产建设兵团第八师石河子市2022年政府信息公开年报", "", {}, "659001:人民政府", 2022),
    ("中华人民共和国深圳海事局2022年政府信息公开工作年度报告", "", {}, "4403:海事局", 2022),
    ("国家统计局山东调查总队2021年政府信息公开年报", "", {}, "37:国家统计局调查总队", 2021),
    ("西咸新区管委会2021年政府信息公开工作年度报告", "", {}, "61:西咸新区管理委员会", 2021),
    (
        "合肥新站高新技术产业开发区管委会2021年政府信息公开工作年度报告",
        "",
        {},
        "3401:新站高新技术产业开发区管理委员会",
        2021,
    ),
    ("广元市人民政府以工代赈办公室2020年度政府信息公开年报", "", {}, "5108:以工代赈办公室", 2020),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "hints", "agency_id", "year"), FOUND)
def test_pages_as_found(
    title: str, text: str, hints: dict[str, object], agency_id: str, year: int
) -> None:
    found = read(title, text, **hints)
    assert found.agency is not None
    assert (found.agency.agency_id, found.year) == (agency_id, year)


def test_a_traditional_page_is_kept_as_printed() -> None:
    found = read("安丘市教育局2020年政府信息公開工作年度報告", "安丘市教育局認真貫徹，開展業務培訓")
    assert found.title == "安丘市教育局2020年政府信息公開工作年度報告"
    town = read("臨朐縣蔣峪鎮人民政府2020年政府信息公開工作年度報告")
    assert town.agency is not None
    assert (town.agency.agency_id, town.agency.name) == (
        "370724109:人民政府",
        "临朐县蒋峪镇人民政府",
    )
    assert town.agency.names[0] == "臨朐縣蔣峪鎮人民政府"


def test_a_township_that_the_earlier_lists_have_is_the_town_of_today() -> None:
    # 观堂乡 stands in the lists of statistics until 2018, 观堂镇 after it
    raised = agency_of(f"商丘市梁园区观堂乡人民政府2015年{REPORT}")
    assert (raised.agency_id, raised.resolution) == ("411402104:人民政府", "alias")
    # 江干区 was merged into 上城区 in 2021, and its sub-districts with it
    merged = agency_of(f"江干区凯旋街道办事处2019年{REPORT}")
    assert merged.agency_id == "330102011:街道办事处"


def test_a_township_that_only_today_s_list_has_as_a_town_is_left_to_be_settled() -> None:
    title = f"安丘市郚山乡人民政府2009年{REPORT}"
    doubt = agency_of(title)
    assert (doubt.resolution, doubt.candidates) == ("ambiguous", ("370784120:人民政府",))
    told = agency_of(title, breadcrumb=("首页", "郚山镇", "年报"))
    assert (told.agency_id, told.resolution) == ("370784120:人民政府", "alias")


def test_the_telephone_tells_the_city() -> None:
    title = f"鼓楼区人民政府2020年{REPORT}"
    assert agency_of(title, "联系电话：025-83720000。").agency_id == "320106:人民政府"
    for text in (
        "联系电话：0755-83720000。",
        "技术支持：025-83720000。",
        "电话：025-83720000、0516-83720000。",
    ):
        assert agency_of(title, text).resolution == "ambiguous"


def test_reforms_link_organs_and_merge_none() -> None:
    assert [s.after for s in successions("扶贫开发办公室")] == ["乡村振兴局"]
    assert [s.after for s in successions("乡村振兴局")] == ["农业农村局"]
    assert successions("教育局") == ()
    before = agency_of(f"安丘市卫计局2016年{REPORT}")
    after = agency_of(f"安丘市卫健局2020年{REPORT}")
    assert before.agency_id == "370784:卫生和计划生育局"
    assert after.agency_id == "370784:卫生健康局"
    late = read(f"安丘市卫计局2022年{REPORT}")
    assert any("卫生健康局 by 2019" in note for note in late.notes)


def test_last_year_s_title_over_this_year_s_report() -> None:
    found = read(f"{ANQIU}2019年{REPORT}", PERIOD_2020, ANQIU, "2021年1月20日")
    assert found.year == 2020
    assert any("agree on 2020" in note for note in found.notes)
    alone = read(f"{ANQIU}2019年{REPORT}", PERIOD_2020)
    assert alone.year == 2019


@pytest.mark.parametrize(
    ("title", "year"),
    [
        (f"{ANQIU}2022年度{REPORT}（2023年发布）", 2022),
        (f"2023年公布{ANQIU}2022年度{REPORT}", 2022),
        (f"{ANQIU}2019—2020年{REPORT}", 2020),
        (f"{ANQIU}{REPORT}2013年", 2013),
    ],
)
def test_titles_with_more_than_one_year(title: str, year: int) -> None:
    found = read(title)
    assert found.year == year
    assert found.agency is not None
    assert found.agency.agency_id == "370784:人民政府"


def test_the_portal_s_name_over_a_bare_title_is_not_the_publisher() -> None:
    lines = ("首页", "安丘市人民政府", "政府信息公开年报", f"2020年{REPORT}", "正文")
    assert read("", *lines).agency is None
    assert read("", *lines[3:], breadcrumb=("首页", "安丘市人民政府")).agency is None
    signed = read("", *lines, "安丘市教育局", "2021年1月20日")
    assert signed.agency is not None
    assert signed.agency.agency_id == "370784:教育局"


def test_fields_of_a_document_in_a_table() -> None:
    words = "索引号 1137 发布机构 安丘市审计局 发布日期 2021-01-20 文号 无"
    found = read("政府信息公开年报", "我局认真落实。", table_words=words)
    assert found.agency is not None
    assert (found.agency.agency_id, found.year) == ("370784:审计局", 2020)
    assert found.published_on == date(2021, 1, 20)


@pytest.mark.parametrize(
    ("title", "headline", "agency_id"),
    [
        (
            "2021年政府信息公开工作年度报告（区发展改革局）_政府信息公开年报_青岛市崂山区",
            "2021年政府信息公开工作年度报告（区发展改革局）",
            "370212:发展和改革局",
        ),
        (
            "广州市黄埔区人民政府门户网站 - 区市场监管局2021年政府信息公开年报",
            "区市场监管局2021年政府信息公开年报",
            "440112:市场监督管理局",
        ),
        (
            "区市场监管局2021年政府信息公开年报-本地要闻",
            "区市场监管局2021年政府信息公开年报",
            "0:区市场监管局",
        ),
    ],
)
def test_the_title_of_a_page_names_its_portal(title: str, headline: str, agency_id: str) -> None:
    page = (
        f"<html><head><title>{title}</title></head><body><h1>{headline}</h1><p>一、总体情况</p>"
        "<p>政府信息公开工作有序开展。</p><p>二、主动公开政府信息情况</p>"
        "<p>三、收到和处理政府信息公开申请情况</p><p>四、政府信息公开行政复议、行政诉讼情况</p></body></html>"
    )
    agency = parse(page.encode()).agency
    assert agency is not None
    assert agency.agency_id == agency_id

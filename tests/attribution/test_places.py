"""Which of several places a name means, and what its misprints stand for.

Codes are those of the Ministry of Civil Affairs' list, looked up by hand in the list itself.
"""

from __future__ import annotations

import pytest

from parsers.parse import parse
from parsers.record import Hints
from tests.attribution.reading import REPORT, SHENGLI, agency_of, read


def test_ambiguous_name_without_evidence_stays_ambiguous() -> None:
    found = agency_of(SHENGLI)
    assert (found.agency_id, found.resolution) == ("0:胜利镇", "ambiguous")
    assert len(found.candidates) == 7
    assert "640302107:人民政府" in found.candidates
    assert (found.division_code, found.county) == (None, None)


@pytest.mark.parametrize(
    ("paragraphs", "hints"),
    [
        (("一、总体情况", "利通区胜利镇人民政府", "2021年1月20日"), {}),
        (("地址：吴忠市利通区胜利镇朝阳西街1号",), {}),
        (("落实区政府办《利通区2020年政务公开工作要点的通知》",), {}),
        ((), {"site_id_code": "6403020005"}),
        ((), {"division_code": "640302"}),
        ((), {"site_name": "利通区人民政府门户网站"}),
        ((), {"breadcrumb": ("首页", "利通区", "政府信息公开年报")}),
        ((), {"url": "http://www.litong.gov.cn/zwgk/a.html"}),
    ],
)
def test_ambiguous_name_is_settled_by_evidence(
    paragraphs: tuple[str, ...], hints: dict[str, object]
) -> None:
    found = agency_of(SHENGLI, *paragraphs, **hints)
    assert (found.agency_id, found.resolution) == ("640302107:人民政府", "context")
    assert found.name == "利通区胜利镇人民政府"


def test_common_words_that_are_also_districts_settle_nothing() -> None:
    # 新城区 of 西安 and of 呼和浩特 both; here it is no place at all.
    found = agency_of(f"朝阳区人民政府2020年{REPORT}", "加快新城区和老城区建设")
    assert found.resolution == "ambiguous"
    assert set(found.candidates) == {"110105:人民政府", "220104:人民政府"}


def test_a_unique_name_is_not_believed_against_text_or_portal() -> None:
    elsewhere = agency_of(f"鹅公镇2019年{REPORT}", "安丘市鹅公镇全面落实")
    assert (elsewhere.resolution, elsewhere.division_code) == ("unresolved", None)
    portal = agency_of(f"鹅公镇2019年{REPORT}", division_code="370784")
    assert (portal.agency_id, portal.resolution) == ("0:鹅公镇", "unresolved")


def test_names_of_other_places_in_the_text_do_not_win() -> None:
    found = agency_of(
        f"利通区胜利镇人民政府2020年{REPORT}",
        "根据《安丘市人民政府办公室关于做好年度报告编制工作的通知》要求",
        "学习福清市江镜镇人民政府的做法",
    )
    assert found.agency_id == "640302107:人民政府"


def test_department_without_its_place() -> None:
    title = f"区住建局2020年{REPORT}"
    by_portal = agency_of(title, division_code="370811")
    assert by_portal.agency_id == "370811:住房和城乡建设局"
    assert (by_portal.resolution, by_portal.name) == ("context", "任城区住房和城乡建设局")
    assert agency_of(title, "任城区住建局认真贯彻").division_code == "370811"
    signed = agency_of(title, "正文", "任城区住房和城乡建设局", "2021年1月8日")
    assert signed.division_code == "370811"
    nothing = agency_of(title)
    assert (nothing.agency_id, nothing.resolution) == ("0:区住建局", "unresolved")
    # 区 cannot be a city's bureau
    assert agency_of(title, division_code="370784").resolution == "unresolved"


def test_an_office_named_in_a_notice_is_not_the_publisher() -> None:
    found = agency_of(f"市人民政府办公室2022年{REPORT}", "按《安丘市人民政府办公室关于印发通知》")
    assert (found.resolution, found.division_code) == ("unresolved", None)


def test_title_without_agency() -> None:
    title = "2011年政府信息公开年度报告"
    signed = agency_of(title, "我局认真落实", "安丘市教育局", "二〇一二年一月十日")
    assert (signed.agency_id, signed.resolution) == ("370784:教育局", "context")
    opened = agency_of(title, "编制并向社会公布安丘市教育局2011年政府信息公开工作年度报告。")
    assert opened.agency_id == "370784:教育局"
    for line in (
        "发布机构：丽水市民政局 发布日期：2012-01-12",
        f"现将丽水市民政局2011年{REPORT}公布如下",
    ):
        assert agency_of(title, line, "我局").agency_id == "3311:民政局"
    site = {"site_name": "定南县人民政府门户网站", "site_id_code": "3607280001"}
    assert agency_of(title, "我县认真贯彻，全县公开", **site).agency_id == "360728:人民政府"
    assert read(title, "我局认真贯彻", **site).agency is None
    column = agency_of(
        title, "我镇", breadcrumb=("首页", "中村乡", "年报"), site_id_code="3607330001"
    )
    assert column.agency_id == "360733207:人民政府"


def test_a_government_is_not_named_by_the_office_that_compiled_its_report() -> None:
    found = read("2020年政府信息公开年报", "本报告由安丘市人民政府办公室编制。")
    assert found.agency is None
    assert any("no agency" in note for note in found.notes)


def test_title_naming_government_and_office_is_the_governments() -> None:
    found = read(f"六盘水市人民政府（市人民政府办公室）2021年{REPORT}")
    assert found.agency is not None
    assert (found.agency.agency_id, found.agency.kind) == ("5202:人民政府", "government")
    assert any("市人民政府办公室" in note for note in found.notes)


@pytest.mark.parametrize(
    ("printed", "level"),
    [("瓦窑铺镇人民政府", "township"), ("富鸣集团", None), ("江北新区管委会", None)],
)
def test_unknown_names_stay_unresolved(printed: str, level: str | None) -> None:
    found = agency_of(f"{printed}2021年{REPORT}")
    assert (found.agency_id, found.resolution) == (f"0:{printed}", "unresolved")
    assert (found.division_code, found.level) == (None, level)


def test_zone_beside_a_district_of_like_name() -> None:
    found = agency_of(f"江北新区管委会2021年{REPORT}", division_code="3201")
    assert (found.agency_id, found.kind) == ("3201:江北新区管理委员会", "zone")


@pytest.mark.parametrize(
    ("title", "paragraphs", "agency_id"),
    [
        ("临朐县蒋裕镇人民政府", (), "370724109:人民政府"),  # 峪
        ("郟山镇人民政府", ("安丘市郟山镇",), "370784120:人民政府"),
        ("郟山镇人民政府", ("安丘市邵山镇", "邮箱wsdzb@163.com"), "370784120:人民政府"),
        ("安兵市郚山镇人民政府", (), "370784120:人民政府"),  # 丘
        ("临朐县蒋\ufffd镇人民政府", (), "370724109:人民政府"),  # a font that tells no 峪
    ],
)
def test_misread_names_are_repaired(
    title: str, paragraphs: tuple[str, ...], agency_id: str
) -> None:
    found = agency_of(f"{title}2020年{REPORT}", *paragraphs)
    assert (found.agency_id, found.resolution) == (agency_id, "corrected")
    assert found.names[0] == title
    assert "read for" in found.reason


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        ("郟山镇人民政府", ()),  # no county
        ("安丘市石山镇人民政府", ()),  # 柘山 by form, and a real name elsewhere
        ("安丘市南山镇人民政府", ()),  # one character off, no likeness
        ("安丘市\ufffd山镇人民政府", ()),  # 郚山 as well as 柘山
        ("方城县杨困镇人民政府", ()),  # 杨集 and 杨楼 both have 木 somewhere
        ("安丘市胜利镇人民政府", ()),  # a real name, of other counties
    ],
)
def test_likeness_alone_repairs_nothing(title: str, paragraphs: tuple[str, ...]) -> None:
    found = agency_of(f"{title}2020年{REPORT}", *paragraphs)
    assert (found.resolution, found.division_code) == ("unresolved", None)
    assert found.agency_id == f"0:{title}"


def test_unlisted_town_keeps_the_county_that_is_certain() -> None:
    found = agency_of(f"安丘市南山镇人民政府2020年{REPORT}")
    assert (found.county, found.township, found.level) == ("安丘市", "南山镇", "township")


@pytest.mark.parametrize(
    ("printed", "year", "agency_id"),
    [
        ("杭州西湖区人民政府", 2022, "330106:人民政府"),
        ("江西赣州市", 2022, "3607:人民政府"),
        ("天津滨海新区人民政府", 2022, "120116:人民政府"),
        ("上海浦东新区", 2022, "310115:人民政府"),
        ("内蒙古鄂尔多斯市康巴什区", 2022, "150603:人民政府"),
        ("四川成都青羊区", 2022, "510105:人民政府"),
        ("辽宁朝阳县", 2022, "211321:人民政府"),
        ("南京江北新区", 2022, "3201:江北新区管理委员会"),
        ("泉州台商投资区", 2022, "3505:台商投资区管理委员会"),
        ("广州开发区管委会", 2022, "4401:开发区管理委员会"),
        ("四川天府新区成都管委会", 2022, "5101:天府新区成都管理委员会"),
        ("武汉东湖高新区", 2022, "4201:东湖新技术开发区管理委员会"),
        ("六安市寿县", 2014, "340422:人民政府"),
        ("淮南市寿县", 2022, "340422:人民政府"),
        ("四平市公主岭市", 2019, "220184:人民政府"),
        ("洛阳市孟津县", 2020, "410308:人民政府"),
        ("洛阳市吉利区", 2020, "410306:人民政府"),
        ("新疆生产建设兵团", 2022, "00:新疆生产建设兵团"),
        ("中国银监会", 2016, "00:中国银行业监督管理委员会"),
    ],
)
def test_places_led_by_a_short_name_moved_counties_and_zones(
    printed: str, year: int, agency_id: str
) -> None:
    assert agency_of(f"{printed}{year}年{REPORT}").agency_id == agency_id


@pytest.mark.parametrize("printed", ["南京新区", "山西城区", "北京城区"])
def test_a_short_name_before_what_lies_not_there_settles_nothing(printed: str) -> None:
    assert agency_of(f"{printed}2022年{REPORT}").resolution in ("ambiguous", "unresolved")


def test_a_document_is_its_own_titles_and_not_the_links() -> None:
    page = (
        "<html><body><p>湖口县流芳镇人民政府2022年政府信息公开工作年度报告</p>"
        "<p>一、总体情况</p><p>根据《中华人民共和国政府信息公开条例》编制本报告。</p>"
        "<p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p></body></html>"
    )
    hints = Hints(link_text="零陵区审计局2021年政府信息公开工作年度报告")
    record = parse(page.encode(), hints)
    assert record.agency is not None
    assert (record.agency.agency_id, record.year) == ("360429107:人民政府", 2022)


@pytest.mark.parametrize(
    ("said", "resolution"),
    [
        ("组织人员赴修武县考察学习政务公开工作。", "ambiguous"),
        ("充分借鉴修武县等地先进经验，改进公开方式。", "ambiguous"),
        ("与兄弟单位交流，学习修武县的做法。", "ambiguous"),
        ("赴武陟县考察。按照修武县人民政府的要求，编制本报告。", "context"),
    ],
)
def test_a_place_that_was_visited_is_not_where_a_town_lies(said: str, resolution: str) -> None:
    agency = agency_of(f"城关镇2022年{REPORT}", said)
    assert agency.resolution == resolution
    assert (agency.agency_id == "410821100:人民政府") == (resolution == "context")

"""Names of every kind and level, present and former.

Codes are those of the Ministry of Civil Affairs' list, looked up by hand in the list itself.
"""

from __future__ import annotations

import pytest

from tests.attribution.reading import REPORT, agency_of

NAMES = [
    # printed name, agency_id, official name, kind, level, resolution
    ("浙江省人民政府", "33:人民政府", "浙江省人民政府", "government", "province", "exact"),
    ("上海市", "31:人民政府", "上海市人民政府", "government", "province", "exact"),
    ("西藏自治区", "54:人民政府", "西藏自治区人民政府", "government", "province", "exact"),
    (
        "广西壮族自治区人民政府办公厅",
        "45:人民政府办公厅",
        "广西壮族自治区人民政府办公厅",
        "government_office",
        "province",
        "exact",
    ),
    ("丽水市人民政府", "3311:人民政府", "丽水市人民政府", "government", "prefecture", "exact"),
    ("兴安盟行政公署", "1522:行政公署", "兴安盟行政公署", "government", "prefecture", "exact"),
    ("阿里地区行署", "5425:行政公署", "阿里地区行政公署", "government", "prefecture", "exact"),
    (
        "黔东南州人民政府",
        "5226:人民政府",
        "黔东南苗族侗族自治州人民政府",
        "government",
        "prefecture",
        "alias",
    ),
    ("东莞市人民政府", "4419:人民政府", "东莞市人民政府", "government", "prefecture", "exact"),
    ("安丘市", "370784:人民政府", "安丘市人民政府", "government", "county", "exact"),
    (
        "安丘市政府办",
        "370784:人民政府办公室",
        "安丘市人民政府办公室",
        "government_office",
        "county",
        "exact",
    ),
    ("仙桃市人民政府", "429004:人民政府", "仙桃市人民政府", "government", "county", "exact"),
    (
        "民和县人民政府",
        "630222:人民政府",
        "民和回族土族自治县人民政府",
        "government",
        "county",
        "alias",
    ),
    (
        "前郭县教育局",
        "220721:教育局",
        "前郭尔罗斯蒙古族自治县教育局",
        "department",
        "county",
        "alias",
    ),
    ("额济纳旗", "152923:人民政府", "额济纳旗人民政府", "government", "county", "exact"),
    (
        "长春市朝阳区人民政府",
        "220104:人民政府",
        "朝阳区人民政府",
        "government",
        "county",
        "exact",
    ),
    (
        "仙桃市郑场镇",
        "429004101:人民政府",
        "仙桃市郑场镇人民政府",
        "government",
        "township",
        "exact",
    ),
    (
        "仙桃市沔城镇人民政府",
        "429004113:人民政府",
        "仙桃市沔城回族镇人民政府",
        "government",
        "township",
        "alias",
    ),
    (
        "木场乡人民政府",
        "530924203:人民政府",
        "镇康县木场乡人民政府",
        "government",
        "township",
        "exact",
    ),
    (
        "吉忽伦图苏木",
        "150205200:人民政府",
        "石拐区吉忽伦图苏木人民政府",
        "government",
        "township",
        "exact",
    ),
    (
        "安丘市吾山镇人民政府",
        "370784120:人民政府",
        "安丘市郚山镇人民政府",
        "government",
        "township",
        "alias",
    ),
    (
        "朝阳区三里屯街道办事处",
        "110105004:街道办事处",
        "朝阳区三里屯街道办事处",
        "subdistrict_office",
        "township",
        "exact",
    ),
    (
        "朝阳区高碑店地区办事处",
        "110105022:地区办事处",
        "朝阳区高碑店地区办事处",
        "subdistrict_office",
        "township",
        "alias",
    ),
    (
        "安丘市卫健局",
        "370784:卫生健康局",
        "安丘市卫生健康局",
        "department",
        "county",
        "exact",
    ),
    (
        "温州市人社局",
        "3303:人力资源和社会保障局",
        "温州市人力资源和社会保障局",
        "department",
        "prefecture",
        "exact",
    ),
    (
        "丽水市卫健委",
        "3311:卫生健康委员会",
        "丽水市卫生健康委员会",
        "department",
        "prefecture",
        "exact",
    ),
    ("闽侯民政局", "350121:民政局", "闽侯县民政局", "department", "county", "alias"),
    ("丰泽教育局", "350503:教育局", "丰泽区教育局", "department", "county", "alias"),
    ("嵊泗县公安局", "330922:公安局", "嵊泗县公安局", "department", "county", "exact"),
    (
        "丽水市公安局莲都区分局",
        "331102:公安局分局",
        "丽水市公安局莲都区分局",
        "branch",
        "county",
        "exact",
    ),
    (
        "北京市公安局海淀分局",
        "110108:公安局分局",
        "北京市公安局海淀分局",
        "branch",
        "county",
        "alias",
    ),
    (
        "温州市生态环境局瓯海分局",
        "330304:生态环境局分局",
        "温州市生态环境局瓯海分局",
        "branch",
        "county",
        "alias",
    ),
    (
        "济宁市任城生态环境局",
        "370811:生态环境局分局",
        "济宁市任城生态环境局",
        "branch",
        "county",
        "alias",
    ),
    (
        "苏州市公安局工业园区分局",
        "3205:公安局工业园区分局",
        "苏州市公安局工业园区分局",
        "branch",
        "prefecture",
        "exact",
    ),
    (
        "昆山高新区管委会",
        "320583:高新技术产业开发区管理委员会",
        "昆山市高新技术产业开发区管理委员会",
        "zone",
        "county",
        "alias",
    ),
    (
        "两江新区管委会",
        "500157:管理委员会",
        "两江新区管理委员会",
        "zone",
        "county",
        "exact",
    ),
    (
        "潜江市白鹭湖管理区",
        "429005:白鹭湖管理区管理委员会",
        "潜江市白鹭湖管理区管理委员会",
        "zone",
        "county",
        "exact",
    ),
    (
        "国家税务总局安丘市税务局",
        "370784:税务局",
        "国家税务总局安丘市税务局",
        "vertical",
        "county",
        "exact",
    ),
    ("黑河市气象局", "2311:气象局", "黑河市气象局", "vertical", "prefecture", "exact"),
    (
        "国家统计局丽水调查队",
        "3311:国家统计局调查队",
        "国家统计局丽水调查队",
        "vertical",
        "prefecture",
        "alias",
    ),
]


@pytest.mark.parametrize(("printed", "agency_id", "name", "kind", "level", "resolution"), NAMES)
def test_names(
    printed: str, agency_id: str, name: str, kind: str, level: str, resolution: str
) -> None:
    found = agency_of(f"{printed}2021年{REPORT}")
    assert (found.agency_id, found.name, found.kind) == (agency_id, name, kind)
    assert (found.level, found.resolution) == (level, resolution)
    assert found.division_code == agency_id.partition(":")[0]
    assert found.names[0] == printed


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("财政部", "财政部"),
        ("国家卫健委", "国家卫生健康委员会"),
        ("海关总署", "海关总署"),
        ("广州海关", "广州海关"),
    ],
)
def test_national_organs_have_no_division(name: str, body: str) -> None:
    found = agency_of(f"{name}2021年{REPORT}")
    assert (found.agency_id, found.level, found.division_code) == (f"00:{body}", "national", None)


@pytest.mark.parametrize(
    "printed",
    [
        "福州市鼓楼区人民政府水部街道办事处",
        "鼓楼区水部街道办事处",
        "鼓楼区水部街道",
        "鼓楼区水部街道办",
        "鼓楼区水部办事处",
        "水部街道",
    ],
)
def test_spellings_of_a_subdistrict_are_one_agency(printed: str) -> None:
    found = agency_of(f"{printed}2021年{REPORT}")
    assert (found.agency_id, found.kind) == ("350102008:街道办事处", "subdistrict_office")
    assert found.name == "鼓楼区水部街道办事处"


def test_places_without_a_prefecture_or_a_district() -> None:
    beijing = agency_of(f"海淀区中关村街道2021年{REPORT}")
    assert (beijing.province, beijing.prefecture, beijing.county) == ("北京市", None, "海淀区")
    xiantao = agency_of(f"仙桃市郑场镇2021年{REPORT}")
    assert (xiantao.province, xiantao.prefecture, xiantao.county) == ("湖北省", None, "仙桃市")
    humen = agency_of(f"东莞市虎门镇人民政府2021年{REPORT}")
    assert (humen.agency_id, humen.name) == ("441900121:人民政府", "东莞市虎门镇人民政府")
    assert (humen.prefecture, humen.county, humen.township) == ("东莞市", None, "虎门镇")


@pytest.mark.parametrize(
    ("printed", "agency_id", "name"),
    [
        ("中山市小榄镇人民政府", "442000118:人民政府", "中山市小榄镇人民政府"),
        ("儋州市那大镇", "460400100:人民政府", "儋州市那大镇人民政府"),
        ("嘉峪关市新城镇人民政府", "620201100:人民政府", "嘉峪关市新城镇人民政府"),
        ("石河子市北泉镇", "659001100:人民政府", "石河子市北泉镇人民政府"),
        ("东莞市莞城街道办事处", "441900006:街道办事处", "东莞市莞城街道办事处"),
    ],
)
def test_towns_of_cities_without_counties(printed: str, agency_id: str, name: str) -> None:
    found = agency_of(f"{printed}2021年{REPORT}")
    assert (found.agency_id, found.name, found.resolution) == (agency_id, name, "exact")
    town = printed.removeprefix(found.prefecture or found.county or "")
    there = agency_of(f"{town}2021年{REPORT}", site_id_code=f"{agency_id[:4]}000012")
    if found.prefecture and found.county is None:
        assert there.agency_id == agency_id


FORMER = [
    ("襄樊市人民政府", 2009, "4206:人民政府", "alias"),
    ("龙南县人民政府", 2015, "360783:人民政府", "alias"),
    ("苍山县教育局", 2012, "371324:教育局", "alias"),
    ("户县人民政府", 2014, "610118:人民政府", "alias"),
    ("新城子区人民政府", 2008, "210113:人民政府", "alias"),
    ("崇明县人民政府", 2012, "310151:人民政府", "alias"),
    ("海东地区行政公署", 2011, "6302:人民政府", "alias"),
    # merged into another: they keep their own last code
    ("江干区人民政府", 2019, "330104:人民政府", "exact"),
    ("宣武区人民政府", 2009, "110104:人民政府", "exact"),
    ("莱芜市人民政府", 2015, "3712:人民政府", "exact"),
    # one name, two governments: the year tells
    ("巢湖市人民政府", 2009, "3414:人民政府", "exact"),
    ("巢湖市人民政府", 2015, "340181:人民政府", "exact"),
    ("哈密市人民政府", 2013, "650502:人民政府", "alias"),
    ("哈密市人民政府", 2020, "6505:人民政府", "exact"),
]


@pytest.mark.parametrize(("printed", "year", "agency_id", "resolution"), FORMER)
def test_former_names(printed: str, year: int, agency_id: str, resolution: str) -> None:
    found = agency_of(f"{printed}{year}年{REPORT}")
    assert (found.agency_id, found.resolution) == (agency_id, resolution)


def test_a_code_given_to_another_place_is_not_used_for_the_first() -> None:
    found = agency_of(f"万盛区人民政府2009年{REPORT}")  # 500110 is 綦江区 today
    assert (found.agency_id, found.resolution) == ("0:万盛区人民政府", "unresolved")

"""Documents that speak against the title over them, and documents without a title that tell."""

from __future__ import annotations

import pytest

from parsers.attribution import Attribution, Evidence, agency_of_id, attribute
from parsers.record import Hints

TITLE = "安丘市教育局2021年政府信息公开工作年度报告"
GOVERNMENT_S = "安丘市2021年政府信息公开工作年度报告"
BARE = "2021年政府信息公开工作年度报告"
TITLED, SIGNED = "370784:教育局", "370725:民政局"
MADE = "根据《中华人民共和国政府信息公开条例》，本报告由昌乐县民政局编制。"
ASK = "如有疑问，请与昌乐县民政局办公室联系（地址：昌乐县新昌北路，电话：0536-6221111）。"
SIGNATURE = ("昌乐县民政局", "2022年1月20日")


def read(title: str, *paragraphs: str, **hints: object) -> Attribution:
    titles = (title,) if title else ()
    return attribute(Evidence(titles, paragraphs, "", Hints.model_validate(hints)))


@pytest.mark.parametrize(
    "paragraphs",
    [
        (MADE, "我局认真贯彻。", *SIGNATURE),
        (ASK, "我局认真贯彻。", *SIGNATURE),
        (MADE, "2021年，昌乐县民政局坚持公开为常态。"),
        ("昌乐县民政局2021年政府信息公开工作年度报告", "我局认真贯彻。", *SIGNATURE),
    ],
)
@pytest.mark.parametrize("way", ["title", "link_text", "page_title"])
def test_a_document_that_names_its_maker_twice_is_not_its_uploader_s(
    paragraphs: tuple[str, ...], way: str
) -> None:
    found = read(TITLE, *paragraphs) if way == "title" else read("", *paragraphs, **{way: TITLE})
    assert found.agency is not None
    assert found.agency.agency_id == SIGNED
    assert found.year == 2021


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("我局认真贯彻。", *SIGNATURE),
        ("我局认真贯彻。", "昌乐县民政局"),
        (MADE, "我局认真贯彻。"),
        (ASK, "我局认真贯彻。"),
        ("一、总体情况", "2021年，昌乐县民政局坚持公开为常态。"),
        (MADE, "我局认真贯彻。", "青州市审计局", "2022年1月20日"),  # a third one
        (MADE, "请与安丘市教育局联系。"),
    ],
)
@pytest.mark.parametrize("way", ["title", "link_text", "page_title"])
def test_one_word_against_the_title_leaves_it_to_be_settled(
    paragraphs: tuple[str, ...], way: str
) -> None:
    found = read(TITLE, *paragraphs) if way == "title" else read("", *paragraphs, **{way: TITLE})
    agency = found.agency
    assert agency is not None
    assert agency.resolution == "ambiguous"
    assert {TITLED, SIGNED} <= set(agency.candidates)
    assert agency.division_code is None


def test_a_title_that_the_text_bears_too_is_left_alone_by_copied_words() -> None:
    for copied in ((MADE,), (ASK,), ("昌乐县民政局",)):
        found = read(TITLE, TITLE, *copied, "我局认真贯彻。")
        assert found.agency is not None
        assert (found.agency.agency_id, found.agency.resolution) == (TITLED, "exact")
    signed = read(TITLE, TITLE, "我局认真贯彻。", *SIGNATURE).agency
    assert signed is not None
    assert (signed.resolution, signed.candidates) == ("ambiguous", (SIGNED, TITLED))


@pytest.mark.parametrize(
    ("title", "paragraphs", "agency_id"),
    [
        # who puts a report together, or answers for it, need not be its agency
        (GOVERNMENT_S, ("本报告由安丘市人民政府办公室编制。我市",), "人民政府"),
        (GOVERNMENT_S, ("安丘市政务服务中心", "2022年1月3日"), "人民政府"),
        (TITLE, ("请与安丘市人民政府办公室联系。我局认真",), "教育局"),
        (TITLE, ("我局认真", "安丘市教育和体育局", "2022年1月3日"), "教育局"),
        (TITLE, ("我局认真", "安丘市教体局", "2022年1月3日"), "教育局"),
    ],
)  # fmt: skip
def test_offices_that_compile_and_bodies_renamed_raise_no_doubt(
    title: str, paragraphs: tuple[str, ...], agency_id: str
) -> None:
    agency = read(title, *paragraphs).agency
    assert agency is not None
    assert (agency.agency_id, agency.resolution) == (f"370784:{agency_id}", "exact")


def test_a_government_s_title_over_an_office_s_words() -> None:
    text = ("我局认真贯彻。", "安丘市民政局", "2022年1月20日")
    agency = read(GOVERNMENT_S, *text).agency
    assert agency is not None
    assert agency.candidates == ("370784:人民政府", "370784:民政局")


def test_a_telephone_of_another_city_leaves_an_uploader_s_title_to_be_settled() -> None:
    text = "我局认真贯彻。联系电话：0791-88671096。"
    agency = read("", text, link_text=TITLE).agency
    assert agency is not None
    assert (agency.resolution, agency.candidates) == ("ambiguous", (TITLED,))
    assert "0791" in agency.reason
    own = read("", text.replace("0791", "0536"), link_text=TITLE).agency
    assert own is not None
    assert own.agency_id == TITLED


UNTITLED = [
    # opening words of reports whose page gives no title, or one without a name
    (("结合泰安市人民政府办公室政府信息公开工作实际，编制发布本报告。",), "3709:人民政府办公室"),
    (("请与安徽舒城经济开发区综合办公室联系（地址：杭埠镇）。",), "341523:经济开发区管理委员会"),
    (("全文包括扎赉特旗好力保镇政府信息公开总体情况。",), "152223108:人民政府"),
    (("请联系：杭州市滨江区人民政府长河街道办事处；电话：86624908。",), "330108003:街道办事处"),
    (("由沙依巴克区人民政府办公室编制。", "我区要求各单位"), "650103:人民政府"),
    (("自治区人民政府编制了《2016年政府信息公开年度报告》。",), None),
    (("新疆维吾尔自治区形成了《2016年政府信息公开年度报告》。",), "65:人民政府"),
    (("由新丰县国土资源局编制的2017年度政府信息公开工作报告。",), "440233:国土资源局"),
    # a notice of the city that the county obeyed is no title
    (
        (
            "根据《临沧市人民政府办公室关于做好2021年政府信息公开工作年度报告编制公布工作的通知》，"
            "现将耿马自治县2021政府信息公开工作年度报告进行公开。",
        ),
        "530926:人民政府",
    ),
    # a company under the words of the bureau that it copied
    (("由南宁市武鸣区行政审批局编制。", "我公司以新思想为指导"), None),
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "agency_id"), UNTITLED)
def test_who_is_told_without_a_title(paragraphs: tuple[str, ...], agency_id: str | None) -> None:
    agency = read("", *paragraphs).agency
    settled = agency is not None and agency.resolution not in ("ambiguous", "unresolved")
    assert (agency.agency_id if agency and settled else None) == agency_id


def test_sentences_that_name_different_agencies_settle_nothing() -> None:
    agency = read(BARE, MADE, "我局认真贯彻。", "安丘市教育局", "2022年1月20日").agency
    assert agency is not None
    assert agency.resolution == "ambiguous"
    assert set(agency.candidates) == {TITLED, SIGNED}


def test_a_portal_of_a_county_without_such_a_town_is_no_candidate_s() -> None:
    # 固始县 (411525) has no 城关镇: none of the many that the lists have is meant.
    agency = read("城关镇人民政府2021年政府信息公开工作年度报告", division_code="411525").agency
    assert agency is not None
    assert (agency.resolution, agency.candidates) == ("unresolved", ())
    assert (agency.county, agency.division_code) == ("固始县", None)


@pytest.mark.parametrize(
    ("name", "agency_id", "level"),
    [
        ("加格达奇区人民政府", "2327:加格达奇区人民政府", "county"),
        ("大柴旦行政委员会", "6328:大柴旦行政委员会", "county"),
        ("第十二师", "65:新疆生产建设兵团第十二师", "prefecture"),
        ("第八师", "659001:人民政府", "county"),
    ],
)
def test_a_government_without_a_code_is_of_the_level_below(
    name: str, agency_id: str, level: str
) -> None:
    agency = read(f"{name}{BARE}").agency
    assert agency is not None
    assert (agency.agency_id, agency.kind, agency.level) == (agency_id, "government", level)
    named = agency_of_id(agency_id)
    assert named is not None
    assert (named.name, named.level) == (agency.name, level)


def test_a_place_that_the_portal_s_name_alone_tells_is_checked_by_telephone() -> None:
    title, call = f"城关镇人民政府{BARE}", "联系电话：{}-3931111。"
    told = {"site_name": "修武县人民政府"}
    own = read(title, title, call.format("0391"), **told).agency
    assert own is not None
    assert (own.agency_id, own.resolution) == ("410821100:人民政府", "context")
    other = read(title, title, call.format("0376"), **told).agency
    assert other is not None
    assert (other.resolution, other.candidates) == ("ambiguous", ("410821100:人民政府",))


@pytest.mark.parametrize(
    "words", ["《徐州市日报》报道", "徐州市广播电视台报道", "徐州市第一中学学院"]
)
def test_a_paper_or_school_named_after_a_city_tells_no_place(words: str) -> None:
    agency = read(f"鼓楼区教育局{BARE}", f"{words}了我局工作").agency
    assert agency is not None
    assert agency.resolution == "ambiguous"
    told = read(f"鼓楼区教育局{BARE}", "按照徐州市人民政府的要求").agency
    assert told is not None
    assert told.agency_id == "320302:教育局"


@pytest.mark.parametrize(
    ("signature", "site"),
    [
        (("教育局", "2022年1月20日"), "安丘市人民政府"),
        (("安丘市教育局办公室", "2022年1月20日"), ""),
        (("（盖章）安丘市教育局", "2022年1月20日"), ""),
        ((), "安丘市教育局"),
    ],
)
def test_a_bureau_that_says_我局_is_known_by_signature_or_portal(
    signature: tuple[str, ...], site: str
) -> None:
    agency = read(BARE, "我局认真贯彻落实。", *signature, site_name=site).agency
    assert agency is not None
    assert (agency.agency_id, agency.resolution) == (TITLED, "context")

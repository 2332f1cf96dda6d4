"""Titles and pages: how an agency and a year are printed, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.attribution.agencies import Publisher
from tests.attribution.places import lists

REPORT = "政府信息公开工作年度报告"
# A: agency, Y: year, as titles of portals put them.
TITLES = (
    "{A}{Y}年政府信息公开工作年度报告",
    "{A}{Y}年度政府信息公开工作年度报告",
    "{Y}年{A}政府信息公开工作年度报告",
    "{Y}年度{A}政府信息公开年度报告",
    "{A}政府信息公开工作{Y}年度报告",
    "{A}政府信息公开年度报告（{Y}年度）",
    "{A}政府信息公开年度报告（{Y}年）",
    "{A}关于{Y}年政府信息公开工作的年度报告",
    "{A}关于{Y}年度政府信息公开工作情况的报告",
    "{A}政府信息公开年报({Y})",
    "{A}{Y}年政府信息公开年报",
    "{A}{Y}年信息公开年度报告",
    "{A}{Y}年政务公开工作年度报告",
    "{A}{Y}年度政务信息公开工作报告",
    "{A}{Y}年度政府信息公开工作报告",
    "{A}政府信息公开工作年度报告{Y}年",
    "[{A}]{Y}年政府信息公开工作年度报告",
    "【{A}】{Y}年政府信息公开年度报告",
    "{A}：{Y}年政府信息公开工作年度报告",
    "{A}-{Y}年度政府信息公开工作年度报告",
    "{Y}年政府信息公开工作年度报告（{A}）",
    "{A}政府信息公开{Y}年年度报告",
    "{A}{Y}年度信息公开工作年度报告",
    "{A}{Y}年政府信息公开工作年度报告.docx",
    "1.{A}{Y}年政府信息公开工作年度报告",
    "{A}《中华人民共和国政府信息公开条例》{Y}年度报告",
)
SHELLS = (
    "{A}关于印发《{A}{Y}年政府信息公开工作年度报告》的通知",
    "关于印发《{A}{Y}年政府信息公开工作年度报告》的通知",
    "{A}关于印发{Y}年政府信息公开工作年度报告的通知",
    "{A}关于公布{Y}年政府信息公开工作年度报告的公告",
    "{A}关于报送{Y}年政府信息公开工作年度报告的函",
    "关于报送《{A}{Y}年政府信息公开年度报告》的报告",
    "{A}关于发布《{Y}年政府信息公开年度报告》的通知",
    "关于{A}{Y}年政府信息公开工作年度报告的公示",
    "{A}关于上报{Y}年政府信息公开工作年度报告的函",
)
BARE = (
    "{Y}年政府信息公开工作年度报告",
    "{Y}年度政府信息公开年度报告",
    "政府信息公开工作{Y}年度报告",
    "{Y}年政府信息公开年报",
    "政府信息公开年度报告（{Y}年度）",
)
BEHIND = (
    "{Y}年政府信息公开工作年度报告-{A}",
    "{Y}年政府信息公开工作年度报告_{A}",
    "{Y}年度政府信息公开年度报告——{A}",
    "{Y}年政府信息公开年报_部门年报_{A}",
)
YEARLESS = ("{A}政府信息公开工作年度报告", "{A}政府信息公开年报", "{A}信息公开年度报告")
BODY = (
    "一、总体情况",
    "（一）主动公开。全年主动公开政府信息237条，其中网站公开97条，微信公开80条。",
    "（二）依申请公开。本年度收到政府信息公开申请3件，均按期办结。",
    "（三）政府信息管理。严格执行信息发布审核制度，落实“三审三校”。",
    "（四）平台建设。加强政府网站和政务新媒体建设，及时维护更新。",
    "（五）监督保障。明确专人负责，开展业务培训2次。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "公开的内容还不够全面，人员业务水平有待提高。下一步将加强学习，完善制度。",
    "六、其他需要报告的事项",
    "无。",
)
FURNITURE = ("首页", "政务公开", "政府信息公开", "政府信息公开年报", "无障碍阅读", "打印 关闭")
PLACEHOLDERS = (
    "网站名称",
    "政府网站",
    "门户网站",
    "大汉版通",
    "测试站点",
    "默认站点",
    "XX市人民政府",
)
NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass
class Page:
    """Evidence in the making; the fields of `parsers.attribution.Evidence` and of `Hints`."""

    titles: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    table_words: str = ""
    hints: dict[str, object] = field(default_factory=dict)


def span(year: int) -> str:
    """The sentence that tells the period."""
    return f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"


def opening(draw: Random, name: str, year: int) -> str:
    """A first paragraph; it may or may not name the agency."""
    return draw.choice(
        (
            "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）要求，编制本报告。"
            + span(year),
            f"根据《中华人民共和国政府信息公开条例》规定，现将{name}{year}年政府信息公开工作年度报告"
            "公布如下。",
            f"本报告由{name}按照《条例》和国办公开办函〔2021〕30号的规定编制。{span(year)}",
            f"{year}年，在上级的正确领导下，{name}认真贯彻落实《条例》，积极推进信息公开工作。",
            "本年度报告中所列数据的统计期限自"
            f"{year}年1月1日至{year}年12月31日。如有疑问，请与{name}联系。",
        )
    )


def body(draw: Random) -> list[str]:
    """Running text that names nobody."""
    return [line for line in BODY if line[1:2] == "、" or draw.random() < 0.8]


def published(draw: Random, year: int) -> tuple[int, int, int]:
    """A day of the first months of the next year."""
    return year + 1, draw.randint(1, 3), draw.randint(1, 28)


def signature(draw: Random, name: str, day: tuple[int, int, int]) -> list[str]:
    """Name and date at the end, in two lines or one."""
    arabic = f"{day[0]}年{day[1]}月{day[2]}日"
    if draw.random() < 0.2:
        return [f"{name}　　{arabic}"]
    return [name, arabic]


def contact(draw: Random, publisher: Publisher) -> str:
    """Address and telephone."""
    path = "".join(p.name for p in publisher.place.path)
    phone = f"0{draw.randint(310, 999)}-{draw.randint(2000000, 8999999)}"
    street, post = draw.randint(1, 300), draw.randint(1000, 9999)
    return f"（地址：{path}人民路{street}号，电话：{phone}，邮编：{post}00）"


def page(draw: Random, publisher: Publisher, name: str, title: str, year: int) -> Page:
    """An ordinary page: furniture, title, text, perhaps signature and address; no hints."""
    made = Page(titles=[title] if draw.random() < 0.7 else [])
    if draw.random() < 0.5:
        made.lines += FURNITURE
    made.lines.append(title)
    day = published(draw, year)
    if draw.random() < 0.5:
        made.lines.append(f"发布时间：{day[0]}-{day[1]:02}-{day[2]:02} 来源：本站 浏览次数：12")
    made.lines.append(opening(draw, name, year))
    made.lines += body(draw)
    if draw.random() < 0.3:
        made.lines.append(contact(draw, publisher))
    if draw.random() < 0.5:
        made.lines += signature(draw, name, day)
    return made


def site_code(publisher: Publisher) -> str:
    """A portal's ten digits: the division it belongs to, then a number."""
    return publisher.county.code[:6].ljust(6, "0") + "0012"


def portal_hints(draw: Random, publisher: Publisher) -> dict[str, object]:
    """What the portal of the county, or the agency's own, tells; some of it or all."""
    portal = lists().printed(publisher.county)
    hints: dict[str, object] = {}
    if draw.random() < 0.6:
        hints["site_id_code"] = site_code(publisher)
    if draw.random() < 0.6:
        hints["site_name"] = f"{portal}人民政府门户网站"
    if draw.random() < 0.5:
        hints["breadcrumb"] = ("首页", f"{portal}人民政府", "政府信息公开年报")
    return hints

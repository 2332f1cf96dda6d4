"""What the mirror shows of which report, reviewed by reading the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.sample.reports import Report, agencies, flattened, html, make_report

FURNITURE = (
    "积分", "金贝", "上传", "下载", "收藏", "认领", "相关文档", "猜你喜欢", "推荐", "VIP", "登录",
    "冷水滩区", "版权", "浏览", "淘豆", "文库", "继续阅读", "未读", "评论", "第2页", "小雨点",
)  # fmt: skip
"""Words of the viewers, their uploaders and the other documents they advertise: none of them may
be in the text of a report. No report here is of an agency of 冷水滩区, which the viewers name."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A report as the mirror has it.

    path: its (first) address. cut: whether a part of it is withheld. tables: whether all three
    tables are shown, each cell where its place can be told. exact: they came as tables, not as
    text that a machine made. answers: addresses it stands on.
    """

    path: str
    agency: str
    year: int
    cut: bool = False
    tables: bool = True
    exact: bool = False
    answers: int = 1

    @property
    def report(self) -> Report:
        seed = int(re.findall(r"(\d+)\.", self.path)[-1])
        return make_report(seed, agencies()[self.agency], self.year)

    def pages(self) -> list[str]:
        """The text as a converter gives it, page by page, its tables flattened."""
        text = flattened.render(self.report, columns=self is COLUMNS, viewer=False)
        pages = [page.strip() for page in re.split(r"— \d+ —", text)]
        return [page for page in pages if page]

    def markup(self) -> str:
        """The report as its publisher's own page has it."""
        return f"<p>{self.report.title}</p>{html.render(self.report)}"


PAGED = Copy("/p-101.html", "湖口县财政局", 2023)
COLUMNS = Copy("/p-102.html", "湖口县自然资源局", 2022, tables=False)
PICTURES = Copy("/paper/103.html", "湖口县流泗镇人民政府", 2021)
ADDRESSES = Copy("/doc/104.html", "湖口县马影镇人民政府", 2024, answers=3)
ARTICLE = Copy("/news/105.html", "湖口县武山镇人民政府", 2022, exact=True)
PREVIEW = Copy("/html/2024/0203/106.shtm", "湖口县城山镇人民政府", 2023, cut=True, tables=False)
BROKEN_OFF = Copy("/doc/112.html", "湖口县流芳镇人民政府", 2023, cut=True, tables=False)
HIDDEN = Copy("/read/114.html", "湖口县大垅乡人民政府", 2022)
LAZY = Copy("/read/115.html", "湖口县舜德乡人民政府", 2022, cut=True, tables=False)
PAID = Copy("/read/116.html", "湖口县教育体育局", 2022, cut=True, tables=False)
QUERY = Copy("/d/117.htm", "湖口县卫生健康委员会", 2022, exact=True, answers=2)
WALLED = Copy("/view/118.html", "湖口县人民政府办公室", 2023, cut=True, tables=False, answers=2)
MARKED = Copy("/p-119.html", "湖口县人民政府", 2024)
COPIES = (
    PAGED,
    COLUMNS,
    PICTURES,
    ADDRESSES,
    ARTICLE,
    PREVIEW,
    BROKEN_OFF,
    HIDDEN,
    LAZY,
    PAID,
    QUERY,
    WALLED,
    MARKED,
)

WITHHELD = {
    "/p-107.html": "canvas",
    "/p-108.html": "paying members",
    "/p-109.html": "wall, not passed",
    "/private/p-111.html": "robots.txt",
    "/doc/112_2.html": "robots.txt",
    "/view/118/2.html": "login",
    "/p-113.html": "points",
    "/p-120.html": "rule of law",
    "/p-121.html": "does not name",
}
"""Addresses that are not captured, and a word of the reason."""

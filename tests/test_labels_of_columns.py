"""Labels and names of folders: which lead to reports, and which to something else."""

from __future__ import annotations

import pytest

from spiders.discovery.pages.labels import names_column_folder, read_label, read_link
from spiders.discovery.pages.page import read_page

HERE = "http://www.shilixian.gov.cn/zwgk/index.html"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("政府信息公开年报", "column"),
        ("2023年度（57）", "group"),
        ("政府信息公开年报[57篇]", "column"),
        ("政府信息公开年度报告", "column"),
        ("政府信息公开工作年度报告", "column"),
        ("信息公开年报", "column"),
        ("信息公开工作年度报告", "column"),
        ("政务信息公开年报", "column"),
        ("公 开 年 报", "column"),
        ("年度报告", "column"),
        ("> 年报", "column"),
        ("年报专栏", "column"),
        ("2021年年报", "column"),
        ("公开报告", "column"),
        ("大学城街道信息公开年度报告", "column"),
        ("（乡镇、街道）政府信息公开工作年度报告", "column"),
        ("州政府信息公开年报", "column"),
        ("2024年", "group"),
        ("2024", "group"),
        ("政府本级", "group"),
        ("镇街", "group"),
        ("乡镇（街道）", "group"),
        ("苏木镇", "group"),
        ("区直部门", "group"),
        ("市直部门", "group"),
        ("直属机构", "group"),
        ("县级部门", "group"),
        ("县直各部门", "group"),
        ("镇办", "group"),
        ("各区", "group"),
        ("大垅乡", "agency"),
        ("东风路街道", "agency"),
        ("县财政局", "agency"),
        ("县财政局年度报告", "agency"),
        ("城关镇年报", "agency"),
        ("政府信息公开", "hub"),
        ("法定主动公开", "hub"),
        ("主动公开目录", "hub"),
        ("信息公开", "hub"),
        ("政务公开", "hub"),
        ("网站地图", "hub"),
        ("信息公开年报（部门）", "column"),
        ("政府信息公开年度报告公示", "column"),
        ("政府信息公开工作年度报告（2008-2018）", "column"),
        ("2018年及以前", "group"),
        ("企业年报公示", "reject"),
        ("政务公开工作", "hub"),
        ("部门乡镇信息公开", "directory"),
        ("乡镇信息公开目录", "directory"),
        ("部门信息公开", "directory"),
    ],
)
def test_labels_that_are_followed(text: str, kind: str) -> None:
    assert read_label(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "政府网站工作年度报表",
        "网站年度报表",
        "法治政府建设年度报告",
        "事业单位年报",
        "企业年报",
        "企业年报公示",
        "政府工作报告",
        "部门决算",
        "统计年鉴",
        "学校信息公开年度报告",
        "县供水公司2024年信息公开年度报告",
        "年度报告制度（试行）",
        "关于做好政府信息公开年度报告编制工作的通知",
        "政府信息公开年报解读",
        "政府信息公开指南",
        "政府信息公开制度",
        "热词：政府信息公开年报",
        "乡镇动态",
        "首页",
        "",
    ],
)
def test_labels_that_are_not_followed(text: str) -> None:
    assert read_label(text).kind in ("reject", "none")


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/zwgk/zfxxgknb/", True),
        ("/dlx/zfxxgknb_171215/index.html", True),
        ("/xxgk/zfxxgkgzndbg_15752/", True),
        ("/zwgk/zfxxgknb/2022xxgknb_28779/", True),
        ("/zfxxgk/gknb2017/", True),
        ("/csrc/c100028/common_zfxxgknb.shtml", True),
        ("/fzx/c111100/zfxxgklby_nb.shtml", True),
        ("/zwgk/ndbg/", True),
        ("/zwgk/tbnb/index.htm", True),
        ("/zwgk/wzndbb/", False),
        ("/zwgk/zfwzndbb/", False),
        ("/zwgk/zfgzbg/", False),
        ("/zwgk/wznb/", False),
        ("/zwgk/zfxxgkzn/", False),
        ("/", False),
    ],
)
def test_folder_names_of_columns(path: str, named: bool) -> None:
    assert names_column_folder(f"http://www.shilixian.gov.cn{path}") is named


@pytest.mark.parametrize("text", ["下一页", "2", "第3页", "尾页", "上一年"])
def test_links_that_lead_around_a_column_are_none(text: str) -> None:
    markup = f"<div><a href='/gk/zfxxgknb/index_2.html'>{text}</a></div>"
    [link] = read_page(HERE, markup.encode()).links
    assert read_link(link).kind in ("none", "group")

"""Tables of web pages, cell by cell."""

from __future__ import annotations

import pytest

from parsers.reading.model import Table
from tests.damaged_form import page as report
from tests.damaged_form import read, table_2, table_3, table_4, wrong
from tests.html_reading.pages import grid, page, paragraphs, texts

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:"";} --></style></head>
<body lang=ZH-CN><div class=WordSection1>
<p class=MsoNormal align=center><b><span style='font-size:22.0pt;font-family:宋体'>青石县档案局<span
lang=EN-US>2020</span>年政府信
息公开工作年度报告<o:p></o:p></span></b></p>
<p class=MsoNormal><span lang=EN-US><![if !supportLists]>一、<![endif]></span>总体情况</p>
<p class=MsoNormal>见<中华人民共和国政府信息公开工作年度报告格式>和<http://www.qs.gov.cn/>。</p>
<p class=MsoNormal>统计期限自<span lang=EN-US>2020</span>年<span lang=EN-US>1</span>月起。</p>
<table class=MsoNormalTable><tr style='height:1.0pt'>
<td width=100 rowspan=2><p class=MsoNormal>行政<o:p></o:p></p><p class=MsoNormal>复议</p></td>
<td><p class=MsoNormal><span lang=EN-US>1<o:p></o:p></span></p></td></tr>
<tr><td><p class=MsoNormal><span lang=EN-US>2</span></p><p class=MsoNormal>3</p></td></tr>
</table></div></body></html>"""


def test_word_export() -> None:
    reading = page(WORD)
    assert paragraphs(reading) == [
        "青石县档案局2020年政府信息公开工作年度报告",
        "一、总体情况",
        "见<中华人民共和国政府信息公开工作年度报告格式>和<http://www.qs.gov.cn/>。",
        "统计期限自2020年1月起。",
    ]
    (table,) = reading.tables()
    # Two numbers in one cell are never made one.
    assert grid(table) == [[("行政复议", 0), ("1", 1)], [("2 3", 1)]]


def article(table: str) -> Table:
    (found,) = page(
        '<html><body><div class="TRS_Editor"><p>一、总体情况</p><p>统计期限</p>'
        f"{table}</div></body></html>"
    ).tables()
    return found


def test_forty_columns() -> None:
    cells = "".join(f"<td>{n}</td>" for n in range(40))
    table = article(f"<table><tr>{cells}</tr><tr>{cells}</tr></table>")
    assert table.width == 40
    assert [c.text for c in table.rows[1]] == [str(n) for n in range(40)]


def test_absurd_and_zero_spans() -> None:
    table = article(
        '<table><tr><td rowspan="0">甲</td><td>1</td></tr><tr><td>2</td></tr>'
        '<tr><td rowspan="65535">3</td></tr><tr><td>4</td></tr>'
        '<tr><td colspan="999999">5</td></tr></table>'
    )
    assert [[c.text for c in row] for row in table.rows] == [
        ["甲", "1"],
        ["2"],
        ["3"],
        ["4"],
        ["5"],
    ]
    assert table.rows[0][0].rowspan == 5
    assert table.rows[2][0].rowspan == 3
    assert table.width <= 100


def test_foot_is_last_and_head_is_first() -> None:
    table = article(
        "<table><tfoot><tr><td>合计</td><td>3</td></tr></tfoot>"
        "<tbody><tr><td>规章</td><td>3</td></tr></tbody>"
        "<thead><tr><th>内容</th><th>数量</th></tr></thead></table>"
    )
    assert texts(table) == [["内容", "数量"], ["规章", "3"], ["合计", "3"]]


def test_broken_markup_loses_no_cell() -> None:
    table = article(
        "<table><form><tr><td>规章<td>1<td>2<tr><td>收费<td><td>0.5</table>",
    )
    assert texts(table) == [["规章", "1", "2"], ["收费", "", "0.5"]]


def test_nested_table_in_a_data_cell_is_its_text() -> None:
    table = article(
        "<table><tr><td>行政许可</td><td>一二三四五六七八</td><td>备注说明文字</td></tr>"
        "<tr><td>行政处罚</td><td><table><tr><td>13</td></tr><tr><td>9</td></tr></table></td>"
        "<td>无</td></tr></table>"
    )
    assert texts(table)[1] == ["行政处罚", "13 9", "无"]


def test_hidden_cell_is_no_column() -> None:
    table = article(
        '<table><tr><td>规章</td><td style="display:none">9</td><td>1</td></tr>'
        "<tr><td>收费</td><td>2</td></tr></table>"
    )
    assert grid(table) == [[("规章", 0), ("1", 1)], [("收费", 0), ("2", 1)]]


def test_numbers_in_nested_spans_and_full_width() -> None:
    table = article(
        "<table><tr><td>行政许可</td><td><span><span>1</span><span><b>11</b></span></span>"
        "<font>023</font></td></tr><tr><td>行政处罚</td><td>１３１３９</td></tr></table>"
    )
    assert texts(table) == [["行政许可", "111023"], ["行政处罚", "１３１３９"]]


def test_text_that_broken_markup_leaves_in_a_table_is_kept() -> None:
    reading = page(
        "<html><body><div id='zoom'><p>一、总体情况</p><p>统计期限</p><table><tr><td>规章</td>"
        "<td>3</td></tr><p>五、存在的主要问题及改进情况</p><p>宣传不够。</p></div></body></html>"
    )
    assert [texts(t) for t in reading.tables()] == [[["规章", "3"]]]
    assert paragraphs(reading)[2:] == ["五、存在的主要问题及改进情况", "宣传不够。"]


def test_a_cell_that_shows_a_picture_is_not_empty() -> None:
    """A number may stand in it; a picture of nothing keeps a place open."""
    table = article(
        "<table><tr><td>行政许可</td><td><img src='/n3.png'></td>"
        "<td><svg><path d='M0 0'/></svg></td></tr>"
        "<tr><td>行政处罚</td><td><img src='/spacer.gif'></td>"
        "<td><img src='/x.gif' width=1></td></tr>"
        "<tr><td>行政强制</td><td>5<img src='/up.png'></td><td></td></tr></table>"
    )
    assert texts(table) == [
        ["行政许可", "\ufffd", "\ufffd"],
        ["行政处罚", "", ""],
        ["行政强制", "5", ""],
    ]


def test_a_cell_that_a_script_or_a_rule_writes_into_is_not_empty() -> None:
    """Nor is a number beside it the whole of what is shown. What is written from a sheet without
    any digit says nothing, and a field that was left empty is empty."""
    rules = (
        ".a::after{content:'0'} .b:before{content:attr(data-n)} .c:after{content:'件'}"
        "td.d{background:url(paper.png)}"
    )
    table = article(
        f"<style>{rules}</style>"
        "<table><tr><td>行政许可</td><td><script>document.write(n)</script></td>"
        "<td><span v-text='row.n'></span></td><td><i class='icon icon-5'></i></td></tr>"
        "<tr><td>行政处罚</td><td><b class='a'>1</b></td><td><b class='b' data-n='7'></b></td>"
        "<td><span style='background-image:url(n.png)'></span></td></tr>"
        "<tr><td>行政强制</td><td><input name='n'></td><td><b class='c'>4</b></td>"
        "<td class='d'><input value=''></td></tr>"
        "<tr><td>其他</td><td>\u202e21</td><td><span></span></td><td><p>&nbsp;</p></td></tr></table>"
    )
    assert texts(table) == [
        ["行政许可", "\ufffd", "\ufffd", "\ufffd"],
        ["行政处罚", "1\ufffd", "\ufffd", "\ufffd"],
        ["行政强制", "\ufffd", "4", ""],
        ["其他", "\ufffd21", "", ""],
    ]


def test_rules_that_name_their_elements_by_more_than_a_class_hide_digits_too() -> None:
    """What they hide is set apart, as such rules are followed in part only; what a class hides on
    wide screens is gone, and what a later rule shows there is not."""
    rules = (
        "table td span.old{display:none} [data-year='2021']{display:none} .m.x{display:none}"
        ".r b:not(.now){display:none} p>i{display:none}"
        "@media screen{.s{display:none}} @media (min-width:768px){.t{display:none}}"
        ".u{display:none} @media (min-width:992px){.u{display:inline}}"
        "@media (max-width:600px){.v{display:none}} @media print{.v{display:none}}"
    )
    cells = (
        "<span class='old'>9</span>1",
        "<b data-year='2021'>9</b>2",
        "<b class='x m'>9</b>3",
        "<div class='r'><b>9</b><b class='now'>4</b></div>",
        "<p><i>9</i>5</p>",
        "<b class='s'>9</b>6",
        "<b class='t'>9</b>7",
        "<b class='u'>8</b>",
        "<b class='v'>9</b>9",
        "<b data-year='2022'>1</b>0",
    )
    row = "".join(f"<td>{cell}</td>" for cell in ("行政许可", *cells))
    table = article(f"<style>{rules}</style><table><tr>{row}</tr></table>")
    seen = ["[9]1", "[9]2", "[9]3", "[9]4", "[9]5", "6", "7", "8", "99", "10"]
    assert texts(table) == [["行政许可", *seen]]


def test_what_a_style_sets_apart_is_no_digit_of_a_number() -> None:
    """A mark that is raised, and digits in white; a number that is raised as a whole is one, and
    a heading is white on its dark ground."""
    table = article(
        "<table><tr><td><span style='color:#FFFFFF'>项目2</span></td><td>数量</td></tr>"
        "<tr><td>行政许可</td>"
        "<td>8<span style='font-size:8px;vertical-align:super'>1</span></td></tr>"
        "<tr><td>行政处罚</td><td><span style='color: white'>9</span>3</td></tr>"
        "<tr><td>行政强制</td><td><sup>12</sup></td></tr></table>"
    )
    assert texts(table) == [
        ["项目2", "数量"],
        ["行政许可", "8[1]"],
        ["行政处罚", "[9]3"],
        ["行政强制", "12"],
    ]


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("<span style='position:absolute;clip:rect(0,0,0,0)'>7</span>", "12"),
        ("<span style='position:absolute; clip-path: inset(50%)'>7</span>", "12"),
        ("<span style='display:inline-block;width:0;overflow:hidden'>7</span>", "12"),
        ("<span style='overflow:hidden;height:1px'>7</span>", "12"),
        ("<span class='sr-only'>合计7</span>", "12"),
        ("<span style='position:relative;top:-4pt'>7</span>", "12[7]"),
        ("<span style='font-size:1px'>7</span>", "12[7]"),
        ("<bdo dir='rtl'>7</bdo>", "12[7]"),
        ("<i style='position:absolute;left:-999em'>7</i>", "12"),
        ("<b style='max-height:0;overflow:hidden;display:block'>7</b>", "12"),
        ("<span style='transform:scale(0)'>7</span>", "12"),
        ("<span style='mso-hide:all'>7</span>", "12"),
        ("<span style='color:#ffffff00'>7</span>", "12[7]"),
        ("<span style='color:rgba(0, 0, 0, 0)'>7</span>", "12[7]"),
        ("<span style='-webkit-text-fill-color:transparent'>7</span>", "12[7]"),
        ("<span style='mask:url(#m)'>7</span>", "12[7]"),
        ("<span class=white>7</span>", "12[7]"),
        ("<span class=note>7</span>", "12[7]"),
        ("<span style='font:9pt 宋体;mso-font-kerning:0pt;position:relative'>7</span>", "127"),
    ],
)
def test_what_nobody_sees_beside_a_number_is_none_of_it(beside: str, expected: str) -> None:
    sheet = "<style>.white{color:#fff} .note{vertical-align:super}</style>"
    table = article(f"{sheet}<table><tr><td>行政许可</td><td>12{beside}</td></tr></table>")
    assert texts(table) == [["行政许可", expected]]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<td style='background:#EEE'>12<span style='color:#eeeeee'>7</span></td>", "12[7]"),
        ("<td bgcolor='#d9d9d9'>12<font color='#D8D8D8'>7</font></td>", "12[7]"),
        ("<td class=head>12<span style='color:navy'>7</span></td>", "12[7]"),
        ("<td>12<span class=pale>7</span></td>", "12[7]"),
        ("<td>12<span class=pale><b><i>7</i></b></span></td>", "12[7]"),
        ("<td>12<span style='color:#fff'><b>7</b></span></td>", "12[7]"),
        ("<td style='color:#eee;background:#eee'>127</td>", "[127]"),
        ("<td bgcolor='#eeeeee'><p style='color:#eee'>127</p></td>", "[127]"),
        ("<td style='background-color:#eee'>12<span style='color:#333'>7</span></td>", "127"),
        ("<td bgcolor='#333'>12<span style='color:#333;background:#fff'>7</span></td>", "127"),
    ],
)
def test_digits_in_the_colour_of_their_ground_are_none_of_a_number(
    cell: str, expected: str
) -> None:
    """The ground is that of the nearest element that has one: here the cell's, or the row's."""
    sheet = "<style>td.head{background:rgb(0, 0, 128)} .pale{color:#f2f2f2}</style>"
    row = f"<tr style='background:#f5f5f5 url(a.png)'><td>行政许可</td>{cell}</tr>"
    assert texts(article(f"{sheet}<table>{row}</table>")) == [["行政许可", expected]]


def test_what_is_moved_or_narrow_as_a_whole_is_read() -> None:
    table = article(
        "<table style='height:1px'><tr><td style='width:0;overflow:visible'>行政许可</td>"
        "<td style='width:0px'><span style='position:relative;top:2.0pt'>12</span></td></tr>"
        "</table>"
    )
    assert texts(table) == [["行政许可", "12"]]


def test_rows_between_pipes_in_paragraphs() -> None:
    """As converters write a page's tables: a paragraph a row, empty cells and all."""
    tables = tuple(
        "".join(
            f"<p>{' | '.join(cell.text.replace('1110', '') for cell in row)} |</p>" for row in grid
        )
        for grid in (table_2(), table_3(), table_4())
    )
    record = read(report(*tables))
    assert wrong(record) == {}
    assert [(c.row, c.state) for c in record.cells if c.state != "number"] == [
        ("licences", "blank")
    ]


@pytest.mark.parametrize(
    ("numbers", "moved"), [("<td>甲</td><td>乙</td>", 1), ("<td>7</td><td>8</td>", 0)]
)
def test_headings_that_go_on_behind_their_section(numbers: str, moved: int) -> None:
    """A `thead` of one row less than its headings have; a row of numbers is never moved so."""
    table = article(
        "<table><thead><tr><td rowspan=2>总计</td><td colspan=2>申请人</td></tr></thead>"
        f"<tbody><tr>{numbers}</tr><tr><td>1</td><td>2</td><td>3</td></tr></tbody></table>"
    )
    (_, second, third) = table.rows
    assert [cell.column for cell in second] == [moved, moved + 1]
    assert [cell.column for cell in third] == [0, 1, 2]

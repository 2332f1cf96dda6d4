"""Documents built from the forms' own labels, numbers and headings, put together at random."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from tests.sample.reports import agencies, forms, make_report
from tests.sample.reports.grid import table_of

TITLES = (
    "湖口县财政局2023年政府信息公开工作年度报告",
    "2020年政府信息公开工作年度报告",
    "关于印发2023年政府信息公开工作年度报告格式的通知",
    "",
)
VALUES = (
    *("0 1 2 3 7 12 100 4096 1,234 12,34 -3 +2 3.0 28600.64 3.5万元 12件 007 0000 １２ ٣").split(),
    *("/ — -- 无 不涉及 零 ① 3① 1.2.3 1,2,3 - . , 增加3 减2 99999999999999999999").split(),
    *("", " ", "\u3000", "1 234", "0 0", "0\n0", "3 页", "— 3 —", "第 4 页 共 6 页", "\x00", "�"),
)
SENTENCES = (
    "全年共收到政府信息公开申请12件，上年结转3件。",
    "全年共主动公开政府信息1,234条，其中通过政府网站公开234条。",
    "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
    "— 3 —",
    "第 4 页",
    "湖口县财政局",
    "2024年1月18日",
    "（一）主动公开。",
    "表格见附件：https://www.example.gov.cn/a.docx",
)
SPANS = ("1", "1", "1", "2", "3", "5", "7", "0", "-1", "99", "65534", "99999999999", "x", "")
# What a document may hold thousands of in a row: each has a way to cost more than it should.
REPEATED = tuple(
    "0 |1 2 |9|— 1 —|1,|1.|\t|\t0|\n| |\u3000|（|一、|二、主动公开政府信息情况\n"
    "|公开|申请|自然人 |1.属于国家秘密 |第二十条第（一）项 |年|2023年|县|市|局|收到12件，"
    "|<td>|<td>0</td>|<tr><td>0|<table>|<table><tr><td>|<p>|<div>|<b>|<span>|&nbsp;|&|<|<br>"
    "|<td colspan=9 rowspan=9>1|<a href=a>政府信息公开年报</a>|<!--|<script>|%PDF-1.4 "
    "|\x00|�|\ud7ff|a\u0301|\u200b|\u202e|=|-|…|《|\r|\x0c".split("|")
)
LONGEST = 200_000  # characters of an inflated document
MOST_CHANGES = 6
Grid = list[list[str]]


def html_tables(chance: Random) -> bytes:
    """A page with tables of random spans, some of them nested, some of them broken off."""
    tables = [_html_table(chance, _changed(chance, _grid(chance))) for _ in range(3)]
    page = _sections(chance, tables, lambda text: f"<p>{escape(text)}</p>")
    title = chance.choice(TITLES)
    text = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{page}</body></html>"
    if chance.random() < 0.1:
        text = text[: chance.randrange(len(text))]
    return text.encode(chance.choice(("utf-8", "utf-8", "gb18030", "utf-16")))


def tabbed_text(chance: Random) -> bytes:
    """Text with tabs, or with columns of spaces."""
    separator = chance.choice(("\t", "\t", "\t", "   ", "\t\t", "|", " "))
    tables = [
        "\n".join(separator.join(row) for row in _changed(chance, _grid(chance))) for _ in range(3)
    ]
    text = f"{chance.choice(TITLES)}\n{_sections(chance, tables, str)}"
    return text.encode(chance.choice(("utf-8", "utf-8", "gb18030")))


def flat_text(chance: Random) -> bytes:
    """Text on one line: rows, or pieces of rows in blocks and out of order."""
    tables = []
    for _ in range(3):
        grid = _changed(chance, _grid(chance))
        pieces = [piece for row in grid for piece in row]
        size = chance.choice((1, 1, 10, 40))
        if size > 1:  # blocks: what is not a number first
            blocks = [pieces[i : i + size] for i in range(0, len(pieces), size)]
            pieces = [
                p for block in blocks for p in sorted(block, key=lambda text: text[:1].isdigit())
            ]
        tables.append(chance.choice((" ", " ", "  ", "")).join(pieces))
    return f"{chance.choice(TITLES)} {_sections(chance, tables, str)}".replace("\n", " ").encode()


def inflated(chance: Random) -> bytes:
    """A document in which one small thing is repeated thousands of times."""
    build = chance.choice((html_tables, tabbed_text, flat_text))
    text = build(chance).decode("utf-8", "replace")
    piece = chance.choice(REPEATED) + chance.choice(("", "", chance.choice(REPEATED)))
    many = piece * (chance.choice((2_000, 20_000, LONGEST)) // len(piece))
    at = chance.randrange(len(text) + 1)
    return (text[:at] + many + text[at:]).encode("utf-8", "replace")


def _sections(chance: Random, tables: list[str], paragraph: Callable[[str], str]) -> str:
    parts: list[str] = []
    headings = list(chance.choice((forms.STANDARD_HEADINGS, forms.PRE2019_HEADINGS)))
    if chance.random() < 0.1:
        chance.shuffle(headings)
    for heading in headings:
        if chance.random() < 0.95:
            parts.append(paragraph(heading))
        if chance.random() < 0.5:
            parts.append(paragraph(chance.choice(SENTENCES)))
        if tables and heading[:2] in ("二、", "三、", "四、"):
            parts.append(tables.pop(0))
    return "\n".join(parts)


_GRIDS: list[Grid] = []


def _grid(chance: Random) -> Grid:
    """A table of the forms, or one whose rows are drawn from all their words."""
    if not _GRIDS:
        _GRIDS.extend(_grids())
    if chance.random() < 0.8:
        return [list(row) for row in chance.choice(_GRIDS)]
    rows, columns = chance.randint(1, 12), chance.randint(1, 12)
    words = [text for grid in _GRIDS for row in grid for text in row if not text.isdigit()]
    return [
        [chance.choice(words), *(chance.choice(VALUES) for _ in range(columns))]
        for _ in range(rows)
    ]


def _grids() -> list[Grid]:
    names = (("湖口县人民政府", 2020), ("湖口县财政局", 2023), ("湖口县舜德乡人民政府", 2023))
    reports = [make_report(number, agencies()[name], y) for number, (name, y) in enumerate(names)]
    return [
        [[cell.text for cell in row] for row in table_of(report, section)]
        for report in reports
        for section in (2, 3, 4)
    ]


def _changed(chance: Random, grid: Grid) -> Grid:
    """The table after some accidents."""
    for _ in range(chance.randint(0, MOST_CHANGES)):
        at = chance.randrange(len(grid)) if grid else 0
        row = grid[at] if grid else []
        place = chance.randrange(len(row)) if row else 0
        match chance.randrange(8):
            case 0 if row:
                row[place] = chance.choice(VALUES)
            case 1 if row:
                del row[place]
            case 2 if row:
                row.insert(place, row[place])
            case 3 if grid:
                del grid[at]
            case 4 if grid:
                grid.insert(chance.randrange(len(grid)), list(row))
            case 5 if row:
                text = row[place]
                cut = chance.randint(0, len(text))
                row[place] = text[:cut]
                grid.insert(at + 1, [text[cut:], *[""] * (len(row) - 1)])
            case 6 if row:
                row[place] = chance.choice((" ", "\n", "")).join(row[place])
            case 7:
                chance.shuffle(row)
    return grid


def _html_table(chance: Random, grid: Grid) -> str:
    rows = []
    for row in grid:
        cells = [_html_cell(chance, text) for text in row]
        rows.append(f"<tr>{''.join(cells)}{chance.choice(('</tr>', '</tr>', ''))}")
    return f"<table>{''.join(rows)}{chance.choice(('</table>', '</table>', '</table>', ''))}"


def _html_cell(chance: Random, text: str) -> str:
    tag = chance.choice(("td", "td", "td", "th"))
    spans = ""
    if chance.random() < 0.1:
        spans += f' colspan="{chance.choice(SPANS)}"'
    if chance.random() < 0.1:
        spans += f" rowspan={chance.choice(SPANS)}"
    content = escape(text)
    match chance.randrange(40):
        case 0:
            content = f"<table><tr><td>{content}</td></tr></table>"
        case 1:
            content = f'<input value="{content}">'
        case 2:
            content = f"<p><span>{content}</span></p><br>"
        case 3:
            content = f'<span style="display:none">8</span>{content}<sup>2</sup>'
        case 4:
            content = f"<s>{content}</s><!-- {content} -->"
    return f"<{tag}{spans}>{content}" + chance.choice((f"</{tag}>", f"</{tag}>", ""))

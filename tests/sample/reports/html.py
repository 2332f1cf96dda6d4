"""The report as the body fragment of an article page, with the merged cells of the form.

Addresses of pictures are the portal's matter: an untabled report gets one `<img>` a table,
whose `src` the caller chooses.
"""

from __future__ import annotations

import re
from html import escape
from typing import Literal

from tests.sample.reports.grid import Grid, table_of
from tests.sample.reports.model import Report

TABLE_SECTIONS = (2, 3, 4)
Style = Literal["plain", "word"]


def render(
    report: Report, *, style: Style = "plain", split_dates: bool = False, picture: str = "table.png"
) -> str:
    """The article body.

    style: `plain` cells, or `word` cells wrapped in paragraphs and spans as pasted from Word.
    split_dates: 年, 月 and 日 in spans of their own. picture: address of the picture that
    stands in place of each table of an untabled report.
    """
    parts = [_paragraph(text, style, split_dates) for text in report.introduction]
    for section in report.sections:
        parts.append(_heading(section.heading, style))
        parts += [_paragraph(text, style, split_dates) for text in section.paragraphs]
        if section.number not in TABLE_SECTIONS:
            continue
        if report.tabled:
            parts.append(_table(table_of(report, section.number), style))
        else:
            parts.append(f'<p style="text-align:center"><img src="{escape(picture)}" alt=""></p>')
    parts += [f'<p style="text-align:right">{escape(line)}</p>' for line in report.signature]
    return "\n".join(parts)


def _heading(text: str, style: Style) -> str:
    if style == "word":
        return (
            f'<p class="MsoNormal" style="text-indent:32pt"><b><span>{escape(text)}</span></b></p>'
        )
    return f"<p><strong>　　{escape(text)}</strong></p>"


def _paragraph(text: str, style: Style, split_dates: bool) -> str:
    markup = escape(text, quote=False)
    if split_dates:
        markup = re.sub(r"(?<=\d)([年月日])", r"<span>\1</span>", markup)
    if style == "word":
        return (
            '<p class="MsoNormal" style="text-indent:32pt;line-height:28pt">'
            f'<span style="font-size:16pt;font-family:仿宋_GB2312">{markup}</span></p>'
        )
    return f"<p>　　{markup}</p>"


def _table(grid: Grid, style: Style) -> str:
    lines = ['<table border="1" cellspacing="0" cellpadding="0" width="100%"><tbody>']
    for row in grid:
        lines.append("<tr>")
        for cell in row:
            spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
            lines.append(f"<td{spans}>{_content(cell.text, style)}</td>")
        lines.append("</tr>")
    lines.append("</tbody></table>")
    return "\n".join(lines)


def _content(text: str, style: Style) -> str:
    markup = escape(text, quote=False)
    if style == "plain":
        return markup or "&nbsp;"
    return (
        '<p class="MsoNormal" align="center" style="text-align:center">'
        f'<span lang="EN-US">{markup or "&nbsp;"}</span></p>'
    )

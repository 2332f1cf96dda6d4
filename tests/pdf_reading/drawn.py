"""PDFs drawn for a test, and what is read of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from parsers.reading.model import Table as ReadTable
from parsers.reading.model import place_rows
from tests import report_forms

FONT = "STSong-Light"


pdfmetrics.registerFont(UnicodeCIDFont(FONT))


BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=14, leading=24, wordWrap="CJK", firstLineIndent=28
)


CELL = ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=10, wordWrap="CJK", alignment=1)


DOCUMENTS = Path(__file__).parent.parent / "documents" / "pdf"


def drawn(
    draw: Callable[[Canvas], None], size: tuple[float, float] = A4, **options: object
) -> bytes:
    """A PDF drawn on a canvas."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, **options)
    canvas.setFont(FONT, 12)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def form_table(rows: list[report_forms.Row], widths: list[float]) -> Table:
    placed = place_rows(rows)
    texts: list[list[object]] = [[""] * len(widths) for _ in rows]
    style: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    for y, row in enumerate(placed):
        for cell in row:
            texts[y][cell.column] = Paragraph(cell.text, CELL)
            last = (cell.column + cell.colspan - 1, y + cell.rowspan - 1)
            style.append(("SPAN", (cell.column, y), last))
    return Table(texts, colWidths=widths, style=style)


@cache
def report(year: int) -> bytes:
    """A whole report; table 3 breaks over two pages, each page bears its number."""
    disclosure = report_forms.disclosure_2021() if year >= 2021 else report_forms.disclosure_2019()
    buffer = io.BytesIO()

    def foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, 40, f"— {document.page} —")

    title = ParagraphStyle(
        "title", parent=BODY, fontSize=20, leading=30, alignment=1, firstLineIndent=0
    )
    SimpleDocTemplate(buffer, pagesize=A4, title="江州市年度报告").build(
        [
            Paragraph(f"江州市人民政府{year}年政府信息公开工作年度报告", title),
            Paragraph("一、总体情况", BODY),
            Paragraph(f"{year}年，全市主动公开政府信息15643件，同比减少9.8%。" * 5, BODY),
            Paragraph("二、主动公开政府信息情况", BODY),
            form_table(disclosure, [112.0] * 4),
            Paragraph("三、收到和处理政府信息公开申请情况", BODY),
            form_table(report_forms.applications(year), [30, 45, 95] + [40] * 7),
            Paragraph("四、政府信息公开行政复议、行政诉讼情况", BODY),
            form_table(report_forms.proceedings(), [30.0] * 15),
            Paragraph("五、存在的主要问题及改进情况", BODY),
        ],
        onFirstPage=foot,
        onLaterPages=foot,
    )
    return buffer.getvalue()


def cells(table: ReadTable) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in table.rows]


def texts(table: ReadTable) -> list[list[str]]:
    return [[c.text for c in row] for row in table.rows]


def ruled(canvas: Canvas, xs: list[float], ys: list[float], line: Callable[..., None]) -> None:
    for y in ys:
        line(xs[0], y, xs[-1], y)
    for x in xs:
        line(x, ys[0], x, ys[-1])


XS, YS = [100.0, 200.0, 300.0], [700.0, 680.0, 660.0]


def two_by_two(canvas: Canvas, values: str = "甲乙丙丁") -> None:
    for value, (x, y) in zip(values, ((150, 685), (250, 685), (150, 665), (250, 665)), strict=True):
        canvas.drawCentredString(x, y, value)


LONG = "全县各级行政机关严格落实政府信息公开法定义务，着力推进决策、执行、管理、服务、结果公开"


def lines_of(canvas: Canvas, y: float, *lines: str) -> float:
    for line in lines:
        canvas.drawString(72 if not line.startswith("  ") else 96, y, line.strip())
        y -= 24
    return y

"""The PDF reader, on documents made by reportlab, by hand and by an office program."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from parsers import Hints, parse
from parsers.reading import pdf
from parsers.reading.model import Table as ReadTable
from parsers.reading.model import Unreadable, place_rows
from parsers.reading.pdf.shapes import without_shapes
from tests import report_forms

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BODY = ParagraphStyle(
    "body", fontName=FONT, fontSize=14, leading=24, wordWrap="CJK", firstLineIndent=28
)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=10, wordWrap="CJK", alignment=1)
DOCUMENTS = Path(__file__).parent / "documents" / "pdf"
TITLE = "江州市水利局2023年政府信息公开工作年度报告"


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


def expected(rows: list[report_forms.Row]) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in place_rows(rows)]


@pytest.mark.parametrize(
    ("year", "disclosure"),
    [(2021, report_forms.disclosure_2021()), (2019, report_forms.disclosure_2019())],
)
def test_every_cell_of_a_report_with_its_spans(
    year: int, disclosure: list[report_forms.Row]
) -> None:
    reading = pdf.read(report(year))
    tables = list(reading.tables())
    assert all(table.exact for table in tables)
    assert cells(tables[0]) == expected(disclosure)
    assert cells(tables[-1]) == expected(report_forms.proceedings())
    # Table 3 stands on two pages: its rows in order, the columns where they were.
    assert len(tables) == 3
    rows = [[text for text, _, _ in row] for row in report_forms.applications(year)]
    assert texts(tables[1]) == rows


def test_values_stay_in_their_columns_where_cells_are_blank() -> None:
    rows = [row for table in pdf.read(report(2021)).tables() for row in table.rows]
    carried = next(row for row in rows if row[0].text.startswith("二、上年结转"))
    partial = next(row for row in rows if row[0].text.startswith("（二）部分公开"))
    assert [(c.text, c.column) for c in carried[1:4]] == [("201", 3), ("202", 4), ("", 5)]
    assert [(c.text, c.column) for c in partial[1:3]] == [("401", 3), ("/", 4)]


def test_paragraphs_headings_and_title_around_the_tables() -> None:
    reading = pdf.read(report(2021))
    assert list(reading.paragraphs()) == [
        "江州市人民政府2021年政府信息公开工作年度报告",
        "一、总体情况",
        "2021年，全市主动公开政府信息15643件，同比减少9.8%。" * 5,
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
    ]
    assert reading.meta == {"title": "江州市年度报告"}
    assert (reading.media_type, reading.extractor) == ("application/pdf", "pdf")
    assert reading.notes == ()


def test_a_table_laid_out_by_an_office_program() -> None:
    """Made from a Word table by LibreOffice, on three pages with repeated header rows."""
    reading = pdf.read((DOCUMENTS / "applications_libreoffice.pdf").read_bytes())
    rows = report_forms.applications(2019)
    (table,) = reading.tables()
    assert len(table.rows) == 3 + 9 + 9 + 5  # the headings count once
    assert cells(table)[:3] == expected(rows)[:3]
    assert [(c.text, c.column, c.colspan, c.rowspan) for c in table.rows[5]] == [
        ("三、本年度办理结果", 0, 1, 7),
        ("（一）予以公开", 1, 2, 1),
        *((str(301 + column), 3 + column, 1, 1) for column in range(7)),
    ]
    values = [[cell.text for cell in row][-7:] for row in table.rows[3:]]
    assert values == [[text for text, _, _ in row][-7:] for row in rows[3:]]
    assert list(reading.paragraphs()) == ["三、收到和处理政府信息公开申请情况"]


def test_a_sheet_printed_with_all_its_lines_by_an_office_program() -> None:
    """Title, headings and sentences stand in cells; where the page ends, the label of the rows
    三、本年度办理结果 is printed below the table and again on the next page."""
    record = parse((DOCUMENTS / "sheet_libreoffice.pdf").read_bytes())
    assert record.status == "verified"
    assert [section.number for section in record.sections] == [1, 2, 3, 4, 5, 6]
    assert (record.year, record.agency and record.agency.name) == (2021, "渠县统计局")
    rows: dict[str, list[str]] = {}
    for cell in record.cells:
        rows.setdefault(cell.row, []).append(cell.value or cell.raw)
    assert rows["normative_documents"] == ["35", "1", "8"]
    assert rows["unavailable_not_held"] == ["1", "3", "0", "0", "/", "0", "4"]
    assert rows["total"] == ["10", "12", "1", "0", "0", "0", "23"]
    assert rows["carried_out"] == ["5", "0", "1", "0", "0", "0", "6"]
    assert rows["litigation_direct"] == ["1", "0", "2", "0", "3"]


def ruled(canvas: Canvas, xs: list[float], ys: list[float], line: Callable[..., None]) -> None:
    for y in ys:
        line(xs[0], y, xs[-1], y)
    for x in xs:
        line(x, ys[0], x, ys[-1])


XS, YS = [100.0, 200.0, 300.0], [700.0, 680.0, 660.0]


def two_by_two(canvas: Canvas, values: str = "甲乙丙丁") -> None:
    for value, (x, y) in zip(values, ((150, 685), (250, 685), (150, 665), (250, 665)), strict=True):
        canvas.drawCentredString(x, y, value)


def thin_rectangles(canvas: Canvas) -> None:
    ruled(
        canvas,
        XS,
        YS,
        lambda x0, y0, x1, y1: canvas.rect(x0, y0, (x1 - x0) or 0.6, (y1 - y0) or 0.6, 0, 1),
    )


def stroked_cells(canvas: Canvas) -> None:
    for x in XS[:2]:
        for y in YS[1:]:
            canvas.rect(x, y, 100, 20)


def dotted(canvas: Canvas) -> None:
    for x in range(100, 301, 2):
        for y in YS:
            canvas.rect(x, y, 0.7, 0.7, 0, 1)
    for x0 in XS:
        for y0 in range(660, 701, 2):
            canvas.rect(x0, y0, 0.7, 0.7, 0, 1)


def double_lines(canvas: Canvas) -> None:
    ruled(canvas, XS, YS, canvas.line)
    ruled(canvas, [x + 2 for x in XS], [y - 2 for y in YS], canvas.line)


def no_outer_sides(canvas: Canvas) -> None:
    for y in YS:
        canvas.line(100, y, 300, y)
    canvas.line(200, 660, 200, 700)


@pytest.mark.parametrize(
    "lines", [thin_rectangles, stroked_cells, dotted, double_lines, no_outer_sides]
)
def test_the_ways_borders_are_drawn(lines: Callable[[Canvas], None]) -> None:
    def draw(canvas: Canvas) -> None:
        lines(canvas)
        two_by_two(canvas)

    (table,) = pdf.read(drawn(draw)).tables()
    assert cells(table) == [
        [("甲", 0, 1, 1), ("乙", 1, 1, 1)],
        [("丙", 0, 1, 1), ("丁", 1, 1, 1)],
    ]


def test_a_form_object_is_looked_into() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("table")
        canvas.setFont(FONT, 12)
        ruled(canvas, XS, YS, canvas.line)
        two_by_two(canvas)
        canvas.endForm()
        canvas.translate(50, -200)
        canvas.doForm("table")

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [["甲", "乙"], ["丙", "丁"]]


def test_a_frame_around_the_page_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(40, 40, A4[0] - 80, A4[1] - 80)
        canvas.drawString(100, 750, "一、总体情况")
        ruled(canvas, XS, YS, canvas.line)
        two_by_two(canvas)

    reading = pdf.read(drawn(draw))
    assert [len(table.rows) for table in reading.tables()] == [2]
    assert list(reading.paragraphs()) == ["一、总体情况"]


def test_an_underline_inside_a_cell_adds_no_row() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        canvas.line(120, 688, 180, 688)
        canvas.line(100, 672, 150, 672)
        two_by_two(canvas)

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [["甲", "乙"], ["丙", "丁"]]


def test_struck_characters_are_no_part_of_a_number() -> None:
    """A deletion that is printed with its line, in a number and in a word; not an underline."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        for text, x, y in (
            ("规章", 110, 685),
            ("58", 210, 685),
            ("旧文件", 110, 665),
            ("12", 210, 665),
        ):
            canvas.drawString(x, y, text)
        digit = pdfmetrics.stringWidth("5", FONT, 12)
        canvas.line(210 + digit, 689, 210 + 2 * digit, 689)
        canvas.line(110, 669, 122, 669)
        canvas.line(210, 663, 210 + 2 * digit, 663)

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [["规章", "5[8]"], ["[旧]文件", "12"]]


def test_lines_of_one_cell() -> None:
    """Chinese is joined, digits are not: two lines may be one number cut or two numbers."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, [700.0, 660.0, 620.0], canvas.line)
        for x, y, text in (
            *((110, 685, "5.要求行政机关确"), (110, 670, "认或重新出具")),
            *((230, 685, "12345"), (230, 670, "678")),
            *((110, 645, "本年收费金额"), (110, 630, "（单位：万元）")),
            *((210, 645, "251000"), (210, 630, "元")),
        ):
            canvas.drawString(x, y, text)

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [
        ["5.要求行政机关确认或重新出具", "12345 678"],
        ["本年收费金额（单位：万元）", "251000元"],
    ]


def test_a_number_wider_than_its_cell_stays_whole_and_is_noted() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, [100.0, 130.0, 160.0, 190.0], YS, canvas.line)
        canvas.drawString(103, 685, "1234567")  # 42 points in a cell of 30
        canvas.drawString(172, 685, "8")
        canvas.drawString(103, 665, "9")

    reading = pdf.read(drawn(draw))
    (table,) = reading.tables()
    assert texts(table) == [["1234567", "", "8"], ["9", "", ""]]
    assert reading.notes == ("page 1: the number 1234567 is printed across a border",)


def test_numbers_close_to_the_border_between_them_stay_apart() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        canvas.drawRightString(200, 685, "17")
        canvas.drawString(200, 685, "28")

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table)[0] == ["17", "28"]


def test_bold_by_printing_twice_is_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            canvas.drawString(100 + shift, 700, "收到申请110件")

    assert list(pdf.read(drawn(draw)).paragraphs()) == ["收到申请110件"]


def test_a_watermark_set_aslant_does_not_enter_the_table() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        two_by_two(canvas)
        canvas.translate(150, 640)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")

    reading = pdf.read(drawn(draw))
    assert [texts(table) for table in reading.tables()] == [[["甲", "乙"], ["丙", "丁"]]]
    assert reading.notes == ("page 1: text set aslant (a watermark) left out: 内部资料",)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_set_sideways_is_read_upright(degrees: int) -> None:
    """As word processors print a landscape page: text turned one way, /Rotate the other."""
    width, height = landscape(A4)

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(degrees)
        shift = {90: (height, 0), 180: (width, height), 270: (0, width)}[degrees]
        canvas.translate(*shift)
        canvas.rotate(degrees)
        canvas.setFont(FONT, 12)
        canvas.drawString(100, 550, "四、行政复议情况")
        ruled(canvas, XS, [400.0, 380.0, 360.0], canvas.line)
        for value, x, y in (("甲", 150, 385), ("12", 250, 385), ("丙", 150, 365), ("34", 250, 365)):
            canvas.drawString(x, y, value)

    reading = pdf.read(drawn(draw, (width, height)))  # reportlab itself swaps the sides
    assert [texts(table) for table in reading.tables()] == [[["甲", "12"], ["丙", "34"]]]
    assert list(reading.paragraphs()) == ["四、行政复议情况"]


def test_a_digit_alone_in_a_font_that_the_file_does_not_hold() -> None:
    """Read on every machine, with Chinese fonts or without any."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        for x, y, text in ((110, 685, "规章"), (250, 685, "2"), (110, 665, "告"), (250, 665, "—")):
            canvas.drawString(x, y, text)

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [["规章", "2"], ["告", "—"]]


def test_reading_leaves_the_machines_fonts_to_those_who_draw() -> None:
    """Nothing of the font that stands in for the missing ones is seen on a drawn page."""
    import pypdfium2

    data = drawn(lambda canvas: canvas.drawString(100, 700, "年度报告"))

    def ink() -> bytes:
        with pypdfium2.PdfDocument(data) as document:
            return bytes(document[0].render(grayscale=True).buffer)

    before = ink()
    pdf.read(data)
    assert ink() == before


def test_a_heading_cut_by_the_end_of_a_page() -> None:
    """Made by LibreOffice: 自然 on one page and 人 on the next, labels and rows cut as well."""
    record = parse((DOCUMENTS / "header_cut_libreoffice.pdf").read_bytes())
    printed = {(c.row, c.column): c.value for c in record.cells if c.table == "applications"}
    columns = ("natural_person", "company", "research", "nonprofit", "legal", "other", "total")
    for row, values in (
        ("received", "4 1 0 0 0 0 5"),
        ("carried_in", "0 0 0 0 0 0 0"),
        ("granted", "2 0 0 0 0 0 2"),
        ("partial", "1 0 0 0 0 0 1"),
        ("denied_by_law", "0 0 0 0 0 0 0"),
    ):
        assert [str(printed[row, column]) for column in columns] == values.split(), row
    assert record.status == "verified"


def test_lines_go_on_whatever_letters_a_font_of_the_file_has() -> None:
    """Made by LibreOffice, with a font of eleven letters whose heights nothing tells."""
    record = parse((DOCUMENTS.parent / "scans" / "2019_grey_lines.pdf").read_bytes())
    assert "数据统计期限为2020年1月1日至2020年12月31日。联系人：王垚" in record.text
    assert (str(record.period_start), str(record.period_end)) == ("2020-01-01", "2020-12-31")


def font_files(data: bytes) -> int:
    """How many of its fonts have shapes that will be read."""
    return len(re.findall(rb"/FontFile2? ", without_shapes(data)))


def with_map(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with the first list of its codes and characters changed, all else in its place."""
    number = re.search(rb"/ToUnicode (\d+) 0 R", data)
    assert number
    start = data.index(b"stream\n", data.index(b"\n%b 0 obj" % number[1])) + len(b"stream\n")
    packed = zlib.decompressobj()
    told = packed.decompress(data[start:])
    length = len(data) - start - len(packed.unused_data)
    changed = zlib.compress(change(told), 9)
    assert change(told) != told and len(changed) <= length
    return data[:start] + changed.ljust(length) + packed.unused_data


def test_shapes_are_left_out_only_where_the_file_tells_all_else() -> None:
    data = (DOCUMENTS / "header_cut_libreoffice.pdf").read_bytes()  # it has two fonts
    assert font_files(data) == 0
    assert len(without_shapes(data)) == len(data)
    # A code without its character, a character told only by its shape's name, a missing width.
    assert font_files(with_map(data, lambda told: told.replace(b"<0B> <0032>\n", b""))) == 1
    assert font_files(with_map(data, lambda told: told.replace(b"<0032>", b"<>"))) == 1
    assert font_files(data.replace(b"/LastChar 255", b"/LastChar 254")) == 1
    # In what was added later any object may be written anew.
    later = b"xref\n0 0\ntrailer\n<</Prev 0>>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    assert font_files(data + later) == 2


def test_tables_of_other_columns_or_with_text_between_stay_apart() -> None:
    def draw(canvas: Canvas) -> None:
        for xs, above in ((XS, ""), (XS, ""), (XS, "三、下一张表"), ([100.0, 180.0, 300.0], "")):
            canvas.setFont(FONT, 12)
            canvas.drawString(100, 720, above)
            ruled(canvas, xs, YS, canvas.line)
            two_by_two(canvas)
            canvas.showPage()

    # The second page goes on with the first, whose headings it repeats.
    assert [len(table.rows) for table in pdf.read(drawn(draw)).tables()] == [3, 2, 2]


def words(canvas: Canvas, *placed: tuple[float, float, str]) -> None:
    for x, y, text in placed:
        canvas.drawCentredString(x, y, text)


def test_words_that_hang_out_of_a_table_at_the_end_of_a_page() -> None:
    """As browsers print a row that is broken: its borders end before its words do."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, [110.0, 90.0, 70.0], canvas.line)
        words(canvas, (150, 95, "申请人"), (250, 95, "总计"), (150, 75, "自然"), (250, 75, "其"))
        words(canvas, (150, 58, "人"), (250, 58, "他"), (200, 20, "3"))
        canvas.showPage()
        canvas.setFont(FONT, 12)
        ruled(canvas, XS, [800.0, 780.0], canvas.line)
        words(canvas, (150, 785, "17"), (250, 785, "17"))

    reading = pdf.read(drawn(draw))
    (table,) = reading.tables()
    assert texts(table) == [["申请人", "总计"], ["自然人", "其他"], ["17", "17"]]
    assert list(reading.paragraphs()) == []


def test_a_number_below_a_table_at_the_end_of_a_page_stays_out_of_it() -> None:
    def draw(canvas: Canvas) -> None:
        for bottom in (150.0, 780.0):
            canvas.setFont(FONT, 12)
            ruled(canvas, XS, [bottom + 20, bottom], canvas.line)
            words(canvas, (150, bottom + 5, "四、结转"), (250, bottom + 5, "17"))
            words(canvas, (250, 138, "5"), (100, 300, "正文"))
            canvas.showPage()

    assert [texts(t) for t in pdf.read(drawn(draw)).tables()] == [[["四、结转", "17"]]] * 2


def test_the_rest_of_a_row_behind_repeated_headings_and_a_row_alone_on_its_page() -> None:
    xs = [100.0, 200.0, 300.0, 400.0]

    def draw(canvas: Canvas) -> None:
        for rows in (
            [("信息内容", "制发", "废止"), ("行政规范", "12", "0"), ("行政许", "3", "4")],
            [("信息内容", "制发", "废止"), ("可", "", "")],
            [("行政强制", "", "")],
        ):
            canvas.setFont(FONT, 12)
            ruled(canvas, xs, [800.0 - 20 * i for i in range(len(rows) + 1)], canvas.line)
            for y, row in enumerate(rows):
                words(canvas, *((x + 50, 785 - 20 * y, t) for x, t in zip(xs, row, strict=False)))
            canvas.showPage()

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [
        ["信息内容", "制发", "废止"],
        ["行政规范", "12", "0"],
        ["行政许", "3", "4"],
        ["可", "", ""],
        ["行政强制", "", ""],
    ]


def test_a_column_of_the_next_table_does_not_move_the_border_above_it() -> None:
    """Two tables whose borders stand 2.5 points apart, a number close behind one of them."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, [100.0, 202.5, 300.0], [800.0, 500.0], canvas.line)
        words(canvas, (150, 600, "上表"), (250, 600, "甲"))
        ruled(canvas, XS, [400.0, 380.0, 360.0], canvas.line)
        words(canvas, (150, 385, "44"), (250, 385, "乙"))
        canvas.drawString(200.3, 365, "8")
        words(canvas, (150, 365, "20"))

    lower = list(pdf.read(drawn(draw)).tables())[1]
    assert texts(lower) == [["44", "乙"], ["20", "8"]]


def test_a_number_that_fills_its_narrow_cell_goes_on_in_the_next_line() -> None:
    """Digits are 6 points wide here: five fill a cell of 34 with 2 points of padding."""
    xs = [100.0, 134.0, 168.0, 202.0]

    def draw(last: str, canvas: Canvas) -> None:
        ruled(canvas, xs, [800.0, 770.0, 740.0], canvas.line)
        words(canvas, (117, 788, "10586"), (117, 775, "3"), (151, 780, "0"), (185, 788, last))
        words(canvas, (185, 775, "8"), (117, 750, "1"), (151, 750, "2"), (185, 750, "3"))

    (whole,) = pdf.read(drawn(lambda canvas: draw("10943", canvas))).tables()
    assert texts(whole) == [["105863", "0", "109438"], ["1", "2", "3"]]
    # One number that ends before its cell is full: then lines stand for themselves.
    (apart,) = pdf.read(drawn(lambda canvas: draw("109", canvas))).tables()
    assert texts(apart) == [["10586 3", "0", "109 8"], ["1", "2", "3"]]


def test_borders_of_many_thousand_dots() -> None:
    """As browsers draw them, every dot a rectangle."""

    def draw(canvas: Canvas) -> None:
        for y in range(10, 800, 10):
            for x in range(0, 480, 4):
                canvas.rect(60 + x, y, 0.75, 0.75, 0, 1)
        for x in (60, 536):
            for y in range(10, 790, 2):
                canvas.rect(x, y, 0.75, 0.75, 0, 1)
        words(canvas, (100, 12, "甲"), (100, 782, "乙"))

    reading = pdf.read(drawn(draw, size=A4))
    assert [len(table.rows) for table in reading.tables()] == [78]
    assert reading.notes == ()


def test_a_number_that_was_moved_to_the_next_line_as_a_whole() -> None:
    full = LONG[:36]

    def draw(canvas: Canvas) -> None:
        lines_of(canvas, 760, f"  {full[:34]}", full, f"{full[:32]}电话：", "0000-00000000。")

    assert list(pdf.read(drawn(draw)).paragraphs()) == [
        f"{full[:34]}{full}{full[:32]}电话：0000-00000000。"
    ]


def test_a_page_of_very_many_characters_between_usual_ones() -> None:
    long = [f"第{number:03}行，所写的是{number * 37}件。" for number in range(1, 201)]
    short = ["一、总体情况", "共收到申请3件。"]

    def draw(canvas: Canvas) -> None:
        for lines in (short, long, short):
            canvas.setFont(FONT, 12)
            lines_of(canvas, 4960, *lines)
            canvas.showPage()

    reading = pdf.read(drawn(draw, size=(595, 5000)))
    assert list(reading.paragraphs()) == [*short, *long, *short]


def test_text_outside_the_crop_box_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 500, 500, 800))
        canvas.drawString(100, 700, "一、总体情况")
        canvas.drawString(100, 300, "裁掉的文字")

    assert list(pdf.read(drawn(draw)).paragraphs()) == ["一、总体情况"]


@pytest.mark.parametrize("border", [640.0, 595.0], ids=["beyond the side", "up to the side"])
def test_a_table_wider_than_the_page(border: float) -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, [440.0, 520.0, 580.0, border], [700.0, 680.0, 660.0], canvas.line)
        canvas.drawString(450, 685, "新收")
        canvas.drawString(540, 685, "12")
        canvas.drawString(586, 685, "825")
        canvas.drawString(450, 665, "结转")
        canvas.drawString(540, 665, "3")
        canvas.drawString(597, 665, "4")  # no part of it is on the page
        canvas.drawString(700, 665, "别页的文字")

    reading = pdf.read(drawn(draw))
    (table,) = reading.tables()
    assert texts(table) == [["新收", "12", "825"], ["结转", "3", "4"]]
    assert any("wider than the page" in note for note in reading.notes)
    assert list(reading.paragraphs()) == []


LONG = "全县各级行政机关严格落实政府信息公开法定义务，着力推进决策、执行、管理、服务、结果公开"


def lines_of(canvas: Canvas, y: float, *lines: str) -> float:
    for line in lines:
        canvas.drawString(72 if not line.startswith("  ") else 96, y, line.strip())
        y -= 24
    return y


def test_paragraphs_by_indent_and_across_pages() -> None:
    full = LONG[:36]

    def draw(canvas: Canvas) -> None:
        lines_of(canvas, 760, "  一、总体情况", f"  {full[:34]}", full, "第一段完。", "  第二段。")
        lines_of(canvas, 100, f"  {full[:34]}", full)
        canvas.showPage()
        canvas.setFont(FONT, 12)
        lines_of(canvas, 760, "接上一页的段落。", "  （一）主动公开。", f"  {full[:34]}", "末段。")

    assert list(pdf.read(drawn(draw)).paragraphs()) == [
        "一、总体情况",
        f"{full[:34]}{full}第一段完。",
        "第二段。",
        f"{full[:34]}{full}接上一页的段落。",
        "（一）主动公开。",
        f"{full[:34]}末段。",
    ]


def test_paragraphs_beside_a_long_table_of_small_characters_without_lines() -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_of(canvas, 760, "  " + "主动公开政府信息" * 4, "共三十条。")
        canvas.setFont(FONT, 7)
        for row in range(30):
            for column, text in enumerate(("收到的政府信息公开申请", "10", "20", "30")):
                canvas.drawString(72 + 120 * column, y - 40 - 14 * row, text)

    assert next(pdf.read(drawn(draw)).paragraphs()) == "主动公开政府信息" * 4 + "共三十条。"


def test_page_numbers_and_running_heads_are_left_out() -> None:
    feet = ("— 1 —", "-2-", "第 3 页 共 5 页", "4", "5/5")

    def draw(canvas: Canvas) -> None:
        for number, foot in enumerate(feet, start=1):
            canvas.setFont(FONT, 12)
            canvas.drawCentredString(A4[0] / 2, 800, "江州市政府信息公开年度报告汇编")
            canvas.drawString(96, 700, f"第{'一二三四五'[number - 1]}部分收到申请{number}件。")
            canvas.drawCentredString(A4[0] / 2, 40, foot)
            canvas.showPage()

    assert list(pdf.read(drawn(draw)).paragraphs()) == [
        f"第{'一二三四五'[number - 1]}部分收到申请{number}件。" for number in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("11/22/26, 9:18 AM 江州市2025年年报", "https://www.example.gov.cn/a/1.html 1/2"),
        ("2026/1/5 09:18 江州市2025年年报", "file:///C:/nianbao/1.html 2/2"),
        ("2026年1月5日 上午9:18 江州市2025年年报", "https://www.example.gov.cn/a/1.html"),
    ],
)
def test_what_a_browser_prints_around_a_page_is_left_out(head: str, foot: str) -> None:
    def draw(canvas: Canvas) -> None:
        for text in ("本年收到申请。", "均已答复。"):
            canvas.setFont(FONT, 9)
            canvas.drawString(30, 815, head)
            canvas.drawString(30, 20, foot)
            canvas.setFont(FONT, 12)
            canvas.drawString(96, 700, text)
            canvas.showPage()

    assert list(pdf.read(drawn(draw)).paragraphs()) == ["本年收到申请。", "均已答复。"]


def test_numbers_in_the_page_are_no_page_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 500, "其他需要报告的事项的件数为")
        canvas.drawString(72, 470, "3")
        ruled(canvas, XS, [60.0, 45.0, 30.0], canvas.line)
        for x, y, text in ((150, 48, "甲"), (250, 48, "7"), (150, 33, "乙"), (250, 33, "8")):
            canvas.drawString(x, y, text)

    reading = pdf.read(drawn(draw))
    assert [texts(table) for table in reading.tables()] == [[["甲", "7"], ["乙", "8"]]]
    assert "3" in " ".join(reading.paragraphs())


def test_columns_without_lines_keep_their_places() -> None:
    rows = (
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "2", "", "12"),
        ("行政规范性文件", "50", "227", "420"),
        ("其他", "", "3", "4"),
    )

    def draw(canvas: Canvas) -> None:
        canvas.drawString(96, 760, "二、主动公开政府信息情况")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                canvas.drawCentredString(130 + 110 * column, 700 - 20 * number, text)
        canvas.drawString(96, 560, "三、收到和处理政府信息公开申请情况")

    reading = pdf.read(drawn(draw))
    (table,) = reading.tables()
    assert not table.exact
    assert texts(table) == [list(row) for row in rows]
    assert [type(block).__name__ for block in reading.blocks] == ["Paragraph", "Table", "Paragraph"]


def test_a_heading_ends_a_table_without_lines() -> None:
    def draw(canvas: Canvas) -> None:
        for number, row in enumerate((("规章", "2", "", "12"), ("规范性文件", "50", "7", "42"))):
            for column, text in enumerate(row):
                canvas.drawString(100 + 110 * column, 700 - 20 * number, text)
                canvas.drawString(100 + 110 * column, 600 - 20 * number, text)
        canvas.drawString(100, 640, "六、其他")

    reading = pdf.read(drawn(draw))
    assert list(reading.paragraphs()) == ["六、其他"]
    assert [texts(table) for table in reading.tables()] == [
        [["规章", "2", "", "12"], ["规范性文件", "50", "7", "42"]]
    ] * 2


def picture(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (8, 8), 200)), x, y, width, height)


def test_a_scan_is_counted_as_a_picture() -> None:
    reading = pdf.read(drawn(lambda canvas: picture(canvas, 0, 0, *A4)))
    assert (reading.images, reading.blocks) == (1, ())


def test_a_scan_cut_into_strips_is_one_picture() -> None:
    def draw(canvas: Canvas) -> None:
        for strip in range(20):
            picture(canvas, 0, strip * 42.1, A4[0], 42.1)

    assert pdf.read(drawn(draw)).images == 1


@pytest.mark.parametrize(("hidden", "shown", "recognised"), [(9, 1, True), (1, 9, False)])
def test_text_that_is_not_drawn_over_a_picture_was_recognised(
    hidden: int, shown: int, recognised: bool
) -> None:
    """A layer under a scan is somebody's character recognition; a letterhead's picture under a
    page of text, with a hidden mark on it, is none."""

    def draw(canvas: Canvas) -> None:
        picture(canvas, 0, 0, *A4)
        for line, mode in enumerate([3] * hidden + [0] * shown):
            text = canvas.beginText(100, 700 - 20 * line)
            text.setFont(FONT, 12)
            text.setTextRenderMode(mode)
            text.textOut("江州市水利局收到政府信息公开申请3件。")
            canvas.saveState()
            canvas.drawText(text)
            canvas.restoreState()

    data = drawn(draw)
    assert pdf.read(data).recognised is recognised
    assert parse(data, Hints(page_title=TITLE)).recognised is recognised


def test_small_pictures_are_not_counted() -> None:
    def draw(canvas: Canvas) -> None:
        picture(canvas, 100, 600, 100, 60)  # an emblem
        picture(canvas, 100, 300, 300, 150)  # may hold a table
        # so much text that the page is no scan
        canvas.drawString(
            100, 700, "全县各级行政机关收到和处理政府信息公开申请的情况，见下表所列："
        )

    assert pdf.read(drawn(draw)).images == 1


def by_hand(*objects: bytes) -> bytes:
    """A PDF of numbered objects, without a cross-reference table."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


def stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def mapped_to(codes: dict[str, str]) -> bytes:
    """One line of Helvetica whose letters the font maps to other characters."""
    entries = "\n".join(f"<{ord(key):02X}> <{ord(value):04X}>" for key, value in codes.items())
    cmap = f"begincmap\n{len(codes)} beginbfchar\n{entries}\nendbfchar\nendcmap"
    text = f"BT /F1 12 Tf 100 700 Td ({''.join(codes)}) Tj ET"
    return by_hand(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(text.encode()),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        stream(cmap.encode()),
    )


def test_radicals_are_read_as_the_characters_they_look_like() -> None:
    data = mapped_to({"A": "⼈", "B": "⺠", "C": "政", "D": "府"})
    assert list(pdf.read(data).paragraphs()) == ["人民政府"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_refused_with_the_reason(share: float) -> None:
    data = report(2021)
    with pytest.raises(Unreadable, match="damaged PDF: cut short, without %%EOF"):
        pdf.read(data[: int(share * len(data))])


def test_pages_of_a_damaged_file_that_are_left_are_read() -> None:
    data = mapped_to({"A": "县", "B": "乡"})
    reading = pdf.read(data[: data.index(b"trailer")] + b"trailer << /Root 1 0 R >>")
    assert list(reading.paragraphs()) == ["县乡"]
    assert reading.notes == ("the file does not end with %%EOF: it may be cut short",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "expected %PDF-"),
        (b"<html>404</html>", "expected %PDF-"),
        (b"\0" * 100_000, "expected %PDF-"),
        (b"%PDF-1.7\n" + b"\0" * 1000, "damaged PDF"),
        (b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj trailer <</Root 1 0 R>>", "PDF"),
        (by_hand(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] >>"), "PDF"),
    ],
)
def test_what_is_no_pdf_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        pdf.read(data)


def test_a_password_is_named_as_the_reason() -> None:
    locked = pdfencrypt.StandardEncryption("secret", ownerPassword="owner")
    with pytest.raises(Unreadable, match="password"):
        pdf.read(drawn(lambda canvas: canvas.drawString(100, 700, "密"), encrypt=locked))


def test_a_file_that_only_forbids_changes_is_read() -> None:
    locked = pdfencrypt.StandardEncryption("", ownerPassword="owner", canModify=0)
    data = drawn(lambda canvas: canvas.drawString(100, 700, "公开"), encrypt=locked)
    assert list(pdf.read(data).paragraphs()) == ["公开"]


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(5):
            canvas.setFont(FONT, 12)
            canvas.drawString(100, 700, f"收到{'甲乙丙丁戊'[number]}件")
            canvas.showPage()

    data = drawn(draw)
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    reading = pdf.read(data)
    assert list(reading.paragraphs()) == ["收到甲件", "收到乙件"]
    assert reading.notes == ("5 pages, only the first 2 were read",)
    monkeypatch.setattr(pdf, "MAX_BYTES", 1000)
    with pytest.raises(Unreadable, match="expected at most 1000"):
        pdf.read(data)


def test_a_map_of_many_lines_costs_no_time_and_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        for number in range(50_000):
            path.moveTo(number % 500, 100 + number % 397)
            path.lineTo(number % 500 + 20, 100 + number % 397)
        canvas.drawPath(path)
        canvas.drawString(100, 700, "附图")

    reading = pdf.read(drawn(draw))
    assert list(reading.paragraphs()) == ["附图"]
    assert reading.notes == ("page 1: too many drawn objects, ruling lines not used",)

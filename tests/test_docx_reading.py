"""The Word reader, on documents made by python-docx and on parts written by hand."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from functools import cache

import docx as python_docx
import pytest

from parsers.reading import docx
from parsers.reading.model import Paragraph, Reading, Table, Unreadable, place_rows
from tests import report_forms

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{MAIN}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def package(body: str, **parts: str | bytes) -> bytes:
    """A .docx of a body; further parts by name (`numbering`, `styles`) or path."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
        for name, content in parts.items():
            archive.writestr(name if "/" in name else f"word/{name}.xml", content)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def paragraphs(body: str, **parts: str | bytes) -> list[str]:
    return list(docx.read(package(body, **parts)).paragraphs())


def cells(table: Table) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in table.rows]


def only_table(body: str) -> Table:
    (table,) = docx.read(package(body)).tables()
    return table


@cache
def report(year: int) -> bytes:
    """A whole report by python-docx, which merges cells by gridSpan and vMerge."""
    document = python_docx.Document()
    document.core_properties.title = "江州市年度报告"
    disclosure = report_forms.disclosure_2021() if year >= 2021 else report_forms.disclosure_2019()
    for heading, rows in (
        ("二、主动公开政府信息情况", disclosure),
        ("三、收到和处理政府信息公开申请情况", report_forms.applications(year)),
        ("四、政府信息公开行政复议、行政诉讼情况", report_forms.proceedings()),
    ):
        document.add_paragraph(heading)
        placed = place_rows(rows)
        table = document.add_table(len(rows), max(c.column + c.colspan for c in placed[0]))
        for y, row in enumerate(placed):
            for cell in row:
                last = table.cell(y + cell.rowspan - 1, cell.column + cell.colspan - 1)
                table.cell(y, cell.column).merge(last).text = cell.text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("year", [2019, 2021])
def test_every_cell_of_a_report_with_its_spans(year: int) -> None:
    reading = docx.read(report(year))
    disclosure = report_forms.disclosure_2021() if year == 2021 else report_forms.disclosure_2019()
    for table, rows in zip(
        reading.tables(),
        (disclosure, report_forms.applications(year), report_forms.proceedings()),
        strict=True,
    ):
        assert table.exact
        assert cells(table) == [
            [(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in place_rows(rows)
        ]
    assert [type(block) for block in reading.blocks] == [Paragraph, Table] * 3
    assert reading.meta == {"title": "江州市年度报告"}
    assert reading.extractor == "docx"
    assert reading.notes == ()


def test_merged_cells_and_cells_left_out() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = only_table(
        tbl(
            tr(tc("三", restart), tc("甲", '<w:gridSpan w:val="2"/>'), tc("1")),
            tr(tc("", go_on), tc("乙", restart), tc("丙"), tc("2")),
            tr(tc("", '<w:vMerge w:val="continue"/>'), tc("", go_on), tc("丁"), tc("3")),
            tr(tc("4"), properties='<w:gridBefore w:val="3"/>'),
            tr(tc("四", restart), tc("戊"), tc("己"), tc("5")),
        )
    )
    assert cells(table) == [
        [("三", 0, 1, 3), ("甲", 1, 2, 1), ("1", 3, 1, 1)],
        [("乙", 1, 1, 2), ("丙", 2, 1, 1), ("2", 3, 1, 1)],
        [("丁", 2, 1, 1), ("3", 3, 1, 1)],
        [("4", 3, 1, 1)],
        [("四", 0, 1, 1), ("戊", 1, 1, 1), ("己", 2, 1, 1), ("5", 3, 1, 1)],
    ]


def test_text_under_a_merged_cell_is_noted() -> None:
    reading = docx.read(
        package(
            tbl(
                tr(tc("三", '<w:vMerge w:val="restart"/>'), tc("1")),
                tr(tc("旧", "<w:vMerge/>"), tc("2")),
            )
        )
    )
    assert reading.notes == ("text in a cell covered by a merged one: 旧",)


def test_of_many_notes_the_rest_is_counted() -> None:
    above = tr(tc("规章", '<w:vMerge w:val="restart"/>'), tc("1"))
    covered = (tr(tc(f"旧{n}", "<w:vMerge/>"), tc("2")) for n in range(25))
    notes = docx.read(package(tbl(above, *covered))).notes
    assert notes[0] == "text in a cell covered by a merged one: 旧0"
    assert notes[20:] == ("5 more notes of this kind",)


def test_cells_merged_the_older_way() -> None:
    table = only_table(
        tbl(
            tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("1")),
            tr(tc("乙"), tc("丙"), tc("2")),
        )
    )
    assert cells(table)[0] == [("甲", 0, 2, 1), ("1", 2, 1, 1)]


def test_lines_of_a_cell_and_numbers_cut_into_runs() -> None:
    cut = "<w:p><w:r><w:t>15</w:t></w:r><w:r><w:t>731</w:t></w:r><w:r><w:t>79</w:t></w:r></w:p>"
    broken = "<w:p><w:r><w:t>本年收费金额</w:t><w:br/><w:t>（单位：万元）</w:t></w:r></w:p>"
    table = only_table(
        tbl(
            tr(tc(cut), tc(p("三、") + p("本") + p("年"))),
            tr(tc(p("12") + p("34")), tc(broken)),
        )
    )
    assert [[c.text for c in row] for row in table.rows] == [
        ["1573179", "三、本年"],
        ["12 34", "本年收费金额（单位：万元）"],
    ]


def test_a_table_inside_a_cell() -> None:
    """Small ones are text of their cell; a frame of one cell is no table."""
    inner = tbl(tr(tc("内"), tc("1")))
    table = only_table(tbl(tr(tc("甲"), tc(p("前") + inner + p("后"))), tr(tc("乙"), tc("2"))))
    assert table.rows[0][1].text == "前 内 1后"
    lifted = docx.read(package(tbl(tr(tc(p("二、主动公开") + tbl(tr(tc("规章"), tc("2"))))))))
    assert lifted.blocks[0] == Paragraph("二、主动公开")
    assert isinstance(lifted.blocks[1], Table)
    assert [c.text for c in lifted.blocks[1].rows[0]] == ["规章", "2"]


def test_a_whole_table_inside_a_layout_cell_is_a_table() -> None:
    rows = [tr(*(tc(f"{row}{column}") for column in range(4))) for row in range(4)]
    reading = docx.read(package(tbl(tr(tc("栏目"), tc(p("三、申请") + tbl(*rows))))))
    outer, inner = reading.tables()
    assert [c.text for c in outer.rows[0]] == ["栏目", "三、申请"]
    assert [[c.text for c in row] for row in inner.rows][3] == ["30", "31", "32", "33"]


def test_content_controls_links_and_revisions() -> None:
    body = (
        f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{p('一、总体情况')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>公开</w:t></w:r><w:ins><w:r><w:t>政府</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>旧的</w:delText></w:r></w:del>"
        '<w:hyperlink r:id="x"><w:r><w:t>信息</w:t></w:r></w:hyperlink>'
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:sdt><w:sdtContent><w:r><w:t>15</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:t>\u00ad条</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
    )
    assert paragraphs(body) == ["一、总体情况", "公开政府信息15条"]


def test_rows_and_cells_in_content_controls_and_deleted_rows() -> None:
    table = only_table(
        tbl(
            f"<w:sdt><w:sdtContent>{tr(tc('甲'), tc('1'))}</w:sdtContent></w:sdt>",
            tr(tc("删"), tc("9"), properties="<w:del/>"),
            tr(tc("乙"), f"<w:sdt><w:sdtContent>{tc('2')}</w:sdtContent></w:sdt>"),
        )
    )
    assert [[c.text for c in row] for row in table.rows] == [["甲", "1"], ["乙", "2"]]


def test_tabs_line_breaks_and_fields() -> None:
    body = (
        "<w:p><w:r><w:t>规章</w:t><w:tab/><w:t>2</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>江州市</w:t><w:br/><w:t>2021年</w:t></w:r></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2022年1月</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert paragraphs(body) == ["规章\t2", "江州市", "2021年", "2022年1月"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框中的字')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert paragraphs(body) == ["正文", "框中的字"]


def level(index: int, number_format: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "") -> str:
    return (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="7">{"".join(levels)}'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
        f"{more}</w:numbering>"
    )


def numbered(text: str, index: int = 0, list_id: int = 3) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_numbers_of_headings_are_restored() -> None:
    lists = numbering(
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
    )
    body = (
        numbered("总体情况")
        + numbered("主动公开", 1)
        + numbered("依申请公开", 1)
        + numbered("网站", 2)
        + p("正文。")
        + numbered("主动公开政府信息情况")
        + numbered("规章", 1)
    )
    assert paragraphs(body, numbering=lists) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "1. 网站",
        "正文。",
        "二、主动公开政府信息情况",
        "（一）规章",
    ]


@pytest.mark.parametrize(
    ("number_format", "start", "printed"),
    [
        ("chineseCounting", 10, ["十、", "十一、"]),
        ("chineseCountingThousand", 20, ["二十、", "二十一、"]),
        ("chineseCountingThousand", 101, ["一百〇一、", "一百〇二、"]),
        ("ideographDigital", 9, ["九、", "一〇、"]),
        ("decimal", 9, ["9、", "10、"]),
        ("decimalEnclosedCircle", 1, ["①、", "②、"]),
        ("decimalFullWidth", 9, ["９、", "１０、"]),
        ("chineseLegalSimplified", 1, ["壹、", "贰、"]),
        ("ideographTraditional", 1, ["甲、", "乙、"]),
        ("upperRoman", 4, ["IV、", "V、"]),
        ("lowerLetter", 26, ["z、", "aa、"]),
        ("bullet", 1, ["", ""]),
    ],
)
def test_number_formats(number_format: str, start: int, printed: list[str]) -> None:
    body = numbered("规章") + numbered("许可")
    lists = numbering(level(0, number_format, "%1、", start))
    assert paragraphs(body, numbering=lists) == [f"{printed[0]}规章", f"{printed[1]}许可"]


def test_numbers_by_style_and_restarted_lists() -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="3"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="H1b"><w:basedOn w:val="H1"/></w:style>'
        "</w:styles>"
    )
    again = (
        '<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = (
        p("总体情况", '<w:pStyle w:val="H1"/>')
        + p("主动公开", '<w:pStyle w:val="H1b"/>')
        + numbered("重新", 0, 4)
        + p("无号", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + numbered("不存在的列表", 0, 99)
    )
    lists = numbering(level(0, "chineseCounting", "%1、"), more=again)
    assert paragraphs(body, numbering=lists, styles=styles) == [
        "一、总体情况",
        "二、主动公开",
        "一、重新",
        "无号",
        "不存在的列表",
    ]


def drawing(width_cm: float, height_cm: float) -> str:
    size = f'cx="{int(width_cm * 360000)}" cy="{int(height_cm * 360000)}"'
    return (
        f'<w:drawing><wp:inline><wp:extent {size}/><a:graphic><a:blip r:embed="x"/></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def test_pictures_that_may_hold_a_table_are_counted() -> None:
    shape = '<v:shape style="width:400pt;height:300pt"><v:imagedata r:id="y"/></v:shape>'
    old = f"<w:pict>{shape}</w:pict>"
    alternative = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing(15, 20)}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    )
    body = "".join(
        f"<w:p><w:r>{content}</w:r></w:p>"
        for content in (drawing(15, 20), drawing(3, 3), old, alternative)
    )
    assert docx.read(package(body)).images == 3


def test_a_cell_that_shows_a_picture_is_not_empty() -> None:
    picture = f"<w:p>{drawing(1, 0.5)}</w:p>"
    both = f"<w:p><w:r><w:t>5</w:t></w:r>{drawing(1, 0.5)}</w:p>"
    table = only_table(tbl(tr(tc("行政许可"), tc(picture), tc(both), tc(""))))
    assert [cell.text for cell in table.rows[0]] == ["行政许可", "\ufffd", "5", ""]


def test_digits_in_white_are_no_part_of_a_number() -> None:
    white = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{}</w:t></w:r>'
    number = f"<w:p><w:r><w:t>3</w:t></w:r>{white.format(7)}</w:p>"
    heading = f"<w:p>{white.format('现行有效件数')}</w:p>"
    table = only_table(tbl(tr(tc("信息内容"), tc(heading)), tr(tc("规章"), tc(number))))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["信息内容", "现行有效件数"],
        ["规章", "3[7]"],
    ]


def test_digits_above_the_line_are_no_part_of_a_number() -> None:
    """A run set higher by hand is a mark as a superscript is; a cell set higher as a whole is
    laid out so."""
    raised = '<w:r><w:rPr><w:position w:val="8"/></w:rPr><w:t>7</w:t></w:r>'
    low = '<w:r><w:rPr><w:position w:val="-2"/></w:rPr><w:t>3</w:t></w:r>'
    plain = "<w:r><w:t>12</w:t></w:r>"
    row = tr(*(tc(f"<w:p>{runs}</w:p>") for runs in (plain + raised, plain + low, raised)))
    assert cells(only_table(tbl(row))) == [
        [("12[7]", 0, 1, 1), ("123", 1, 1, 1), ("7", 2, 1, 1)],
    ]


def field(instruction: str, result: str = "") -> str:
    def part(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    told = f"<w:r><w:t>{result}</w:t></w:r>" if result else ""
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"<w:p>{part('begin')}{code}{part('separate')}{told}{part('end')}</w:p>"


def test_a_formula_without_a_result_is_not_an_empty_cell() -> None:
    row = tr(tc(field("=SUM(ABOVE)", "5")), tc(field(" =SUM(ABOVE)")), tc(field("XE a")))
    assert cells(only_table(tbl(row))) == [
        [("5", 0, 1, 1), ("\ufffd", 1, 1, 1), ("", 2, 1, 1)],
    ]


def test_a_cell_may_show_the_number_of_a_list_alone() -> None:
    lists = numbering(level(0, "decimal", "%1"))
    empty = numbered("").replace("<w:t></w:t>", "")
    (table,) = docx.read(
        package(tbl(tr(tc(empty), tc("甲")), tr(tc(empty), tc("乙"))), numbering=lists)
    ).tables()
    assert [[c.text for c in row] for row in table.rows] == [["1", "甲"], ["2", "乙"]]


def test_strict_documents_and_macros() -> None:
    usual = package(p("一、总体情况"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual)) as old, zipfile.ZipFile(buffer, "w") as new:
        content = old.read("word/document.xml").decode()
        purl = "http://purl.oclc.org/ooxml/wordprocessingml/main"
        new.writestr("word/document.xml", content.replace(MAIN, purl))
        new.writestr("word/vbaProject.bin", b"\0")
    reading = docx.read(buffer.getvalue())
    assert list(reading.paragraphs()) == ["一、总体情况"]
    assert reading.notes == ("the document contains macros; they are not read",)


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        docx.read(data)
    return str(caught.value)


def peak_megabytes(data: bytes) -> float:
    tracemalloc.start()
    refused(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def test_zip_bombs_are_refused_before_they_unpack() -> None:
    zeros = package("", **{"word/media/image1.bmp": b"\0" * (40 * 2**20)})
    assert "zip bomb" in refused(zeros)
    assert peak_megabytes(zeros) < 20
    blanks = package(p("甲") + " " * (5 * 2**20))
    assert "zip bomb" in refused(blanks)
    many = package("", **{f"word/{number}.xml": b"" for number in range(3000)})
    assert "3001 members" in refused(many)


def test_a_part_larger_than_it_declares_is_refused() -> None:
    """The directory says 100 bytes, the stream holds more."""
    data = bytearray(package(p("甲" * 100_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        real = archive.getinfo("word/document.xml").file_size
    lie = bytes(data).replace(real.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert "damaged .docx" in refused(lie)


def test_a_part_of_countless_elements_is_refused() -> None:
    # Compresses well, but under the ratio: noise between the tags.
    body = "".join(f"<w:p w:n='{number * 7919 % 1000003}'/>" for number in range(350_000))
    assert "tags and attributes" in refused(package(body))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16"),
    ],
)
def test_entities_are_refused(content: bytes) -> None:
    assert "DTD" in refused(package("", **{"_rels/.rels": content}))


def test_deeply_nested_contents_are_an_ordinary_outcome() -> None:
    tables = "<w:tbl><w:tr><w:tc>" * 80 + p("底") + "</w:tc></w:tr></w:tbl>" * 80
    controls = "<w:sdt><w:sdtContent>" * 110 + p("底") + "</w:sdtContent></w:sdt>" * 110
    runs = f"<w:p>{'<w:ins>' * 240}<w:r><w:t>底</w:t></w:r>{'</w:ins>' * 240}</w:p>"
    for body in (tables, controls, runs):
        reading = docx.read(package(body))
        assert isinstance(reading, Reading)
        assert list(reading.paragraphs()) == ["底"] or "nested" in reading.notes[0]
    assert "no valid XML" in refused(package("<w:p>" * 5000 + "</w:p>" * 5000))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a .docx"),
        (b"%PDF-1.4", "not a .docx"),
        (b"PK\x03\x04" + b"\0" * 200, "damaged .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "convert it to .docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
    ],
)
def test_what_is_no_docx_is_refused_with_a_reason(data: bytes, message: str) -> None:
    assert message in refused(data)


def test_a_truncated_file_is_refused() -> None:
    data = report(2021)
    for share in (0.1, 0.5, 0.99):
        assert "damaged .docx" in refused(data[: int(share * len(data))])


def test_flipped_bytes_never_raise_anything_else() -> None:
    data = bytearray(report(2019))
    for position in range(0, len(data), 397):
        hurt = bytearray(data)
        hurt[position] ^= 0xFF
        try:
            docx.read(bytes(hurt))
        except Unreadable as error:
            assert str(error)


def test_an_archive_without_a_document_is_refused() -> None:
    def archive_of(name: str, content: str) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, content)
        return buffer.getvalue()

    workbook = refused(archive_of("xl/workbook.xml", "<workbook/>"))
    assert "expected word/document.xml in the archive, found xl/workbook.xml" in workbook
    bodiless = refused(archive_of("word/document.xml", f"<w:document {NAMESPACES}/>"))
    assert "expected a w:body" in bodiless

"""Office documents in one XML file, and documents that stand whole in a Word file."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from parsers.reading import read
from parsers.reading.model import Paragraph, Reading, Table, Unreadable

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

# 规章 over two rows and 项目 over two columns, then a row of numbers.
TABLE = """<w:tbl>
<w:tr><w:tc><w:tcPr><w:{merge} w:val="restart"/></w:tcPr>
<w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc>
<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>项目</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:tcPr><w:{merge}/></w:tcPr><w:p/></w:tc>
<w:tc><w:p><w:r><w:t>1</w:t></w:r><w:r><w:t>2</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>30</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""
BODY = f"<w:body><w:p><w:r><w:t>二、主动公开</w:t></w:r></w:p>{TABLE}</w:body>"
CELLS = [
    [("规章", 0, 1, 2), ("项目", 1, 2, 1)],
    [("12", 1, 1, 1), ("30", 2, 1, 1)],
]


def cells(reading: Reading) -> list[list[tuple[str, int, int, int]]]:
    (table,) = reading.tables()
    return [[(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in table.rows]


def flat_package() -> bytes:
    relation = f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    relations = f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'
    document = f'<w:document xmlns:w="{WORD}">{BODY.format(merge="vMerge")}</w:document>'
    parts = (("/_rels/.rels", relations), ("/word/document.xml", document))
    return (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        + "".join(
            f'<pkg:part pkg:name="{name}"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>'
            for name, xml in parts
        )
        + '<pkg:part pkg:name="/word/media/1.png"><pkg:binaryData>iVBORw0K</pkg:binaryData>'
        "</pkg:part></pkg:package>"
    ).encode()


def word_of_2003() -> bytes:
    body = BODY.format(merge="vmerge").replace("<w:body>", "<w:body><wx:sect>")
    body = body.replace("</w:body>", "</wx:sect></w:body>")
    return (
        '\ufeff<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f'<w:wordDocument xmlns:w="{WORD_2003}" xmlns:wx="{WORD_2003}/auxHint">{body}'
        "</w:wordDocument>"
    ).encode()


@pytest.mark.parametrize("document", [flat_package(), word_of_2003()])
def test_word_documents_in_one_file_are_read_to_the_cell(document: bytes) -> None:
    reading = read(document)
    assert list(reading.paragraphs()) == ["二、主动公开"]
    assert cells(reading) == CELLS
    assert reading.extractor == "docx"


def test_a_workbook_of_2003_keeps_its_places() -> None:
    """Indexes skip columns, merged cells tell what they cover, a hidden sheet is left out."""
    sheet = """<Worksheet ss:Name="{name}"><Table>
<Row><Cell ss:MergeDown="1" ss:StyleID="s"><Data ss:Type="String">规章</Data></Cell>
<Cell ss:MergeAcross="1"><Data ss:Type="String">项目</Data></Cell></Row>
<Row ss:Index="2"><Cell ss:Index="2"><Data ss:Type="Number">12.0</Data></Cell>
<Cell><Data ss:Type="Number">28.50</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">处罚</Data></Cell><Cell ss:StyleID="s"/>
<Cell ss:Index="3"><Data ss:Type="String">/</Data></Cell></Row></Table>{options}</Worksheet>"""
    hidden = (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
        "<Visible>SheetHidden</Visible></WorksheetOptions>"
    )
    borders = '<Style ss:ID="s"><Borders><Border ss:Position="Left"/></Borders></Style>'
    spreadsheet = "urn:schemas-microsoft-com:office:spreadsheet"
    workbook = (
        f'<?xml version="1.0"?><Workbook xmlns="{spreadsheet}" xmlns:ss="{spreadsheet}">'
        f"<Styles>{borders}</Styles>{sheet.format(name='年报', options='')}"
        f"{sheet.format(name='去年', options=hidden)}</Workbook>"
    )
    reading = read(workbook.encode())
    assert cells(reading) == [
        [("规章", 0, 1, 2), ("项目", 1, 2, 1)],
        [("12", 1, 1, 1), ("28.5", 2, 1, 1)],
        [("处罚", 0, 1, 1), ("", 1, 1, 1), ("/", 2, 1, 1)],
    ]
    assert reading.notes == ("hidden sheet 去年 was left out",)


def test_a_flat_opendocument_spreadsheet() -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    document = (
        f'<?xml version="1.0"?><office:document xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>'
        '<office:spreadsheet><table:table table:name="年报">'
        + "".join(
            "<table:table-row>"
            + "".join(f"<table:table-cell><text:p>{t}</text:p></table:table-cell>" for t in row)
            + "</table:table-row>"
            for row in (("规章", "1"), ("处罚", "2"))
        )
        + "</table:table></office:spreadsheet></office:body></office:document>"
    )
    (table,) = read(document.encode()).tables()
    assert [[c.text for c in row] for row in table.rows] == [["规章", "1"], ["处罚", "2"]]


def with_chunk(name: str, chunk: bytes, main: str = "word/document2.xml") -> bytes:
    """A Word file that holds nothing but another document; its main part is numbered, as Word on
    the web numbers it."""
    document = f"""<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>
<w:altChunk r:id="c"/></w:body></w:document>"""
    relations = (
        '<Relationships xmlns="{}"><Relationship Id="{}" Type="{}" Target="{}"/></Relationships>'
    )
    folder, _, base = main.rpartition("/")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "_rels/.rels", relations.format(RELATIONS, "a", f"{OFFICE}/officeDocument", main)
        )
        archive.writestr(main, document)
        archive.writestr(
            f"{folder}/_rels/{base}.rels",
            relations.format(RELATIONS, "c", f"{OFFICE}/aFChunk", f"/word/{name}"),
        )
        archive.writestr(f"word/{name}", chunk)
    return file.getvalue()


PAGE = """<html><body><p>二、主动公开</p>
<table><tr><td rowspan=2>规章</td><td colspan=2>项目</td></tr>
<tr><td>12</td><td>30</td></tr></table></body></html>"""
WEB_ARCHIVE = (
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(PAGE.encode())
    + b"\n--b--\n"
)


@pytest.mark.parametrize(
    ("name", "chunk"),
    [
        ("chunk.html", PAGE.encode()),
        ("chunk.mht", WEB_ARCHIVE),
    ],
)
def test_a_page_that_stands_in_a_word_file_is_read(name: str, chunk: bytes) -> None:
    reading = read(with_chunk(name, chunk))
    assert [b.text for b in reading.blocks if isinstance(b, Paragraph)] == ["二、主动公开"]
    assert cells(reading) == CELLS
    assert "a part of it is an embedded document (altChunk)" in reading.notes


def test_word_files_within_word_files_are_read_once() -> None:
    inner = with_chunk("chunk.html", PAGE.encode())
    outer = read(with_chunk("chunk.docx", inner))
    assert not any(isinstance(block, Table) for block in outer.blocks)
    assert any("altChunk" in note for note in outer.notes)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (flat_package().replace(b"<w:body>", b"<!--<!ENTITY b--><w:body>"), "DTD"),
        (flat_package()[:-40], "no valid XML"),
        (word_of_2003()[:-40], "no valid XML"),
    ],
)
def test_what_is_damaged_or_hostile_is_told(document: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(document)

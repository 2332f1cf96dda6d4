"""What is printed of a Word document, and what only stands in it."""

from __future__ import annotations

import io
import zipfile

import pytest

from parsers.reading import docx
from tests.docx_reading.parts import (
    MAIN,
    NAMESPACES,
    cells,
    only_table,
    p,
    package,
    paragraphs,
    tbl,
    tc,
    tr,
)

WORD_2010 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


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


def test_tabs_line_breaks_and_fields() -> None:
    body = (
        "<w:p><w:r><w:t>规章</w:t><w:tab/><w:t>2</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>江州市</w:t><w:br/><w:t>2021年</w:t></w:r></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2022年1月</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    assert paragraphs(body) == ["规章\t2", "江州市", "2021年", "2022年1月"]


def test_the_result_of_a_field_is_printed_and_not_what_computes_it() -> None:
    """Also of a field in another one's code. One without a result leaves a gap in its line; one
    that never ends hides nothing."""

    def field(code: str, result: str | None) -> str:
        mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
        shown = "" if result is None else f"{mark('separate')}<w:r><w:t>{result}</w:t></w:r>"
        return f"{mark('begin')}{code}{shown}{mark('end')}"

    plain = "<w:r><w:t>{}</w:t></w:r>".format
    lines = (
        plain(1) + field("<w:r><w:instrText>=9</w:instrText></w:r>" + plain(9), "2"),
        field(plain("IF") + field(plain(7), "8") + plain(6), "3"),
        plain(1) + field(plain(5), None),
        plain(1) + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + plain(4),
    )
    body = "".join(f"<w:p>{line}</w:p>" for line in lines)
    assert paragraphs(body) == ["12", "3", "1\ufffd", "14"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框中的字')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert paragraphs(body) == ["正文", "框中的字"]


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


@pytest.mark.parametrize(
    ("look", "ground", "expected"),
    [
        ('<w:color w:val="FEFEFE"/>', "", "12[7]"),
        ('<w:color w:val="auto" w:themeColor="background1"/>', "", "12[7]"),
        ('<w:color w:val="D9D9D9"/>', '<w:shd w:val="clear" w:fill="D8D8D8"/>', "12[7]"),
        ('<w:shd w:fill="000000"/><w:color w:val="000000"/>', "", "12[7]"),
        (f"<w14:textFill {WORD_2010}><w14:noFill/></w14:textFill>", "", "12[7]"),
        ('<w:color w:val="404040"/>', '<w:shd w:val="clear" w:fill="D8D8D8"/>', "127"),
        ('<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="1F4E79"/>', "127"),
        ('<w:color w:val="000000"/>', '<w:shd w:val="clear" w:fill="auto"/>', "127"),
    ],
)
def test_digits_that_leave_no_mark_are_no_part_of_a_number(
    look: str, ground: str, expected: str
) -> None:
    run = f"<w:r><w:rPr>{look}</w:rPr><w:t>7</w:t></w:r>"
    cell = tc(f"<w:p><w:r><w:t>12</w:t></w:r>{run}</w:p>", ground)
    assert only_table(tbl(tr(tc("规章"), cell))).rows[0][1].text == expected


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


def test_a_run_is_shown_as_its_character_style_says() -> None:
    """Mark is raised, Hidden not shown, Note based on Mark and lower again by itself."""
    styles = (
        f"<w:styles {NAMESPACES}>"
        '<w:style w:type="character" w:styleId="Mark"><w:rPr><w:vertAlign w:val="superscript"/>'
        '</w:rPr></w:style><w:style w:type="character" w:styleId="Hidden"><w:rPr><w:vanish/>'
        '</w:rPr></w:style><w:style w:type="character" w:styleId="Note"><w:basedOn w:val="Mark"/>'
        "</w:style></w:styles>"
    )

    def styled(name: str, own: str = "") -> str:
        look = f'<w:rPr><w:rStyle w:val="{name}"/>{own}</w:rPr>'
        return tc(f"<w:p><w:r><w:t>12</w:t></w:r><w:r>{look}<w:t>7</w:t></w:r></w:p>")

    level = '<w:vertAlign w:val="baseline"/>'
    row = tr(styled("Mark"), styled("Hidden"), styled("Note"), styled("Note", level), styled("x"))
    (table,) = docx.read(package(tbl(row), styles=styles)).tables()
    assert [cell.text for cell in table.rows[0]] == ["12[7]", "12", "12[7]", "127", "127"]


def test_digits_too_small_to_be_seen_are_no_part_of_a_number() -> None:
    looks = ('<w:sz w:val="2"/>', '<w:w w:val="1"/>', '<w:spacing w:val="-400"/>')
    kept = ('<w:sz w:val="15"/>', '<w:w w:val="80"/>', '<w:spacing w:val="-6"/>')
    runs = (
        f"<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr>{look}</w:rPr><w:t>7</w:t></w:r></w:p>"
        for look in (*looks, *kept)
    )
    table = only_table(tbl(tr(*map(tc, runs))))
    assert [cell.text for cell in table.rows[0]] == ["12[7]"] * 3 + ["127"] * 3


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


def test_a_field_whose_result_is_not_in_the_file_is_not_an_empty_cell() -> None:
    """A number in a circle, a character by its code, a list to choose from, a sum of a field in
    the short form or begun in another paragraph: all are printed, and none as text of the file."""
    begun, ended = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    code = "<w:r><w:instrText>{}</w:instrText></w:r>".format
    unread = (
        field(r"EQ \o\ac(○,12)"),
        field("SYMBOL 49"),
        f"<w:p>{begun}{code(' FORMDROPDOWN ')}{ended}</w:p>",
        '<w:p><w:fldSimple w:instr=" =SUM(LEFT) "/></w:p>',
        '<w:p><w:fldSimple w:instr=" =SUM(LEFT) "><w:r/></w:fldSimple></w:p>',
        f"<w:p>{begun}{code('=SUM(')}</w:p><w:p>{code('LEFT)')}{ended}</w:p>",
        f'<w:p><w:ins w:id="1">{begun}{code("=SUM(LEFT)")}</w:ins>{ended}</w:p>',
    )
    printed = (field("=1+2", "3"), field("FORMTEXT"), '<w:p><w:fldSimple w:instr="TC a"/></w:p>')
    table = only_table(tbl(tr(*map(tc, (*unread, *printed)))))
    assert [cell.text for cell in table.rows[0]] == ["\ufffd"] * len(unread) + ["3", "", ""]


def test_a_document_that_stands_in_a_cell_and_is_not_read_is_not_an_empty_cell() -> None:
    absent = '<w:altChunk r:id="rId99"/><w:p/>', '<w:p><w:subDoc r:id="rId98"/></w:p>'
    table = only_table(tbl(tr(*map(tc, (*absent, "<w:p/>")))))
    assert [cell.text for cell in table.rows[0]] == ["\ufffd", "\ufffd", ""]


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

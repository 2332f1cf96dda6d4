"""OFD documents, as their writers make them (GB/T 33190-2016), through the reader's door."""

from __future__ import annotations

import io
import zipfile

import pytest

from parsers.reading import ocr, read
from parsers.reading.model import Paragraph, Reading, Table, Unreadable
from tests.ocr_reading.drawn import SMALL, small_picture

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
AREA = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"


def package(*pages: str, common: str = AREA, namespace: str = NAMESPACE, **more: str) -> bytes:
    """An OFD of these layers, a page each; more: further parts of Doc_0 by name without .xml."""
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/{n}.xml"/>' for n, page in enumerate(pages) if page
    )
    parts = {
        "OFD.xml": f"<ofd:OFD {namespace}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml"
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {namespace}><ofd:CommonData>{common}"
        f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{
            f"Doc_0/Pages/{n}.xml": layers(page, namespace=namespace)
            for n, page in enumerate(pages)
        },
        **{f"Doc_0/{name}.xml": content for name, content in more.items()},
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def layers(objects: str, before: str = "", namespace: str = NAMESPACE) -> str:
    return (
        f"<ofd:Page {namespace}>{before}<ofd:Content><ofd:Layer>{objects}</ofd:Layer>"
        "</ofd:Content></ofd:Page>"
    )


def text(words: str, left: float, top: float, more: str = "", steps: str = "g 99 4") -> str:
    return (
        f'<ofd:TextObject Boundary="{left} {top} 150 5" Font="1" Size="4" {more}>'
        f'<ofd:TextCode X="0" Y="3.5" DeltaX="{steps}">{words}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, more: str = "") -> str:
    return (
        f'<ofd:PathObject Boundary="20 50 150 40" LineWidth="0.2" {more}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


# Two rows and two columns, 20 mm to 120 mm and 50 mm to 70 mm.
RULES = path("M 0 0 L 100 0 L 100 20 L 0 20 C") + path("M 0 10 L 100 10") + path("M 50 0 L 50 20")
WORDS = (
    text("新收申请", 25, 53)
    + text("结转申请", 75, 53)
    + text("125", 25, 63, steps="g 2 2")
    + text("0", 75, 63)
)


def paragraphs(reading: Reading) -> list[str]:
    return list(reading.paragraphs())


def cells(reading: Reading) -> list[list[str]]:
    (table,) = [block for block in reading.blocks if isinstance(block, Table)]
    return [[cell.text for cell in row] for row in table.rows]


def test_lines_of_text_and_a_ruled_table() -> None:
    reading = read(package(text("二、主动公开政府信息情况", 30, 30) + RULES + WORDS))
    assert (reading.media_type, reading.extractor) == ("application/ofd", "ofd")
    assert paragraphs(reading) == ["二、主动公开政府信息情况"]
    assert cells(reading) == [["新收申请", "结转申请"], ["125", "0"]]
    assert reading.notes == ()


def test_rules_as_thin_filled_shapes() -> None:
    thin = [f"M 0 {y} L 100 {y} L 100 {y + 0.2} L 0 {y + 0.2} C" for y in (0, 10, 20)]
    thin += [f"M {x} 0 L {x + 0.2} 0 L {x + 0.2} 20 L {x} 20 C" for x in (0, 50, 100)]
    filled = path(" ".join(thin), 'Stroke="false" Fill="true"')
    assert cells(read(package(filled + WORDS))) == [["新收申请", "结转申请"], ["125", "0"]]


def test_templates_blocks_and_composite_objects_are_part_of_the_page() -> None:
    common = (
        f'{AREA}<ofd:TemplatePage ID="7" BaseLoc="Form.xml"/>'
        "<ofd:DocumentRes>Resources.xml</ofd:DocumentRes>"
    )
    unit = (
        f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits>"
        f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{text("结转申请", 0, 0)}'
        "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    used = '<ofd:Template TemplateID="7" ZOrder="Background"/>'
    own = (
        f"<ofd:PageBlock>{text('125', 25, 63, steps='2 2')}{text('0', 75, 63)}</ofd:PageBlock>"
        '<ofd:CompositeObject ResourceID="9" Boundary="75 53 20 5"/>'
    )
    form = layers(RULES + text("新收申请", 25, 53))
    page = {"Pages/0": layers(own, used)}
    data = package(" ", common=common, Form=form, Resources=unit, **page)
    assert cells(read(data)) == [["新收申请", "结转申请"], ["125", "0"]]


def test_scaled_and_moved_objects_stand_where_they_are_drawn() -> None:
    """A writer that counts in points: everything is scaled by its CTM."""
    scale = 'CTM="0.5 0 0 0.5 0 0"'
    drawn = (
        '<ofd:PathObject Boundary="20 50 150 40" CTM="0.5 0 0 0.5 0 0"><ofd:AbbreviatedData>'
        "M 0 0 L 200 0 L 200 40 L 0 40 C M 0 20 L 200 20 M 100 0 L 100 40</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )
    words = "".join(
        f'<ofd:TextObject Boundary="{x} {y} 40 5" Size="8" {scale}><ofd:TextCode X="0" Y="7" '
        f'DeltaX="{steps}">{said}</ofd:TextCode></ofd:TextObject>'
        for said, x, y, steps in (
            ("新收申请", 25, 53, "8 8 8"),
            ("结转申请", 75, 53, "8 8 8"),
            ("125", 25, 63, "g 2 4"),
            ("0", 75, 63, ""),
        )
    )
    assert cells(read(package(drawn + words))) == [["新收申请", "结转申请"], ["125", "0"]]


def test_a_table_goes_on_on_the_next_page() -> None:
    upper = path("M 0 200 L 100 200 M 0 210 L 100 210 M 0 220 L 100 220")
    upper += path("M 0 200 L 0 220 M 50 200 L 50 220 M 100 200 L 100 220")
    first = upper + text("新收申请", 25, 253) + text("结转申请", 75, 253)
    first += text("12", 25, 263, steps="2") + text("3", 75, 263)
    lower = path("M 0 -30 L 100 -30 M 0 -20 L 100 -20 M 0 -30 L 0 -20")
    lower += path("M 50 -30 L 50 -20 M 100 -30 L 100 -20")
    second = lower + text("45", 25, 23, steps="2") + text("6", 75, 23)
    expected = [["新收申请", "结转申请"], ["12", "3"], ["45", "6"]]
    assert cells(read(package(first, second))) == expected


def test_a_watermark_is_left_out_and_told() -> None:
    mark = text("湖口县财政局", 40, 60, 'CTM="0.7 -0.7 0.7 0.7 0 0"')
    reading = read(package(RULES + WORDS + mark))
    assert cells(reading) == [["新收申请", "结转申请"], ["125", "0"]]
    assert reading.notes == ("page 1: text set aslant (a watermark) left out: 湖口县财政局",)


def test_what_is_not_shown_is_not_read() -> None:
    hidden = text("9", 28, 63, 'Visible="false"') + text("8", 78, 63, 'Fill="false"')
    hidden += text("7", 80, 63, 'Alpha="0"') + text("6", 400, 63)
    reading = read(package(RULES + WORDS + hidden))
    assert cells(reading) == [["新收申请", "结转申请"], ["125", "0"]]


def test_a_font_s_own_characters_are_no_numbers() -> None:
    words = WORDS.replace(">125<", ">1\ue0122<")
    reading = read(package(RULES + words))
    assert cells(reading) == [["新收申请", "结转申请"], ["1\ufffd2", "0"]]
    assert reading.notes == ("page 1: 1 characters without a Unicode value",)


def test_other_namespaces_and_missing_pages() -> None:
    other = 'xmlns:ofd="http://www.ofdspec.org"'
    assert paragraphs(read(package(text("年度报告", 30, 30), namespace=other))) == ["年度报告"]
    missing = f'{AREA}<ofd:TemplatePage ID="7" BaseLoc="Gone.xml"/>'
    used = '<ofd:Template TemplateID="7"/>'
    page = layers(text("年度报告", 30, 30), used)
    reading = read(package(" ", common=missing, **{"Pages/0": page}))
    assert paragraphs(reading) == ["年度报告"]


SCANNED = (
    '<ofd:ImageObject ResourceID="5" Boundary="10 10 190 60" CTM="190 0 0 60 0 0"/>',
    f"{AREA}<ofd:DocumentRes>Resources.xml</ofd:DocumentRes>",
    f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image">'
    "<ofd:MediaFile>1.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>",
)


def test_a_page_of_pictures_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _name: None)
    picture, common, resources = SCANNED
    reading = read(package(picture, common=common, Resources=resources))
    assert (reading.blocks, reading.images) == ((), 1)
    assert reading.notes == ("1 page images: needs OCR: pip install 'openness-corpus[ocr]'",)


@pytest.mark.skipif(not ocr.is_available(), reason="needs the extra ocr")
def test_a_page_that_is_a_picture_is_recognised() -> None:
    picture, common, resources = SCANNED
    data = package(picture, common=common, Resources=resources)
    written = io.BytesIO(data)
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr("Doc_0/Res/1.png", small_picture(SMALL))
    reading = read(written.getvalue())
    assert (reading.extractor, reading.images) == ("ocr", 0)
    assert cells(reading) == SMALL


@pytest.mark.parametrize(
    "objects",
    [
        text("1", 25, 63, steps="g 999999999 1"),
        text("12", 25, 63, steps="g x y g"),
        path("M 0 L x 1 C C S"),
        '<ofd:CompositeObject ResourceID="9"/>' * 50,
        "<ofd:PageBlock>" * 200 + "</ofd:PageBlock>" * 200,
        '<ofd:TextObject Boundary="nan inf -1 x" Size="1e308"><ofd:TextCode X="nan">1'
        "</ofd:TextCode></ofd:TextObject>",
        path("M 0 0 L 1e308 1e308 L nan inf C"),
    ],
)
def test_hostile_objects_end_in_a_reading(objects: str) -> None:
    unit = (
        f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits>"
        '<ofd:CompositeGraphicUnit ID="9"><ofd:Content>'
        + '<ofd:CompositeObject ResourceID="9"/>' * 50
        + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    common = f"{AREA}<ofd:DocumentRes>Resources.xml</ofd:DocumentRes>"
    words = text("年度报告", 30, 30)
    assert "年度报告" in "".join(
        paragraphs(read(package(words + objects, common=common, Resources=unit)))
    )


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (package(), "expected pages, found none"),
        (package(text("x", 1, 1))[:-30], "not a complete zip archive"),
        (package("<ofd:Broken>"), "no valid XML"),
    ],
)
def test_damaged_files_say_so(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        read(data)


def box(left: float, color: str, more: str = "") -> str:
    """A filled rectangle, 20 wide and 10 high, from 105 mm down on."""
    return (
        f'<ofd:PathObject Boundary="{left} 105 20 10" Stroke="false" Fill="true" {more}>'
        f'<ofd:FillColor Value="{color}"/>'
        "<ofd:AbbreviatedData>M 0 0 L 20 0 L 20 10 L 0 10 C</ofd:AbbreviatedData></ofd:PathObject>"
    )


def number(words: str, left: float, color: str = "0 0 0") -> str:
    ground = f'<ofd:FillColor Value="{color}"/><ofd:TextCode'
    return text(words, left, 107, steps="g 99 2").replace("<ofd:TextCode", ground)


WHITE, BLACK = "255 255 255", "0 0 0"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (number("12", 20) + number("7", 24, WHITE), "12"),
        (number("38", 20) + box(18, WHITE) + number("12", 20), "12"),
        (box(18, BLACK) + number("12", 20, WHITE), "12"),
        (box(18, WHITE) + number("12", 20), "12"),
        (number("12", 20) + box(18, WHITE, more='Alpha="40"'), "12"),
        (number("12", 20) + number("7", 24, "200 0 0"), "127"),
    ],
    ids=["white", "corrected", "white on black", "on a ground", "under a tint", "red"],
)
def test_what_cannot_be_seen_is_left_out(objects: str, expected: str) -> None:
    assert read(package(objects)).blocks == (Paragraph(expected),)

"""Pages of viewers: pieces of text, each set to its own place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.damaged_form import RESULTS, TRUTH, full, read, stored, table_2, table_3, table_4, wrong

WIDTH, HEIGHT, SIZE = 1400, 1000, 10
FIRST, COLUMN, LINE = 420, 64, 28  # the width of the labels, of a column, the height of a line
INTRODUCTION = (
    "平安县民政局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "2023年，本单位依法公开政府信息，接受社会监督。",
)
Printer = Callable[[str, float, float], str]


def in_pixels(text: str, left: float, top: float) -> str:
    style = f"position:absolute;left:{left}px;top:{top:.1f}px;font-size:{SIZE}px"
    return f'<span role="presentation" dir="ltr" style="{style}">{text}</span>'


def in_parts_of_the_page(text: str, left: float, top: float) -> str:
    place = f"left: {100 * left / WIDTH:.3f}%; top: {100 * top / HEIGHT:.3f}%"
    size = f"font-size: calc(var(--scale-factor) * {SIZE}px); transform: scaleX(0.98)"
    return f'<span style="{place}; {size}">{text}</span><br role="presentation">'


def in_classes(text: str, left: float, top: float) -> str:
    style = f"position:absolute;top:{top:.0f}px;left:{left:.0f}px;white-space:nowrap"
    return f'<p style="{style}" class="ft10">{text}</p>'


def in_lines(text: str, left: float, top: float) -> str:
    """A long text in two lines of one piece, and short ones whose class tells no size."""
    style = f"position:absolute;top:{top:.0f}px;left:{left:.0f}px;white-space:nowrap"
    broken = f"{text[:20]}<br/>{text[20:]}" if len(text) > 20 else text
    name = "ft11" if len(text) > 4 else "ft9"
    return f'<p style="{style}" class="{name}">{broken}</p>'


def page_of(lines: list[list[str]], printer: Printer) -> str:
    """A page of these lines; the pieces are written column by column."""
    pieces = [
        (number, printer(text, FIRST * (number > 0) + COLUMN * max(number - 1, 0), 40 + LINE * row))
        for row, line in enumerate(lines)
        for number, text in enumerate(line)
        if text
    ]
    size = f"width: calc(var(--scale-factor) * {WIDTH}px); height: {HEIGHT}px"
    layer = "".join(piece for _, piece in sorted(pieces, key=lambda piece: piece[0]))
    return f'<div class="page" style="{size}"><div class="textLayer">{layer}</div></div>'


def report(printer: Printer, left_out: str = "") -> bytes:
    pages = (
        [[line] for line in INTRODUCTION]
        + [["二、主动公开政府信息情况"], *full(table_2(), left_out)],
        [["三、收到和处理政府信息公开申请情况"], *full(table_3(), left_out)],
        [["四、政府信息公开行政复议、行政诉讼情况"]]
        + [["", *row] for row in full(table_4(), left_out)]
        + [
            ["五、存在的主要问题及改进情况"],
            ["公开不够及时。"],
            ["六、其他需要报告的事项"],
            ["无。"],
        ],
    )
    shown = "".join(page_of(lines, printer) for lines in pages)
    style = "<style>.ft10{font-size:10px} .ft11{font-size:10px;line-height:12px}"
    style += ".later{display:none}</style>"
    return f"<html><head>{style}</head><body><div id=viewer>{shown}</div></body></html>".encode()


@pytest.mark.parametrize("printer", [in_pixels, in_parts_of_the_page, in_classes, in_lines])
def test_every_cell_is_read_by_its_place(printer: Printer) -> None:
    record = read(report(printer))
    assert (record.status, stored(record)) == ("verified", TRUTH)


def test_an_empty_place_is_an_empty_cell() -> None:
    """Of the row's other values none moves into it."""
    empty = {key for key, value in TRUTH.items() if value == "29" and key[0] == "applications"}
    record = read(report(in_pixels, left_out="29"))
    assert wrong(record) == {}
    assert empty
    for key in empty:
        assert [c.value for c in record.cells if (c.table, c.row, c.column) == key] == [None]


def test_what_a_viewer_hides_is_no_part_of_its_page() -> None:
    def twice(text: str, left: float, top: float) -> str:
        hidden = in_pixels("7", left + 20, top).replace('style="', 'style="display:none;')
        return in_pixels(text, left, top) + hidden

    record = read(report(twice))
    assert (record.status, stored(record)) == ("verified", TRUTH)


@pytest.mark.parametrize(
    "shown",
    [
        '<section style="{}"><input value="{}"></section>',
        '<img style="{}" src="{}.png">',
        '<span style="{};transform:rotate(90deg)">{}</span>',
        '<span style="{}" class="later">{}</span>',
    ],
)
def test_what_may_be_a_value_without_being_text_is_not_passed_over(shown: str) -> None:
    """A field of a form, a picture, a number that is turned, and one that a script may show: no
    cell is blank for them."""

    def with_other(text: str, left: float, top: float) -> str:
        if text != "29":
            return in_pixels(text, left, top)
        return shown.format(f"left:{left}px;top:{top:.1f}px;font-size:{SIZE}px", text)

    record = read(report(with_other))
    assert record.status == "incomplete"
    assert [cell for cell in record.cells if cell.state == "blank"] == []
    assert wrong(record) == {}


def test_a_mark_across_the_page_is_none_of_its_lines() -> None:
    def marked(text: str, left: float, top: float) -> str:
        style = f"left:{left + 20}px;top:{top:.1f}px;font-size:40px;transform:rotate(-45deg)"
        mark = f'<span style="{style}">内部</span>' if text == "29" else ""
        return in_pixels(text, left, top) + mark

    record = read(report(marked))
    assert (record.status, stored(record)) == ("verified", TRUTH)


def test_values_in_one_piece_have_no_places_of_their_own() -> None:
    """The first result of 行政复议 written into the piece of the second one: nothing is read by
    places, and no other column takes its number."""
    first, second = (TRUTH["proceedings", "reconsideration", name] for name in RESULTS[:2])

    def joined(text: str, left: float, top: float) -> str:
        if text == second and left == FIRST + COLUMN:
            return in_pixels(f"{first} {second}", left, top)
        return in_pixels("" if text == first and left == FIRST else text, left, top)

    assert first != second
    data = report(joined)
    assert f">{first} {second}<".encode() in data
    assert wrong(read(data)) == {}

"""The ways borders are drawn, and lines that are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from parsers.reading import pdf
from tests.pdf_reading.drawn import (
    FONT,
    XS,
    YS,
    cells,
    drawn,
    ruled,
    texts,
    two_by_two,
)


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

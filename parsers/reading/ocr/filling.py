"""What was read put into the cells of a grid; what is in doubt is no value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parsers.reading.model import UNREAD
from parsers.reading.ocr.blanks import doubtful_cells
from parsers.reading.ocr.looks import Text, is_wordy
from parsers.reading.ocr.printed import Box, Print
from parsers.reading.pdf.grid import Grid
from parsers.reading.pdf.page import Glyph
from parsers.reading.pdf.wrapped import wrapped_numbers


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of print and the cell of a grid that holds it."""

    cell: int
    print: Print


def label_cells(lines: Sequence[PlacedLine], texts: Sequence[Text]) -> set[int]:
    """Cells that words make labels: a line of one that was not read for certain is no number."""
    return {
        line.cell
        for line, text in zip(lines, texts, strict=True)
        if text.certain and is_wordy(text.text)
    }


def fill(
    grid: Grid,
    lines: Sequence[PlacedLine],
    texts: Sequence[Text],
    faint: set[int],
    cut: set[int],
    unit: float,
) -> tuple[int, int]:
    """Put the texts of lines into their cells; returns how many cells hold print, and how many of
    them are in doubt.

    faint: cells with print too pale to be read, cut: with print that goes on into a border. unit:
    pixels a point.
    """
    labels = label_cells(lines, texts)
    doubtful = faint | (cut - labels)
    lines_in = Counter(line.cell for line in lines)
    stacks: dict[int, list[tuple[Print, str]]] = {}
    for line, text in zip(lines, texts, strict=True):
        if line.cell not in labels and not text.certain:
            doubtful.add(line.cell)
        elif line.cell not in labels and lines_in[line.cell] > 1:
            stacks.setdefault(line.cell, []).append((line.print, text.text))
        else:
            _put(grid, line.cell, text.text, line.print.box, unit)
    doubtful |= _not_wrapped(grid, stacks, unit)
    printed = {cell: "".join(glyph.text for glyph in held) for cell, held in grid.glyphs.items()}
    doubtful |= doubtful_cells(grid, printed | dict.fromkeys(doubtful, UNREAD))
    for cell in doubtful:
        # Half a number is no number: what else the cell holds goes, too.
        grid.glyphs[cell] = []
        _put(grid, cell, UNREAD, Box(0, 0, 8, 8), unit)
    return len(doubtful.union(lines_in)), len(doubtful)


def _not_wrapped(
    grid: Grid, stacks: Mapping[int, Sequence[tuple[Print, str]]], unit: float
) -> set[int]:
    """The cells with several lines that are not the digits of one number, which a narrow cell
    broke; of the others these are put in place. Two numbers may stand above one another: then the
    border between them was not seen."""
    for cell, lines in stacks.items():
        for line, text in lines:
            _put_digits(grid, cell, text, line.box, unit)
    return set(stacks).difference(wrapped_numbers(grid, stacks))


def _put_digits(grid: Grid, cell: int, text: str, box: Box, unit: float) -> None:
    width = box.width / len(text)
    for place, character in enumerate(text):
        left, right = box.left + place * width, box.left + (place + 1) * width
        _put(grid, cell, character, Box(round(left), box.top, round(right), box.bottom), unit)


def _put(grid: Grid, cell: int, text: str, box: Box, unit: float) -> None:
    glyph = Glyph(
        text, box.left / unit, box.right / unit, box.bottom / unit, box.height / unit, False
    )
    grid.glyphs.setdefault(cell, []).append(glyph)

"""Which empty cells of a grid seen in a picture are blank values, and which may be no cells.

A box without ink says that nothing is printed there. It is a blank value only if it is all of a
cell: a fold, a streak or a stroke of a pen may have divided the cell, and the number stands in
the other part; a border that is lost may have joined it with its neighbour.
"""

from __future__ import annotations

from collections.abc import Mapping

from parsers.reading.ocr.looks import is_wordy
from parsers.reading.pdf.grid import Grid


def doubtful_cells(grid: Grid, texts: Mapping[int, str]) -> set[int]:
    """Cells whose bounds are in doubt, as their neighbours show. texts: by cell, none if empty.

    A cell of values is never merged with the one below: a border between them was lost, and of
    what else is empty in its rows nothing tells to which row or column it belongs. And
    numbers stand in the row of their label: right above or below a row of numbers without any
    words, an empty cell is the other part of a number's. In a grid of numbers alone nothing is
    known of labels.
    """
    wordy = {index for index, text in texts.items() if is_wordy(text)}
    first_words: dict[int, int] = {}
    for index in wordy:
        row, column, _, _ = grid.cells[index]
        first_words[row] = min(column, first_words.get(row, column))
    doubtful = set[int]()
    for index, (row, column, rowspan, colspan) in enumerate(grid.cells):
        if index in wordy:
            continue
        if rowspan > 1 and column > first_words.get(row, column - 1):
            doubtful.add(index)
            doubtful.update(
                other
                for line in range(row, row + rowspan)
                for other in grid.owner[line]
                if other not in texts
            )
        if texts.get(index) and wordy and row not in first_words:
            beside = {row - 1, row + rowspan} & set(range(len(grid.owner)))
            doubtful.update(
                other
                for line in beside
                for other in grid.owner[line][column : column + colspan]
                if not texts.get(other)
            )
    return doubtful

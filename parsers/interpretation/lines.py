"""The document as one sequence of lines: paragraphs, and rows of tables, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..reading.model import Reading, Table, TableCell
from .tidy import tidied


@dataclass(slots=True)
class Row:
    """One table row, never changed. `table` numbers the tables of the document; `recognised`: it
    was seen in a picture, with a line too many or too few perhaps; `texts`: what is printed, cell
    by cell."""

    cells: tuple[TableCell, ...]
    exact: bool
    table: int
    recognised: bool = False
    texts: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.texts = tuple([cell.text for cell in self.cells])


Line = str | Row


def lines_of(reading: Reading) -> tuple[Line, ...]:
    """All lines of a document."""
    lines: list[Line] = []
    for number, block in enumerate(reading.blocks):
        if isinstance(block, Table):
            table = tidied(block)
            lines.extend(Row(cells, table.exact, number, table.recognised) for cells in table.rows)
        else:
            lines.append(block.text)
    return tuple(lines)


def text_of(line: Line) -> str:
    """A line as plain text; the cells of a row are separated by tabs."""
    return line if isinstance(line, str) else "\t".join(line.texts).replace("\n", " ")

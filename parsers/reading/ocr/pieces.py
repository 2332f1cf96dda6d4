"""Pieces of print outside ruled tables, each with its place: for tables without ruling lines.

Every stroke of ink there belongs to a piece, so that nothing printed is taken for a blank. Pieces
that may be numbers are read under the rule for cells; what is in doubt is `UNREAD`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from parsers.reading.model import UNREAD
from parsers.reading.ocr.alike import alike_marks
from parsers.reading.ocr.grouping import OFF_LINE, ONE_CHARACTER, off_line
from parsers.reading.ocr.looks import Text, is_wordy
from parsers.reading.ocr.printed import FLAT, Box, Print
from parsers.reading.ocr.quality import poor_print, poor_values
from parsers.reading.ocr.runs import Run, runs_outside
from parsers.reading.ocr.sheet import Sheet
from parsers.reading.ocr.texts import texts_of
from parsers.reading.pdf.grid import Grid
from parsers.reading.pdf.page import Glyph

FEWEST_VALUES = 6  # pieces of a page that may be numbers: on fewer no table begins
# Of a character's height:
ABOVE, BELOW = 14, 14  # how far from numbers the words of a table may stand
LEVEL, WORDS_LEVEL = 0.2, 0.3  # by which values of one line, and words, may be off it
BASELINE, FLAT_BASELINE = 0.35, 0.3  # below a character's middle, and a dash's
MARK, LEAST_DASH = 0.45, 1.6  # no mark is larger; width by height of a dash
LOW_WORDS = 0.9  # nearly every character is higher


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a page as glyphs, in points; how many may be values, and how many of these are
    in doubt. poor: why no number is certain, as their print shows."""

    glyphs: Sequence[Glyph] = ()
    values: int = 0
    doubtful: int = 0
    poor: str = ""


def placed_pieces(
    sheet: Sheet, grids: Sequence[Grid], go_on: Callable[[], None], *, poor: str, goes_on: bool
) -> Pieces | None:
    """The pieces of a page outside its grids; none where hardly any may be a number. None where
    it is not known what they are: there are too many, or a grid with print beside it holds a part
    of their table.

    poor: why no number of the page is certain, empty where it is not known that none is.
    goes_on: the page before has a table, which may end with a few numbers on this one.
    `go_on` is called now and then, and raises TimeIsUp. Raises RecognitionFailed.
    """
    if sheet.is_empty:
        return Pieces()
    found = runs_outside(sheet, grids)
    if found is None:
        return None
    runs, usual = found
    values = [r for r in runs if r.may_be_value and (goes_on or _is_apart(r, runs, usual))]
    if not values or (len(values) < FEWEST_VALUES and not goes_on):
        return Pieces()
    if any(_stands_beside(run, grid, sheet.unit) for run in runs for grid in grids):
        return None
    top = min(run.box.top for run in values) - ABOVE * usual
    bottom = max(run.box.bottom for run in values) + BELOW * usual
    runs = [run for run in runs if top <= run.box.top and run.box.bottom <= bottom]
    runs = [run for run in runs if not _is_mark_below_words(run, runs, usual)]
    lines = [line for run in runs for line in run.lines]
    poor = poor or poor_print(sheet, usual)
    marks = alike_marks(sheet, lines, usual)
    texts = texts_of(sheet, lines, usual, go_on, marks, labels_only=bool(poor))
    apart = {line for run in values for line in run.lines}
    pairs = zip(lines, texts, strict=True)
    poor = poor or poor_values(sheet, (pair for pair in pairs if pair[0] in apart))
    told = _told(runs, dict(zip(lines, texts, strict=True)), poor=bool(poor))
    doubtful = sum(text == UNREAD for text, _ in told)
    return Pieces(_glyphs(told, usual, sheet.unit), len(values), doubtful, poor)


def _stands_beside(run: Run, grid: Grid, unit: float) -> bool:
    middle = (run.box.top + run.box.bottom) / 2 / unit
    return grid.ys[0] < middle < grid.ys[-1]


def _is_apart(run: Run, runs: Iterable[Run], usual: float) -> bool:
    """Whether nothing stands close beside a piece, as words do beside their punctuation."""
    box = run.box
    return not any(
        other is not run
        and min(box.bottom, other.box.bottom) > max(box.top, other.box.top)
        and max(box.left, other.box.left) - min(box.right, other.box.right) <= usual
        for other in runs
    )


def _is_mark_below_words(run: Run, runs: Iterable[Run], usual: float) -> bool:
    """Whether it is a mark, too small for a digit or a dash, right below a character of words that
    are set from top to bottom (三、本年度办理结果)."""
    box = run.box
    small = max(box.width, box.height) <= MARK * usual and box.width < LEAST_DASH * box.height
    return small and any(
        not other.may_be_value
        and other.box.width <= ONE_CHARACTER * usual
        and 0 <= box.top - other.box.bottom <= usual
        and min(box.right, other.box.right) > max(box.left, other.box.left)
        for other in runs
    )


def _told(runs: Iterable[Run], texts: Mapping[Print, Text], *, poor: bool) -> list[tuple[str, Box]]:
    """What every line of print says, and where; UNREAD where that is in doubt."""
    told = []
    for run in runs:
        doubtful = poor or run.ink.cut or run.ink.faint or run.ruled or len(run.lines) != 1
        told += [
            (_text(texts[line], words=not run.may_be_value, doubtful=doubtful), line.box)
            for line in run.lines
        ] or [(UNREAD, run.box)]
    return told


def _text(text: Text, *, words: bool, doubtful: bool) -> str:
    """Words need not be read for certain: none but the forms' own name a value."""
    if words and is_wordy(text.text):
        return text.text
    return text.text if text.certain and not doubtful else UNREAD


def _glyphs(told: Sequence[tuple[str, Box]], usual: float, unit: float) -> list[Glyph]:
    """Pieces as glyphs, in points. Values on one line have one baseline, and so have the words
    beside them, of which brackets and low strokes are higher or lower."""
    told = [(text, _levelled(box, told, usual) if is_wordy(text) else box) for text, box in told]
    values = [_baseline(box, usual) for text, box in told if not is_wordy(text)]
    levels: list[float] = []
    for own in sorted(values):
        if not levels or own - levels[-1] > LEVEL * usual:
            levels.append(own)
    glyphs: list[Glyph] = []
    for text, box in told:
        own = _baseline(box, usual)
        near = min(levels, key=lambda level: abs(level - own), default=own)
        level = near if abs(near - own) <= WORDS_LEVEL * usual else own
        left, right = box.left / unit, box.right / unit
        glyphs.append(Glyph(text, left, right, level / unit, usual / unit, True))
    return glyphs


def _levelled(box: Box, told: Iterable[tuple[str, Box]], usual: float) -> Box:
    """The box of words; as high as that of the words beside it where it has low strokes alone, as
    二 has."""
    if box.height >= LOW_WORDS * usual:
        return box
    beside = [
        other
        for text, other in told
        if is_wordy(text)
        and other.height >= LOW_WORDS * usual
        and max(box.left, other.left) - min(box.right, other.right) <= usual
        and off_line(box, other) <= OFF_LINE * usual
    ]
    near = min(beside, key=lambda other: off_line(box, other), default=box)
    return box._replace(top=near.top, bottom=near.bottom)


def _baseline(box: Box, usual: float) -> float:
    flat = box.height < FLAT * usual and box.width > box.height
    return (box.top + box.bottom) / 2 + (FLAT_BASELINE if flat else BASELINE) * usual

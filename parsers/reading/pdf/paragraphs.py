"""Lines outside tables: page furniture taken away, the rest joined into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from parsers.reading.pdf.columns import split_columns
from parsers.reading.pdf.text import FIRST_WIDE, Line
from parsers.reading.wrapping import HEADING, join_wrapped

MARGIN = 0.12  # of the page height: where page numbers and running heads stand
MARGIN_LINES = 3  # so many lines at either end of a page may belong to the margin
SHORTER, TALLER = 0.85, 1.18  # times as high as another line of one size, at most
SAME_EM = 0.05  # of the size: less is no other one
WIDE_PITCH = 1.5  # of the usual distance between lines: a larger one ends a paragraph
PAIR = 2  # pages
NAMES_DOCUMENT = re.compile("年度?报告?|文件|政府(?!信息公开申请)|办公室|委员会|局")
FEWEST_COUNTED = 2  # pages with numbers at one height, wherever it is
LONGEST_WORD = 12  # characters that are not broken between lines
DIGITS = re.compile(r"[0-9０-９]")

PAGE_NUMBER = re.compile(
    r"""^(?:
      [-－—–―─_·•~～\s]{1,8}[0-9０-９]{1,4}[-－—–―─_·•~～\s]{1,8}  # — 14 —
    | 第\s*[0-9０-９一二三四五六七八九十百]{1,5}\s*页
      [\s,，/、（(]{0,3}(?:共\s*[0-9０-９一二三四五六七八九十百]{1,5}\s*页[)）]?)?
    | (?:[Pp]age\s?)?[0-9]{1,4}\s?(?:/|of)\s?[0-9]{1,4}
    | (?:https?|file)://\S{1,300}(?:\s[0-9]{1,4}/[0-9]{1,4})?  # a browser's print: its foot
    | [0-9]{1,4}[/.\-年][0-9]{1,2}[/.\-月][0-9]{1,4}日?,?\s(?:[上下]午\s?)?  # and its head
      [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\s?[AP]M)?(?:\s\S.{0,200})?
    )$""",
    re.VERBOSE,
)
LONE_NUMBER = re.compile(r"^[0-9０-９]{1,4}$")
SENTENCE_END = re.compile(r"[。！？；：!?;:][”’」』）)]?$")


@dataclass(frozen=True, slots=True)
class Measures:
    """The text area of pages of one width: its margins, character size and line distance."""

    left: float
    right: float
    size: float
    pitch: float


def without_furniture(
    pages: Sequence[Sequence[Line]], heights: Sequence[float]
) -> list[list[Line]]:
    """Lines of every page (top to bottom) without page numbers and running heads and feet."""
    candidates = [_in_margin(lines, height) for lines, height in zip(pages, heights, strict=True)]
    repeated = Counter(
        (lines[index].text, round(lines[index].baseline / 6))
        for lines, indices in zip(pages, candidates, strict=True)
        for index in indices
        if not _is_data(lines[index].text)
    )
    running = {text for (text, _), times in repeated.items() if times >= max(3, len(pages) / 2)}
    # Of two pages the first one's may be the title that the second one's repeats.
    again = {text for (text, _), times in repeated.items() if times == len(pages) == PAIR}
    again = {text for text in again if NAMES_DOCUMENT.search(text)}
    counting = _counting(pages)
    return [
        [
            line
            for index, line in enumerate(lines)
            if not (index in margin and (_is_page_number(lines, index) or line.text in running))
            and not (number and index in (0, len(lines) - 1) and line.text in again)
            and not (index == len(lines) - 1 and number in counting)
        ]
        for number, (lines, margin) in enumerate(zip(pages, candidates, strict=True))
    ]


def _counting(pages: Sequence[Sequence[Line]]) -> set[int]:
    """The pages whose last line counts them: at one height the same number more than the page."""
    ends = {
        index: (round(lines[-1].baseline), int(numbers[0]) - index)
        for index, lines in enumerate(pages)
        if lines
        and (PAGE_NUMBER.match(lines[-1].text) or LONE_NUMBER.match(lines[-1].text))
        and (numbers := re.findall("[0-9]+", lines[-1].text))
    }
    times = Counter(ends.values())
    return {index for index, end in ends.items() if times[end] >= FEWEST_COUNTED}


def _is_data(text: str) -> bool:
    """Digits and marks alone, or several numbers: a table's row, never a running head."""
    return len(re.findall(r"[0-9]+", text)) > 2 or not re.search(r"[^\W\d_]", text)


def _is_page_number(lines: Sequence[Line], index: int) -> bool:
    """A number alone is one only as the outermost line of its page."""
    outermost = index in (0, len(lines) - 1)
    text = lines[index].text
    return bool(PAGE_NUMBER.match(text) or (outermost and LONE_NUMBER.match(text)))


def _in_margin(lines: Sequence[Line], height: float) -> set[int]:
    top = {i for i, line in enumerate(lines[:MARGIN_LINES]) if line.baseline < MARGIN * height}
    first = max(0, len(lines) - MARGIN_LINES)
    bottom = {
        first + i for i, line in enumerate(lines[first:]) if line.baseline > (1 - MARGIN) * height
    }
    return top | bottom


def measure(lines: Iterable[Line], width: float) -> Measures:
    """Margins and distances of running text, from the lines of all pages of one width."""
    lines = list(lines)
    sizes = Counter[float]()
    # The rows of a table without ruling lines may be many, in smaller characters than the text.
    running = [line for line in lines if len(split_columns(line)) == 1]
    for line in running or lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 12.0
    body = [line for line in lines if abs(line.size - size) <= 0.15 * size] or lines
    if not body:
        return Measures(0.0, width, size, 1.5 * size)
    lefts = Counter(round(line.x0 / 3) * 3.0 for line in body)
    common = max(lefts.values())
    left = min(x for x, times in lefts.items() if times >= 0.15 * common)
    rights = sorted(line.x1 for line in body)
    pitches = Counter(
        round(below.baseline - above.baseline)
        for above, below in pairwise(body)
        if 0.9 * size < below.baseline - above.baseline < 4 * size
    )
    pitch = pitches.most_common(1)[0][0] if pitches else 1.5 * size
    # Where all lines are short the margin is not seen: it lies far right all the same.
    right = max(rights[int(0.97 * (len(rights) - 1))], 0.7 * width)
    return Measures(left, right, size, float(pitch))


def continues(above: Line, below: Line, area: Measures, new_page: bool = False) -> bool:
    """Whether `below` goes on with the paragraph that holds `above`."""
    if not _are_of_one_size(above, below):
        return False
    distance = below.baseline - above.baseline
    if not new_page and distance > WIDE_PITCH * max(area.pitch, 1.2 * above.size):
        return False
    if _centred(above, area) and _centred(below, area):
        return above.size > 1.15 * area.size and not new_page
    indented = below.x0 > area.left + 1.2 * below.size
    full = above.x1 > area.right - max(2.2 * above.size, _first_word_width(below))
    if indented or not full:
        return False
    ended = bool(SENTENCE_END.search(above.text))
    if HEADING.match(below.text) and ended:
        return False
    return not (new_page and ended and above.x1 < area.right - 1.2 * above.size)


def _are_of_one_size(above: Line, below: Line) -> bool:
    """By the height of their characters; where that differs, as of two typefaces of one size (仿宋
    and the figures of Times), by the width of the wide ones."""
    if SHORTER < below.size / above.size < TALLER:
        return True
    one, other = _em(above), _em(below)
    return one > 0 and abs(other - one) < SAME_EM * one


def _em(line: Line) -> float:
    """The size of a line's typefaces: the width of most wide characters; 0 where it has none."""
    wide = sorted(glyph.x1 - glyph.x0 for glyph in line.glyphs if glyph.text >= FIRST_WIDE)
    return wide[len(wide) // 2] if wide else 0.0


def _first_word_width(line: Line) -> float:
    """Of the number or Latin word that a line begins with: it moved there as a whole."""
    word = list(takewhile(lambda glyph: glyph.text < FIRST_WIDE, line.glyphs[:LONGEST_WORD]))
    return word[-1].x1 - word[0].x0 + word[0].size / 2 if word else 0.0


def _centred(line: Line, area: Measures) -> bool:
    before, after = line.x0 - area.left, area.right - line.x1
    return before > 2 * line.size and abs(before - after) < 2 * line.size


def join_line(text: str, line: Line, above: Line, area: Measures) -> str:
    """The paragraph with one line more.

    Running text is wrapped between any two characters, digits included: a line that was filled
    up and ends in a digit goes on with the same number.
    """
    filled = above.x1 > area.right - 0.8 * above.size
    if filled and DIGITS.search(text[-1:]) and DIGITS.match(line.text):
        return text + line.text
    return join_wrapped(text, line.text)

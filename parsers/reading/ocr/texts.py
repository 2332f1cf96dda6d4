"""Lines of print read: one look at labels, two or three at what may be a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from parsers.reading.ocr import engine
from parsers.reading.ocr.engine import Read
from parsers.reading.ocr.looks import (
    FIRST,
    SECOND,
    THIRD,
    Look,
    Renditions,
    Text,
    agreed,
    are_dotted_zeros,
    as_label,
    is_label,
)
from parsers.reading.ocr.printed import Box, Print, slant
from parsers.reading.ocr.sheet import Sheet
from parsers.reading.ocr.zeros import dotted_zeros


def texts_of(
    sheet: Sheet,
    lines: Sequence[Print],
    usual: float,
    go_on: Callable[[], None],
    marks: Mapping[Box, str],
    *,
    labels_only: bool,
) -> list[Text]:
    """The text of every line; none is certain where labels are all that the page shows.

    usual: height of a Chinese character in pixels. marks: lines known to stand for no
    value, by their boxes.
    `go_on` is called now and then, and raises TimeIsUp. Raises RecognitionFailed.
    """
    shown = Renditions(sheet)

    def looked_at(places: Sequence[int], look: Look) -> dict[int, Read]:
        pictures = [shown.show(lines[place], usual, look) for place in places]
        return dict(zip(places, engine.recognise(pictures, go_on), strict=True))

    first = looked_at(range(len(lines)), FIRST)
    texts = [Text(first[place].text, True) for place in range(len(lines))]
    again = [place for place in first if not is_label(first[place], lines[place])]
    if labels_only:
        for place in again:
            texts[place] = Text(first[place].text, False)
        return texts
    for place in again:
        if lines[place].box in marks:
            texts[place] = Text(marks[lines[place].box], True)
    again = [place for place in again if lines[place].box not in marks]
    leaning = {place: slant(sheet, lines[place]) for place in again}
    dotted = dotted_zeros(sheet, {place: lines[place] for place in again})
    second = looked_at(again, SECOND)
    for place in again:
        reads = (first[place], second[place])
        if place in dotted and are_dotted_zeros(reads):
            texts[place] = Text("0", True)
            continue
        texts[place] = agreed(reads, lines[place], leaning[place], bilevel=sheet.bilevel)
    open_ones = [place for place in again if not texts[place].certain]
    for place, third in looked_at(open_ones, THIRD).items():
        all_reads = (first[place], second[place], third)
        text = agreed(all_reads, lines[place], leaning[place], bilevel=sheet.bilevel)
        texts[place] = text if text.certain else as_label(all_reads, lines[place])
    return texts

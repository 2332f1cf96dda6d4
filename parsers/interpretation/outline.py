"""The text of a report and its parts under their own headings."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

from ..record import Section
from .application_rows import begins_results, row_labels
from .labels import match_label
from .lines import Line, text_of

ENOUGH_STANDARD_HEADINGS = 4  # of six; reports of the older style share one or two of them
# Enough where the rest of a copy is missing: only the forms have a second part with such a table,
# or these two parts in these words.
_FORM_OF_TABLE_2 = re.compile(r"第二十条第.{1,3}项\s*信息内容")
_PARTS_OF_THE_FORMS = frozenset({2, 3})
LONGEST_HEADING = 45
FLATTENED = 300  # characters in one paragraph from which layout spaces are taken out

_CJK = r"[\u4e00-\u9fff，。、；：“”（）《》〔〕]"
_BLANK = re.compile(" ")
_LINE_END = re.compile("\n")
_LAYOUT_SPACE = re.compile(rf"(?<={_CJK}) +(?={_CJK})")
# What must not stand before these is looked for behind their first character: a search for one
# character goes through a text many times faster.
_PAGE_MARKER = re.compile(
    r"[—–\-－](?<![\d\-—–－].)[—–\-－]? ?(\d{1,3}) ?[—–\-－]{1,2}(?![\d\-—–－])"
)
_DASH_AS_VALUE = re.compile(r"(?<=[\s\t])[—–\-－]{1,2}(?=\s)")
_LINE_HEADING = re.compile(
    r"^[ \u3000]*第?([一二三四五六七八九十]{1,3})(?:部分|章)? *[、.．:：] *([^\n\t]{2,60})$",
    re.MULTILINE,
)
_NUMBERS = range(1, 7)
_REST_OF_LINE = r"表?(?:[(（][^()（）\n]{0,12}[)）])?[:：]?"
_NUMERALS = "一二三四五六七八九十"
_SENTENCE_END = re.compile(r"[。；;！!？?，,]$")


@dataclass(frozen=True, slots=True)
class Outline:
    """`text` is the whole cleaned report; sections lie in it in order, without gaps between
    the first heading and the end. `standard`: it has the headings of the official forms."""

    text: str
    sections: tuple[Section, ...]
    preface: str
    standard: bool

    def section(self, number: int) -> str:
        """The text of a standard section, empty where there is none."""
        return next((s.text for s in self.sections if s.number == number), "")


def outline_of(lines: Sequence[Line]) -> Outline:
    """Clean the text and cut it at its headings."""
    text = clean_text(lines)
    standard = _standard_headings(text)
    chosen = standard if _are_enough(standard, text) else _own_headings(text)
    sections = []
    for i, (number, start, end) in enumerate(chosen):
        stop = chosen[i + 1][1] if i + 1 < len(chosen) else len(text)
        heading = re.sub(r"\s+", " ", text[start:end]).strip()
        sections.append(Section(number=number, heading=heading, text=text[end:stop].strip()))
    preface = text[: chosen[0][1]].strip() if chosen else text
    return Outline(text, tuple(sections), preface, chosen is standard)


def clean_text(lines: Sequence[Line]) -> str:
    """The report as plain text: page markers out, the spaces of a flattened layout closed."""
    text = "\n".join(text_of(line).rstrip(" ") for line in lines)
    text = _drop_page_markers(text.replace("\u3000", " ").replace("\xa0", " "))
    paragraphs = (_close_layout(p) for p in text.split("\n"))
    return "\n".join(p for p in paragraphs if p.strip())


def _close_layout(paragraph: str) -> str:
    if len(paragraph) < FLATTENED or "\t" in paragraph:
        return paragraph
    return re.sub(r" {2,}", " ", _LAYOUT_SPACE.sub("", paragraph))


def _drop_page_markers(text: str) -> str:
    """Remove `— 14 —` where it is a page number and not a number between two dashes.

    It is one where the document prints no other dash for an empty cell, where it stands on a
    line of its own, or where the one before or after it counts on.
    """
    markers = list(_PAGE_MARKER.finditer(text))
    if not markers:
        return text
    if _DASH_AS_VALUE.search(_PAGE_MARKER.sub("页", text)):
        markers = [m for i, m in enumerate(markers) if _counts_on(markers, i) or _alone(text, m)]
    pieces, position = [], 0
    for marker in markers:
        pieces.append(text[position : marker.start()].rstrip(" "))
        position = marker.end()
    return " ".join([*pieces, text[position:].lstrip(" ")])


def _counts_on(markers: Sequence[re.Match[str]], i: int) -> bool:
    number = int(markers[i][1])
    neighbours = (*markers[max(0, i - 1) : i], *markers[i + 1 : i + 2])
    return any(abs(int(other[1]) - number) == 1 for other in neighbours)


def _alone(text: str, marker: re.Match[str]) -> bool:
    before = text[: marker.start()].rpartition("\n")[2]
    after = text[marker.end() :].partition("\n")[0]
    return not before.strip() and not after.strip()


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("headings.toml").read_text("utf-8"))


def _words_of(number: int) -> str:
    """Pattern of a heading's words, without white space."""
    return f"{_data()['before']['words']}(?:{'|'.join(_data()['standard'][str(number)])})"


@lru_cache(maxsize=1)
def _standard_patterns() -> dict[int, re.Pattern[str]]:
    """The headings as the forms number them, wherever in the text they stand."""
    return {
        number: re.compile(
            rf"{_NUMERALS[number - 1]}(?:(?<![{_NUMERALS}].)[、.．,，:：?？]"
            r"|(?<=第.)(?:部分|章)[、.．:：]?)"
            rf"{_words_of(number)}(?![\u4e00-\u9fff]*\t)"
        )
        for number in _NUMBERS
    }


@lru_cache(maxsize=1)
def _line_patterns() -> tuple[dict[int, re.Pattern[str]], ...]:
    """The headings as whole lines, one set for each way to number them."""
    return tuple(
        {
            number: re.compile(
                f"^{_numbered(style, number)}{_words_of(number)}{_REST_OF_LINE}$",
                re.MULTILINE,
            )
            for number in _NUMBERS
        }
        for style in _data()["numbering"]["styles"]
    )


def _numbered(style: str, number: int) -> str:
    numeral, circled = _NUMERALS[number - 1], "㈠㈡㈢㈣㈤㈥"[number - 1]
    return str(style.replace("N", numeral).replace("C", circled).replace("D", str(number)))


def _standard_headings(text: str) -> list[tuple[int, int, int]]:
    """(number, start, end) of the official headings: as the forms number them, else in the
    first other way that has enough of them as lines of their own."""
    squeezed = _Squeezed(text)
    patterns = _standard_patterns()
    chosen = _in_order(squeezed, {n: p.finditer(squeezed.text) for n, p in patterns.items()})
    if _are_enough(chosen, text):
        begun = [(n, start - (text.startswith("第", start - 1)), end) for n, start, end in chosen]
        whole = [(number, start, _line_rest(text, start, end)) for number, start, end in begun]
        return _with_others(text, whole)
    starts = [0, *(end.end() for end in _LINE_END.finditer(squeezed.text))]
    for patterns in _line_patterns():
        found = {n: _at_lines(p, squeezed.text, starts) for n, p in patterns.items()}
        lines = _in_order(squeezed, found)
        if len(lines) >= ENOUGH_STANDARD_HEADINGS:
            return lines
    return []


def _are_enough(headings: Sequence[tuple[int, int, int]], text: str) -> bool:
    places = {number: end for number, _, end in headings}
    if len(places) >= ENOUGH_STANDARD_HEADINGS or places.keys() >= _PARTS_OF_THE_FORMS:
        return True
    return 2 in places and _FORM_OF_TABLE_2.search(text, places[2]) is not None


def _with_others(text: str, chosen: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The headings with those in other words (五、下一步工作打算): the one line that bears the
    missing numeral between its neighbours and is no row's label."""
    places = {number: (start, end) for number, start, end in chosen}
    for number in _NUMBERS:
        if number in places:
            continue
        first = max((end for n, (_, end) in places.items() if n < number), default=0)
        last = min((start for n, (start, _) in places.items() if n > number), default=len(text))
        lines = [
            match.span()
            for match in _LINE_HEADING.finditer(text, first, last)
            if _numeral(match[1]) == number and _is_heading(match[2])
        ]
        if len(lines) == 1:
            places[number] = lines[0]
    return [(number, *places[number]) for number in sorted(places)]


def _is_heading(title: str) -> bool:
    """Whether a numbered line may be a heading, not a sentence or a row's label of table 3."""
    if len(title.strip()) > LONGEST_HEADING or _SENTENCE_END.search(title.strip()):
        return False
    if begins_results(title):
        return False
    return match_label(title, row_labels()) not in ("received", "carried_in", "carried_out")


def _at_lines(
    pattern: re.Pattern[str], text: str, starts: Sequence[int]
) -> Iterator[re.Match[str]]:
    """Where a pattern of whole lines fits; a search for it would try every character."""
    return filter(None, (pattern.match(text, start) for start in starts))


class _Squeezed:
    """A text without its blanks."""

    def __init__(self, text: str) -> None:
        self.text = text.replace(" ", "")
        self._whole = text

    @cached_property
    def _blanks(self) -> list[int]:
        """Of each blank: before which character of the text without blanks it stands."""
        return [blank.start() - n for n, blank in enumerate(_BLANK.finditer(self._whole))]

    def at(self, place: int) -> int:
        """A character's place in the whole text."""
        return place + bisect_right(self._blanks, place)


def _in_order(
    squeezed: _Squeezed, found: Mapping[int, Iterable[re.Match[str]]]
) -> list[tuple[int, int, int]]:
    """Headings that follow one another: of repeated ones (a list of contents in the preface)
    the last that still comes before the next heading."""
    chosen: list[tuple[int, int, int]] = []
    limit = len(squeezed.text)
    for number in sorted(found, reverse=True):
        spans = [match.span() for match in found[number] if match.end() <= limit]
        if spans:
            start, end = spans[-1]
            chosen.append((number, squeezed.at(start), squeezed.at(end - 1) + 1))
            limit = start
    return chosen[::-1]


def _line_rest(text: str, start: int, end: int) -> int:
    """A heading on a line of its own takes the whole line, with what the agency added to it."""
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    own_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    short = line_end - start <= LONGEST_HEADING and not _SENTENCE_END.search(text[end:line_end])
    return line_end if own_line and short else end


def _own_headings(text: str) -> list[tuple[int | None, int, int]]:
    """Headings of reports in their own style: short lines numbered 一、二、三… in sequence."""
    found: list[tuple[int | None, int, int]] = []
    expected = 1
    for match in _LINE_HEADING.finditer(text):
        if _numeral(match[1]) != expected or not _is_heading(match[2]):
            continue
        found.append((None, match.start(), match.end()))
        expected += 1
    return found


def _numeral(text: str) -> int:
    """一 to 十九."""
    if text == "十":
        return 10
    if text.startswith("十"):
        return 10 + _NUMERALS.index(text[1]) + 1
    return _NUMERALS.index(text[0]) + 1

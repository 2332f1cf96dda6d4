"""Automatic numbers of Word paragraphs (一、 (一) 1.), which stand nowhere in the text.

A paragraph names a list (numId) and a level; numbering.xml says how each level is counted and
printed (ISO 29500-1, 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from parsers.reading.docx.package import W

LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_CHINESE = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _counting(number: int, digits: str = _CHINESE, units: str = "十百千") -> str:
    """一 … 十, 十一, 二十, 一百〇一, as Chinese text counts; Arabic digits from 10,000."""
    if number >= 10_000:
        return str(number)
    text, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit == 0:
            zero = bool(text)
            continue
        text += digits[0] * zero + digits[digit] + (units[power - 1] if power else "")
        zero = False
    return text.removeprefix(digits[1]) if 10 <= number < 20 and digits == _CHINESE else text


def _formal(number: int) -> str:
    return _counting(number, _FORMAL, "拾佰仟")


def _digit_by_digit(number: int) -> str:
    return "".join(_CHINESE[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    if number >= 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    """A … Z, AA, BB …, as Word counts."""
    return chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)


def _enclosed(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def _of_series(series: str) -> Callable[[int], str]:
    return lambda number: series[number - 1] if 1 <= number <= len(series) else str(number)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(
        {48 + digit: 0xFF10 + digit for digit in range(10)}
    ),
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedCircleChinese": _enclosed("①", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "ideographTraditional": _of_series(_STEMS),
    "ideographZodiac": _of_series(_BRANCHES),
    "ideographEnclosedCircle": _enclosed("㊀", 10),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "none": lambda number: "",
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    number_format: str
    text: str


class Numbering:
    """Counts the numbered paragraphs of a document in reading order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        """numbering, styles: roots of numbering.xml and styles.xml, None where absent."""
        self._levels: dict[str, dict[int, _Level]] = {}  # list -> its levels
        self._counted_as: dict[str, str] = {}  # list -> abstract list, which holds the counters
        self._restarts: dict[str, set[int]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._by_style: dict[str, tuple[str | None, int, str | None]] = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            self._read_styles(styles)

    def next(self, paragraph: etree._Element) -> str:
        """The number printed before a paragraph, "" where it has none."""
        list_id, level = self._list_of(paragraph)
        definition = self._levels.get(list_id or "", {}).get(level)
        if list_id is None or definition is None or definition.number_format == "bullet":
            return ""
        counters = self._counters.setdefault(self._counted_as[list_id], {})
        if level in self._restarts.get(list_id, ()):
            self._restarts[list_id].discard(level)
            counters.pop(level, None)
        counters[level] = counters.get(level, definition.start - 1) + 1
        for deeper in range(level + 1, LEVELS):
            counters.pop(deeper, None)
        return self._printed(list_id, definition, counters)

    def _printed(self, list_id: str, definition: _Level, counters: dict[int, int]) -> str:
        def number(match: re.Match[str]) -> str:
            named = int(match.group(1)) - 1
            level = self._levels[list_id].get(named, definition)
            count = counters.get(named, level.start)
            return FORMATS.get(level.number_format, str)(count) if count > 0 else str(count)

        return _PLACEHOLDER.sub(number, definition.text)

    def _list_of(self, paragraph: etree._Element) -> tuple[str | None, int]:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return None, 0
        style = properties.find(f"{W}pStyle")
        list_id, level = self._of_style(style.get(f"{W}val") if style is not None else None)
        own = properties.find(f"{W}numPr")
        if own is not None:
            list_id = _value(own, "numId") or list_id
            level = _integer(_value(own, "ilvl"), level)
        return (None if list_id == "0" else list_id), level

    def _of_style(self, style: str | None) -> tuple[str | None, int]:
        for _ in range(len(self._by_style)):  # a damaged file may base styles on one another
            if style is None or style not in self._by_style:
                break
            list_id, level, based_on = self._by_style[style]
            if list_id is not None:
                return list_id, level
            style = based_on
        return None, 0

    def _read_styles(self, styles: etree._Element) -> None:
        for style in styles.iter(f"{W}style"):
            own = style.find(f"{W}pPr/{W}numPr")
            list_id = _value(own, "numId") if own is not None else None
            level = _integer(_value(own, "ilvl"), 0) if own is not None else 0
            name = style.get(f"{W}styleId")
            if name is not None:
                self._by_style[name] = (list_id, level, _value(style, "basedOn"))

    def _read_lists(self, numbering: etree._Element) -> None:
        abstract = {a.get(f"{W}abstractNumId"): a for a in numbering.iter(f"{W}abstractNum")}
        linked = {_value(a, "styleLink"): a for a in abstract.values()}
        for definition in numbering.iter(f"{W}num"):
            list_id, abstract_id = definition.get(f"{W}numId"), _value(definition, "abstractNumId")
            source = abstract.get(abstract_id)
            if list_id is None or abstract_id is None or source is None:
                continue
            link = _value(source, "numStyleLink")
            source = linked.get(link, source) if link else source
            self._counted_as[list_id] = source.get(f"{W}abstractNumId") or abstract_id
            self._levels[list_id] = _levels(source)
            for override in definition.iter(f"{W}lvlOverride"):
                self._override(list_id, override)

    def _override(self, list_id: str, override: etree._Element) -> None:
        index = _integer(override.get(f"{W}ilvl"), 0)
        self._levels[list_id].update(_levels(override))
        start = _value(override, "startOverride")
        level = self._levels[list_id].get(index)
        if start is not None and level is not None:
            again = _Level(_integer(start, 1), level.number_format, level.text)
            self._levels[list_id][index] = again
            self._restarts.setdefault(list_id, set()).add(index)


def _levels(parent: etree._Element) -> dict[int, _Level]:
    return {
        _integer(level.get(f"{W}ilvl"), 0): _Level(
            _integer(_value(level, "start"), 1),
            _value(level, "numFmt") or "decimal",
            (_value(level, "lvlText") or "")[:64],
        )
        for level in parent.findall(f"{W}lvl")
    }


def _value(parent: etree._Element, name: str) -> str | None:
    child = parent.find(f"{W}{name}")
    return child.get(f"{W}val") if child is not None else None


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default

"""Numbers of spreadsheet cells as text, by the cell's number format (ISO 29500-1, 18.8.31).

The number in the cell counts, in full: 12 is `12`, 1234.5 is `1234.5`, however many decimals
the format shows. What a format adds to the number (a percent sign, a unit, a date) is part of
the text. Where the sheet shows something else, `difference` says what.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

UNCERTAIN = "#?"  # printed in place of a value that only a spreadsheet program can show
LARGEST_FIXED = 1e21
DIGITS_OF_A_NUMBER = 15  # a spreadsheet keeps no more

# The built-in formats that no file spells out (18.8.30); 14–22 and 45–47 are dates and times,
# 27–36 and 50–58 the dates of East Asian versions.
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy-m-d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy-m-d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss",
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0",
    49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip

# A format's pieces: quoted text, an escaped character, a space or fill, a bracket, the rest.
_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|[_*].|\[([^\]]*)\]|(.)', re.DOTALL)
_CONDITION = re.compile(r"[<>=]")
_ELAPSED = re.compile(r"(?:h+|m+|s+)", re.IGNORECASE)
_DATE_LETTERS = frozenset("yYmMdDhHsS")
_DIGIT = re.compile(r"[0#?]")
_PLACEHOLDER = re.compile(r"[0#?@]|general", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """`text` stands for the cell; `difference` tells in words what the sheet shows instead."""

    text: str
    difference: str = ""


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format: `pattern` has the placeholders and letters, `literals` replaced by
    nothing; `before` and `after` are the words around the number."""

    pattern: str
    before: str
    after: str
    conditional: bool
    is_date: bool


def printed(value: float, code: str, *, epoch_1904: bool = False) -> Printed:
    """The text of a number under a format. epoch_1904: days are counted from 1904."""
    sections = _sections(code[:255].replace("G/通用格式", "General"))
    if any(section.conditional for section in sections):
        return Printed(plain(value), f"format {code[:40]} depends on conditions")
    section = _section_for(value, sections)
    if section.is_date:
        return _date(value, section, epoch_1904)
    if "@" in section.pattern or "general" in section.pattern.lower() or not code:
        return Printed(f"{section.before}{plain(value)}{section.after}")
    blank_zero = value == 0 and "0" not in section.pattern  # # and ? print no zero
    if blank_zero or not _DIGIT.search(section.pattern):
        shown = section.before + section.after
        return Printed(plain(value), f"shown as {shown.strip()!r}")
    return _number(value, section)


def plain(value: float) -> str:
    """A number without exponent, trailing zeros or noise of binary fractions."""
    if value != value or abs(value) >= LARGEST_FIXED:
        return str(value)
    if float(value).is_integer():
        return str(int(value))
    number = Decimal(format(value, f".{DIGITS_OF_A_NUMBER}g"))
    return format(number.normalize(), "f")


def _number(value: float, section: _Section) -> Printed:
    pattern = section.pattern
    if "/" in pattern:
        return Printed(plain(value), "shown as a fraction")
    last = max(pattern.rfind(sign) for sign in "0#?")
    if pattern[last + 1 : last + 2] == ",":
        return Printed(UNCERTAIN, f"{plain(value)} shown in thousands or more")
    percent = "%" in section.pattern
    amount = float(Decimal(repr(float(value))) * 100) if percent else value
    text = plain(amount)
    after = ("%" if percent else "") + section.after
    decimals = _decimals(pattern)
    rounded = "E" not in pattern.upper() and round(amount, decimals) != float(text)
    difference = f"shown rounded to {decimals} decimals" if rounded else ""
    return Printed(f"{section.before}{text}{after}", difference)


def _decimals(pattern: str) -> int:
    fraction = pattern.partition(".")[2]
    return sum(sign in "0#?" for sign in fraction)


def _date(value: float, section: _Section, epoch_1904: bool) -> Printed:
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)
    try:
        moment = start + timedelta(seconds=round(value * 86_400))
    except (OverflowError, ValueError):
        return Printed(plain(value), "shown as a date that does not exist")
    letters = section.pattern.lower()
    if not {"y", "d"} & set(letters):
        return Printed(moment.strftime("%H:%M:%S" if "s" in letters else "%H:%M"))
    year = f"{moment.year}年" if "y" in letters else ""
    day = f"{moment.day}日" if "d" in letters else ""
    return Printed(f"{year}{moment.month}月{day}")


def _section_for(value: float, sections: tuple[_Section, ...]) -> _Section:
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token[4] == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(tokens) for tokens in parts)


def _section(tokens: list[re.Match[str]]) -> _Section:
    pattern, words = "", ["", ""]
    conditional = elapsed = False
    for token in tokens:
        quoted, escaped, bracket, sign = token.groups()
        place = 1 if _PLACEHOLDER.search(pattern) else 0
        if bracket is not None:
            conditional = conditional or bool(_CONDITION.match(bracket))
            elapsed = elapsed or bool(_ELAPSED.fullmatch(bracket))
            if bracket.startswith("$"):
                words[place] += bracket[1:].partition("-")[0]
        elif quoted is not None or escaped is not None:
            words[place] += quoted if quoted is not None else escaped
        elif sign is not None:
            if ord(sign) > 127 or sign in "$":
                words[place] += sign
            else:
                pattern += sign
    is_general = "general" in pattern.lower()
    is_date = elapsed or (not is_general and bool(_DATE_LETTERS & set(pattern)))
    return _Section(pattern, words[0].strip(), words[1].strip(), conditional, is_date)

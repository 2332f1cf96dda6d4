"""What is printed in a cell: a number, nothing, a dash, or something that is neither."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from ..characters import narrowed
from .remembering import remembered

ValueState = Literal["number", "blank", "not_applicable", "unreadable"]
Said = tuple[ValueState, str | None]  # of a value: its state and its number

# Marks that agencies print for "does not apply" (seen in reports of 2019 to 2025), and those of
# other codes that look like them.
DASHES = frozenset(
    {"/", "∕", "⁄", "╱", "\\", "-", "--", "---", "—", "——", "–", "−", "─", "‐", "―", "无"}
    | {"不涉及", "不适用"}
)
UNIT_OF_COUNT = "件|条|项|个|次|宗|起|人|份|篇|类"
UNIT_OF_MONEY = "万元|元"
SIGNS = {
    "增加": "+",
    "增": "+",
    "减少": "-",
    "减": "-",
    "+": "+",
    "-": "-",
    "−": "-",
    "–": "-",
    "": "",
}

# Cells are asked about many times, and the same numbers and labels stand in every report.
LONGEST_REMEMBERED = 100  # characters of a cell

_SHEET_ERROR = re.compile(r"#[A-Z/0!?]{1,8}")
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_NUMBER = re.compile(
    r"(?P<sign>增加|增|减少|减|[+\-−–]?)(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
    r"(?P<fraction>\.[0-9]+)?"
    rf"(?P<unit>{UNIT_OF_COUNT}|{UNIT_OF_MONEY}|\((?:{UNIT_OF_COUNT}|{UNIT_OF_MONEY})\))?"
)
LONGEST_NUMBER = 18
_OTHER_DIGIT = re.compile(r"[^0-9０-９\D]|[⁰¹²³⁴-⁹₀-₉①-⓿❶-➓㈠-㊿]")  # footnote marks, other scripts
_LEADING_ZERO = re.compile(r"0[0-9]")  # nobody prints 03 for 3: two numbers, or one half hidden
_DIGITS_APART = re.compile(r"\d\s+[\d.,]")
_NO_FRACTION = re.compile(r"\.0{1,2}")  # 3.0 and 3.00 are whole; 1.000 may be a thousand


class Value(NamedTuple):
    """One cell as printed. `number` is decimal text without separators (`-3`, `28600.64`).

    `spaced` tells that the digits stand apart (`1 234`): one number broken in two, or two
    numbers; only other evidence can tell. It may be told of what cannot be read (`0 0`), too.
    """

    state: ValueState
    raw: str
    number: str | None = None
    unit: str | None = None
    spaced: bool = False

    @property
    def said(self) -> Said:
        """What it tells, however it is written: 1,234 says what 1234 says."""
        return self.state, self.number

    @property
    def amount(self) -> int | None:
        """The whole number for sums: 0 for what is visibly empty, None for what is unread."""
        if self.state in ("blank", "not_applicable"):
            return 0
        if self.number is None or "." in self.number:
            return None
        return int(self.number)


Aligned = tuple[Value | None, ...]  # one value a column; None: absent from the text
BLANK = Value("blank", "")


def all_alike(values: Iterable[Value]) -> bool:
    """Whether all say the same: then it does not matter in which order they stand."""
    return len({value.said for value in values}) <= 1


def read_value(raw: str, *, signed: bool = False, money: bool = False) -> Value:
    """Read one cell. `signed` admits a change such as `-3`, `money` admits decimals."""
    return _value(raw, signed, money)


@remembered(LONGEST_REMEMBERED)
def _value(raw: str, signed: bool, money: bool) -> Value:
    text = narrowed(raw).strip()
    if not text:
        return BLANK
    squashed = re.sub(r"\s+", "", text)
    if squashed in DASHES:
        return Value("not_applicable", raw.strip())
    if squashed == "零":
        return Value("number", raw.strip(), "0")
    if _OTHER_DIGIT.search(raw):
        return Value("unreadable", raw.strip())
    spaced = _DIGITS_APART.search(text) is not None
    match = _NUMBER.fullmatch(squashed) if len(squashed) <= LONGEST_NUMBER else None
    if match is None or _LEADING_ZERO.match(match["digits"]):
        return Value("unreadable", raw.strip(), spaced=spaced)
    sign = SIGNS[match["sign"]]
    if sign and not signed:
        return Value("unreadable", raw.strip())
    fraction = match["fraction"] or ""
    printed_unit = (match["unit"] or "").strip("()")
    unit = printed_unit if printed_unit in ("元", "万元") else None
    if money and printed_unit and unit is None:
        return Value("unreadable", raw.strip())
    if not money and (unit or (fraction and not _NO_FRACTION.fullmatch(fraction))):
        return Value("unreadable", raw.strip())
    whole = match["digits"].replace(",", "")
    number = ("-" if sign == "-" and (whole != "0" or fraction.strip(".0")) else "") + whole
    return Value("number", raw.strip(), number + (fraction if money else ""), unit, spaced)


def looks_like_value(text: str) -> bool:
    """Whether a cell can only be a value or empty: used to tell labels from values."""
    readings = (read_value(text, signed=True, money=money) for money in (False, True))
    return any(value.state != "unreadable" for value in readings)


@remembered(LONGEST_REMEMBERED)
def is_wordy(text: str) -> bool:
    """Whether a cell holds words rather than a value, a dash, a spreadsheet's error or nothing."""
    if not _WORD.search(text) or _SHEET_ERROR.fullmatch(text.strip()):
        return False
    return not looks_like_value(text)

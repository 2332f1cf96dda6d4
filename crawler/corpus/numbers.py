"""Numbers as documents print them, exact to the last digit."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_LARGEST_INTEGER = 2**63 - 1  # what a SQLite INTEGER holds


def decimal_of(text: str | None) -> Decimal | None:
    """The finite decimal that a text is, None where it is none."""
    if text is None or len(text) > 40:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= _LARGEST_INTEGER else None


def whole_number(text: str | None) -> int | None:
    """The whole number that a text is, None where it is none (`2.5`, `many`)."""
    if text is not None and len(text) < 16 and text.isascii() and text.isdigit():
        return int(text)  # nearly every cell: a corpus holds millions of them
    number = decimal_of(text)
    return int(number) if number is not None and number == number.to_integral_value() else None


def column_number(text: str | None) -> int | float | None:
    """The number for a NUMERIC column: an integer where it is whole."""
    number = decimal_of(text)
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def in_wan(text: str | None, unit: str | None) -> Decimal | None:
    """An amount in 万元 (10,000 yuan); one without a unit is taken to be in 万元 already."""
    number = decimal_of(text)
    if number is None or unit != "元":
        return number
    return number.scaleb(-4)


def plain_number(text: str, unit: str | None) -> str:
    """One spelling for equal numbers: `3.0` and `3`, 元 and 万元 of one amount."""
    number = in_wan(text, unit)
    return text.strip() if number is None else format(number.normalize(), "f")


def same_number(text: str, unit: str | None, other_text: str, other_unit: str | None) -> bool:
    """Whether two printed numbers are equal; a unit told by one of them alone is no difference."""
    if text == other_text and (unit == other_unit or unit is None or other_unit is None):
        return True
    if unit is None or other_unit is None:
        return plain_number(text, None) == plain_number(other_text, None)
    return plain_number(text, unit) == plain_number(other_text, other_unit)

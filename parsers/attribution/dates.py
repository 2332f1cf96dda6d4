"""Dates as reports print them: Arabic or Chinese numerals, with spaces, dots or dashes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_DIGITS = str.maketrans("〇○◯零O一二三四五六七八九", "00000123456789")
_NUMERAL = "〇○◯零O一二三四五六七八九十"
_CHINESE_DATE = re.compile(
    rf"([{_NUMERAL}0]{{4}})年(?:度?([{_NUMERAL}]{{1,3}})月(?:([{_NUMERAL}]{{1,3}})日)?)?"
)
_CHINESE_DAY = re.compile(rf"(?<![{_NUMERAL}])([{_NUMERAL}]{{1,3}})月([{_NUMERAL}]{{1,3}})日")
_DATE = re.compile(r"(?<!\d)(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})(?!\d)日?")
_SIGNATURE = re.compile(
    r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日(?:印发|发布|印制)?[)\]】。]*$"
    r"|^\(?(\d{4})[-./](\d{1,2})[-./](\d{1,2})\)?$"
)
_DAY = r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})"
# Surest first: when it was published, when a page prints just a date, when it was written.
_PAGE_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:发布|公开|公布|发表)(?:时间|日期)[:：]?{_DAY}",
        rf"(?<![\u4e00-\u9fff])(?:时间|日期)[:：]?{_DAY}",
        rf"^{_DAY}日?(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?(?:来源|字号|字体|浏览|点击|阅读|作者|编辑)",
        rf"(?:发文|印发|生成|成文)(?:时间|日期)[:：]?{_DAY}",
        rf"更新(?:时间|日期)[:：]?{_DAY}",
    )
)
_SPAN = re.compile(
    r"(?<!\d)(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?(?:起)?[,，]?"
    r"(?:至|到|—+|-+|–|－|~|～)"
    r"(?:(\d{4})[年.\-/])?(?:同年|当年|本年)?(\d{1,2})[月.\-/](\d{1,2})(?!\d)日?"
)
# What is left where an extractor dropped 年 and 月: 202511日至20251231日.
_BROKEN_SPAN = re.compile(r"(?<!\d)(20\d\d)11日起?[,，]?至(20\d\d)1231日")
_PERIOD_WORDS = re.compile(r"期限|时限|时间(?:范围|区间|跨度|段)|统计|起止|数据|时段|周期")
_LONGEST_SIGNATURE = 45


def digits_for_numerals(text: str) -> str:
    """Dates in Chinese numerals rewritten: 二〇二一年一月二十日 → 2021年1月20日."""

    def rewrite(found: re.Match[str]) -> str:
        year, month, day = found.groups()
        out = year.translate(_DIGITS) + "年"
        if month:
            out += f"{_small_number(month)}月"
        return out + (f"{_small_number(day)}日" if day else "")

    def rewrite_day(found: re.Match[str]) -> str:
        return f"{_small_number(found.group(1))}月{_small_number(found.group(2))}日"

    return _CHINESE_DAY.sub(rewrite_day, _CHINESE_DATE.sub(rewrite, text))


def _small_number(text: str) -> int:
    """1 to 99 in Chinese: 十 → 10, 二十一 → 21, 三 → 3, 三一 → 31."""
    if "十" not in text:
        return int(text.translate(_DIGITS))
    tens, _, ones = text.partition("十")
    return (int(tens.translate(_DIGITS)) if tens else 1) * 10 + (
        int(ones.translate(_DIGITS)) if ones and "十" not in ones else 0
    )


def make_date(year: str, month: str, day: str) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def first_date(text: str) -> date | None:
    """The first full date in a short text such as `2021-01-25 09:30`."""
    found = _DATE.search(digits_for_numerals(text))
    return make_date(*found.groups()) if found else None


def signature_date(line: str) -> date | None:
    """The date that ends a signature line, or is all of it; None for running text."""
    if len(line) > _LONGEST_SIGNATURE:
        return None
    found = _SIGNATURE.search(digits_for_numerals(line))
    if found is None:
        return None
    year, month, day = (g for g in found.groups() if g)
    return make_date(year, month, day)


def page_date(lines: Sequence[str]) -> date | None:
    """The date behind 发布时间, 成文日期 and the like in the lines around a title."""
    for pattern in _PAGE_DATES:
        for line in lines:
            found = pattern.search(line)
            if found and (day := make_date(*found.groups())):
                return day
    return None


def period(line: str) -> tuple[date, date] | None:
    """The period a report says its numbers cover, as published; None where the line has none.

    A span counts when it begins on 1 January or the words before it speak of a period.
    """
    text = digits_for_numerals(line)
    if broken := _BROKEN_SPAN.search(text):
        return date(int(broken.group(1)), 1, 1), date(int(broken.group(2)), 12, 31)
    for found in _SPAN.finditer(text):
        year, month, day, end_year, end_month, end_day = found.groups()
        begin = make_date(year, month, day)
        end = make_date(end_year or year, end_month, end_day)
        if begin is None or end is None:
            continue
        told = _PERIOD_WORDS.search(text[max(0, found.start() - 30) : found.start()])
        if told or (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31):
            return begin, end
    return None

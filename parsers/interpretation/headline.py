"""A document that says in its own first lines that it is about a report, and is not one.

Pages name themselves in `<title>`; Word files, PDFs and texts have their headline alone, and what a
report is called stands in that of its digest, too: 某镇2023年政府信息公开工作年度报告解读.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .genre import ABOUT_REPORTS, DIGEST, TitleVerdict, judge_title

FIRST_LINES = 12
LONGEST_LINE = 80
LONGEST_END = 20  # of a headline that takes two lines: 某镇2023年政府信息公开工作 / 年度报告解读
OPENING = 400  # characters

_NAMES_REPORTS = re.compile(r"公开.*(?:报告|年报)")
_EXPLAINS = re.compile(
    r"(?:年报|年度报告)[^。]{0,16}(?:进行|作|做)(?:如下|以下|简要)(?:的)?解读|年(?:报|度报告).{0,8}解读如下"
)


def judge_headline(text: str) -> TitleVerdict:
    """Whether the first line that names reports is that of a digest, or of something else about
    them. text: the document without what surrounds it."""
    for line in _headlines(text):
        verdict = judge_title(line)
        if verdict.kind == "report":
            break
        if verdict.reason.startswith((DIGEST, ABOUT_REPORTS)):
            return verdict
    return TitleVerdict("unknown", "the first lines do not tell")


def is_explanation(text: str) -> bool:
    """Whether the opening words say that a report is explained here (现就年报内容作如下解读)."""
    return _EXPLAINS.search("".join(text[:OPENING].split())) is not None


def _headlines(text: str) -> Iterator[str]:
    """The first lines that name reports; two lines in one where the first breaks off."""
    lines = [line.strip() for line in text.split("\n", FIRST_LINES)[:FIRST_LINES]]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if len(line) > LONGEST_LINE:
            continue
        if _NAMES_REPORTS.search(line):
            yield line
        elif len(following) <= LONGEST_END and _NAMES_REPORTS.search(line + following):
            yield line + following

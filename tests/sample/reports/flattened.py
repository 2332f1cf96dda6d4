"""The report on one line, as a document viewer gives the text of a PDF.

Line wraps are spaces, page numbers `— 14 —` stand inside the tables, section 2 has all its row
labels before its numbers, brackets and commas are half-width. With `columns` the labels of the
不予处理 rows stand first and their numbers follow column by column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.sample.reports import forms
from tests.sample.reports.forms import ApplicationRow
from tests.sample.reports.grid import require_complete
from tests.sample.reports.model import Report

HALF_WIDTH = str.maketrans("（），：；", "(),:;")
LINE = 28  # characters of running text on a line
LINES_ON_PAGE = 22
COLUMN_WISE_GROUP = "（五）不予处理"
VIEWER_HEAD = (
    "DOC文库 - 千万精品文档,你想要的都能搜到,下载即用。\n\n{title}.docx\n\n"
    "当前文档共{pages}页 2.88\n下载后继续阅读\n\n"
)
VIEWER_FOOT = "\n\n相关文章\n"


def render(report: Report, *, columns: bool = False, viewer: bool = True) -> str:
    """The text. viewer: with the furniture of the document library around it.

    Raises ValueError for blank and missing cells: on one line nothing would be left of them.
    """
    require_complete(report, ("missing", "blank"))
    lines = [text for text in _lines(report, columns) if text]
    pages = [lines[start : start + LINES_ON_PAGE] for start in range(0, len(lines), LINES_ON_PAGE)]
    marked = [" ".join([*page, f"— {number} —"]) for number, page in enumerate(pages, start=1)]
    body = " ".join(marked).translate(HALF_WIDTH)
    if not viewer:
        return body
    return VIEWER_HEAD.format(title=report.title, pages=len(pages)) + body + VIEWER_FOOT


def _lines(report: Report, columns: bool) -> Iterator[str]:
    yield report.title
    for text in report.introduction:
        yield from _wrap(text)
    for section in report.sections:
        yield section.heading
        for text in section.paragraphs:
            yield from _wrap(text)
        if not report.tabled:
            continue
        if section.number == 2:
            yield from _disclosures(report)
        if section.number == 3:
            yield from _applications(report, columns)
        if section.number == 4:
            yield from _proceedings(report)
    yield from report.signature


def _wrap(text: str) -> Iterator[str]:
    """Lines of a page; numbers and addresses stay whole."""
    line = ""
    for token in re.findall(r"[!-~]+|.", text):
        if line and len(line) + len(token) > LINE:
            yield line
            line = ""
        line += token
    yield line


def _disclosures(report: Report) -> Iterator[str]:
    parts = forms.disclosure_parts(report.template)
    for part in parts:
        yield forms.ITEM_HEADING
        yield from part.rows.values()
    for part in parts:
        yield part.heading
        yield " ".join(part.columns.values())
        for row in part.rows:
            yield " ".join(report.cells["disclosures", row, c].raw for c in part.columns)


def _applications(report: Report, columns: bool) -> Iterator[str]:
    yield f"{forms.APPLICANT_HEADING} {forms.ORGANISATION_HEADING} {forms.CORNER}"
    yield " ".join(forms.APPLICANTS.values())
    entries = forms.application_rows(report.template)
    column_wise = [entry for entry in entries if entry.group == COLUMN_WISE_GROUP and columns]
    opened: set[str] = set()
    for entry in entries:
        if entry not in column_wise:
            yield from _labels(entry, opened)
            yield " ".join(_numbers(report, entry))
        elif entry is column_wise[0]:
            yield from (label for one in column_wise for label in _labels(one, opened))
            by_row = [_numbers(report, one) for one in column_wise]
            yield from (" ".join(column) for column in zip(*by_row, strict=True))


def _labels(entry: ApplicationRow, opened: set[str]) -> Iterator[str]:
    above = (forms.RESULT_HEADING, entry.group) if entry.under_results else ()
    for label in above:
        if label and label not in opened:
            opened.add(label)
            yield label
    yield from _wrap(entry.label)


def _numbers(report: Report, entry: ApplicationRow) -> list[str]:
    return [report.cells["applications", entry.row, column].raw for column in forms.APPLICANTS]


def _proceedings(report: Report) -> Iterator[str]:
    headings = " ".join(forms.DECISIONS.values())
    reconsideration, *litigations = forms.CHANNELS.values()
    yield f"{reconsideration} {forms.LITIGATION_HEADING}"
    yield headings
    for label in litigations:
        yield f"{label} {headings}"
    for channel in forms.CHANNELS:
        yield " ".join(report.cells["proceedings", channel, c].raw for c in forms.DECISIONS)

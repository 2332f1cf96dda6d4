"""The report as plain text with tabs, as converters of Word files leave it.

Merged cells leave empty fields behind, the header of section 3 is shifted and its pieces are
spread over lines, a label is broken in two by the end of a page, group labels stand in the
first row of their group only.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tests.sample.reports import forms
from tests.sample.reports.forms import ApplicationRow
from tests.sample.reports.grid import table_of
from tests.sample.reports.model import Report

BROKEN_ROW = "unprocessed_confirmation"  # where a page ends, if nothing else decides it
COLUMNS = 10  # of section 3: three for labels, seven for numbers
BROKEN_AFTER = 8  # characters of the label that stay on the page


def render(report: Report, *, spaced: bool = True, copied_span: bool = False) -> str:
    """The text. spaced: labels set in spaced letters (自 然 人), as in narrow columns.

    copied_span: in rows whose label spans two columns the first number is printed twice, so
    that they have eight.
    """
    lines = [report.title, "", *report.introduction, ""]
    for section in report.sections:
        lines += [section.heading, "", *section.paragraphs]
        if report.tabled and section.number in (2, 3, 4):
            lines += _table(report, section.number, spaced, copied_span)
        lines.append("")
    return "\n".join([*lines, *report.signature, ""])


def _table(report: Report, section: int, spaced: bool, copied_span: bool) -> list[str]:
    if section == 2:
        return list(_disclosures(report))
    if section == 4:
        return list(_proceedings(report, spaced))
    return [*_application_header(spaced), *_applications(report, spaced, copied_span)]


def _disclosures(report: Report) -> Iterator[str]:
    for row in table_of(report, 2):
        fields = [cell.text + "\t" * (cell.colspan - 1) for cell in row]
        yield "\t".join(fields)


def _proceedings(report: Report, spaced: bool) -> Iterator[str]:
    first, second, headings, values = table_of(report, 4)
    yield "\t".join(cell.text + "\t" * (cell.colspan - 1) for cell in first)
    merged = "\t" * first[0].colspan  # what the cell merged from above leaves behind
    yield merged + "\t".join(cell.text + "\t" * (cell.colspan - 1) for cell in second)
    yield "\t".join(_in_two(cell.text) if spaced else cell.text for cell in headings)
    yield "\t".join(cell.text for cell in values)


def _application_header(spaced: bool) -> Iterator[str]:
    """Three header rows whose pieces no longer stand above their columns."""
    corner_end = forms.CORNER.index("，") + 1
    yield f"{forms.CORNER[:corner_end]}\t{forms.APPLICANT_HEADING}\t\t"
    yield f"\t\t{forms.ORGANISATION_HEADING}\t"
    yield ""
    labels = [_spread(label) if spaced else label for label in forms.APPLICANTS.values()]
    yield "\t".join([forms.CORNER[corner_end:], "", *labels, ""])


def _applications(report: Report, spaced: bool, copied_span: bool) -> Iterator[str]:
    entries = forms.application_rows(report.template)
    broken = _broken_row(report, entries)
    opened: set[str] = set()
    for entry in entries:
        values = _values(report, entry)
        before = _leading_fields(entry, opened, spaced)
        if entry.row == broken:
            yield "\t".join([entry.label[:BROKEN_AFTER], "", *values, ""])
            yield ""
            rest = [*before[:1], entry.label[BROKEN_AFTER:]]
            yield "\t".join([*rest, *[""] * (COLUMNS - len(rest))])
            continue
        copied = copied_span and entry.under_results and not entry.group
        fields = [*before, entry.label, *([values[0]] if copied else []), *values]
        # a row that lost a cell is cut off behind its last value
        whole = len(values) == len(forms.APPLICANTS)
        yield "\t".join([*fields, *[""] * ((COLUMNS - len(fields)) * whole)])


def _leading_fields(entry: ApplicationRow, opened: set[str], spaced: bool) -> list[str]:
    """The label columns left of the row's own: full in the first row of a group, else empty."""
    if not entry.under_results:
        return []
    fields = []
    for label in (forms.RESULT_HEADING, *([entry.group] if entry.group else [])):
        first = label not in opened
        opened.add(label)
        fields.append((_spread(label) if spaced else label) if first else "")
    return fields


def _values(report: Report, entry: ApplicationRow) -> list[str]:
    cells = (report.cells["applications", entry.row, column] for column in forms.APPLICANTS)
    return [cell.raw for cell in cells if cell.state != "missing"]


def _broken_row(report: Report, entries: tuple[ApplicationRow, ...]) -> str:
    """The row at the end of a page: the last one before totals are missing."""
    for entry, following in pairwise(entries):
        if report.cells["applications", following.row, "total"].state == "missing":
            return entry.row
    return BROKEN_ROW


def _spread(label: str) -> str:
    return " ".join(label)


def _in_two(label: str) -> str:
    return f"{label[:2]} {label[2:]}" if len(label) > 2 else " ".join(label)

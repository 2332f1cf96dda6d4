"""The same made-up report in every format, parsed and compared with its truth cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from parsers import Hints, Record, parse
from tests.sample.reports import (
    agencies,
    docx,
    flattened,
    html,
    make_report,
    ofd,
    pdf,
    tabbed,
    xls,
    xlsx,
)
from tests.sample.reports.model import Report

PAGE = (
    '<html><head><meta charset="utf-8"></head><body><div class="TRS_Editor">{}</div></body></html>'
)
STRUCTURED: dict[str, Callable[[Report], bytes]] = {
    "html": lambda r: PAGE.format(html.render(r)).encode(),
    "html from Word": lambda r: PAGE.format(
        html.render(r, style="word", split_dates=True)
    ).encode(),
    "docx": docx.render,
    "pdf": pdf.render,
    "ofd": ofd.render,
    "xlsx": xlsx.render,
    "xlsx, a sheet a table": lambda r: xlsx.render(r, sheets=True),
    "xlsx without ruling lines": lambda r: xlsx.render(r, ruled=False),
    "xls": xls.render,
    "tabbed text": lambda r: tabbed.render(r).encode(),
    "tabbed text, first number copied": lambda r: tabbed.render(r, copied_span=True).encode(),
}
FLATTENED: dict[str, Callable[[Report], bytes]] = {
    "flattened": lambda r: flattened.render(r).encode(),
    "flattened, columns": lambda r: flattened.render(r, columns=True).encode(),
    "flattened, in a viewer": lambda r: flattened.render(r, columns=True, viewer=True).encode(),
}
DAMAGE: tuple[dict[str, Any], ...] = (
    {},
    {"wrong_total": "applications"},
    {"wrong_total": "proceedings"},
    {"blanks": ("applications", "proceedings", "disclosures")},
    {"dashes": "/"},
    {"dashes": "—"},
    {"negative_change": True},
    {"amount_in_wan": True},
    {"missing_totals": True},
    {"untabled": True},
)
NAMES = ("湖口县人民政府", "湖口县财政局", "湖口县舜德乡人民政府")


def documents(render: Callable[[Report], bytes]) -> Iterator[tuple[Report, Record]]:
    """Every damage × template that the format can print."""
    for seed, damage in enumerate(DAMAGE):
        for year in (2020, 2023):
            try:
                report = make_report(seed, agencies()[NAMES[seed % 3]], year, **damage)
                data = render(report)
            except ValueError:  # this form or format has no such cell
                continue
            yield report, parse(data, Hints())


def told(record: Record) -> dict[tuple[str, str, str], tuple[str, str | None]]:
    return {(c.table, c.row, c.column): (c.state, c.value) for c in record.cells}


@pytest.mark.parametrize("name", STRUCTURED)
def test_structured_formats_are_read_to_the_cell(name: str) -> None:
    count = 0
    for report, record in documents(STRUCTURED[name]):
        count += 1
        truth = {key: (cell.state, cell.value) for key, cell in report.cells.items()}
        if is_open_to_doubt(name, report):
            assert_nothing_wrong(report, record)
            continue
        assert told(record) == truth, (name, report.title)
        assert record.status == report.status
        assert len(record.identity_failures) == len(report.failures)
        assert (record.year, record.template) == (report.year, report.template)
        assert report.facts.items() <= {f.indicator: f.value for f in record.facts}.items()
    assert count >= 10


@pytest.mark.parametrize("name", FLATTENED)
def test_flattened_text_has_no_wrong_cell(name: str) -> None:
    """Values of table 2 printed as a block may be rows or columns: then they stay unread. So does
    a total that the agency got wrong beside nothing but zeros: it may be a page's number."""
    count = 0
    for report, record in documents(FLATTENED[name]):
        count += 1
        assert_nothing_wrong(report, record)
        open_cells = {key for key, (state, _) in told(record).items() if state == "unreadable"}
        wrong = {row for table, row, _ in open_cells if table == "applications"}
        assert all(table == "disclosures" or column == "total" for table, _, column in open_cells)
        assert not wrong or (len(wrong) == 1 and report.status == "discrepant")
    assert count >= 6


def is_open_to_doubt(name: str, report: Report) -> bool:
    """Whether the text alone cannot tell: which cell of a row is absent, or which of eight
    numbers is the surplus one where the agency's own sum is wrong."""
    if not name.startswith("tabbed"):
        return False
    absent = any(cell.state == "missing" for cell in report.cells.values())
    return absent or ("copied" in name and report.status == "discrepant")


def assert_nothing_wrong(report: Report, record: Record) -> None:
    assert record.outcome == "report"
    for key, (state, value) in told(record).items():
        true = report.cells[key]
        intended = true.value if true.value is not None else true.intended
        assert value is None or value == intended, (report.title, key, state, value, true)
    if record.status in ("verified", "discrepant"):
        assert record.status == report.status

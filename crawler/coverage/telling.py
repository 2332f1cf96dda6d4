"""Coverage for terminals and programs: a table, CSV, JSON."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable, Sequence

from crawler.coverage.counting import MEASURES, Counts, Coverage, Entry
from crawler.spreadsheets import guarded
from crawler.terminals import aligned, columns_of, wrapped

NOWHERE = "(elsewhere)"
"""Agencies without a place at the level of the rows: national ones, and unplaced names."""
LISTED = ("agency_id", "name", "kind", "level", "division_code", "year", "status", "basis",
          "overdue", "looked_for")  # fmt: skip


def as_table(coverage: Coverage, width: int) -> str:
    """Years, then places, then what the numbers are, in lines of at most so many columns."""
    years = [(str(year), coverage.of_year(year)) for year in coverage.years]
    places = [(place or NOWHERE, coverage.of_place(place)) for place in coverage.rows]
    bases = coverage.bases
    return "\n".join(
        [
            *_table("year", [*years, ("all", coverage.all)], width),
            "",
            *_table(coverage.by, places, width),
            "",
            *wrapped(
                f"expected: {bases.get('statute', 0)} of people's governments of today's divisions"
                f" from county level up (by statute), {bases.get('known', 0)} of agencies that the"
                " corpus knows, from their first report on; agencies that it never met are in no"
                " number",
                *(width, 2),
            ),
            *wrapped(
                "overdue: missing here although due by statute; whether it was published elsewhere,"
                " nobody knows",
                *(width, 2),
            ),
            *wrapped(
                "not looked for: overdue, and no crawl of its portal has ended since it was due",
                *(width, 2),
            ),
        ]
    )


def as_csv(coverage: Coverage) -> str:
    """A row for each place and year."""
    rows = [
        [place or "", year, *_values(counts)]
        for place, years in coverage.rows.items()
        for year, counts in sorted(years.items())
    ]
    return _csv([coverage.by, "year", *MEASURES], rows)


def as_json(coverage: Coverage) -> str:
    """Sums by year, by place, and by both."""
    told = {
        "by": coverage.by,
        "expected_by_basis": coverage.bases,
        "all": dataclasses.asdict(coverage.all),
        "years": {y: dataclasses.asdict(coverage.of_year(y)) for y in coverage.years},
        "places": [
            {
                "place": place,
                "all": dataclasses.asdict(coverage.of_place(place)),
                "years": {y: dataclasses.asdict(counts) for y, counts in sorted(years.items())},
            }
            for place, years in coverage.rows.items()
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def listed_as_table(entries: Iterable[Entry]) -> str:
    """A line for each report: year, code, name, and how it stands."""
    return "\n".join(
        f"{entry.year}  {entry.agency.code:<9}  {standing(entry):<14}  {entry.agency.name}"
        for entry in entries
    )


def listed_as_csv(entries: Iterable[Entry]) -> str:
    """A row for each report."""
    return _csv(LISTED, [list(_fields(entry).values()) for entry in entries])


def listed_as_json(entries: Iterable[Entry]) -> str:
    """An object for each report."""
    return json.dumps([_fields(entry) for entry in entries], ensure_ascii=False, indent=1)


def standing(entry: Entry) -> str:
    """The status of a report that is here, else why it is missing, as far as that is known."""
    if entry.status:
        return entry.status
    if not entry.is_overdue:
        return "not due yet"
    return "overdue" if entry.is_looked_for else "not looked for"


def _fields(entry: Entry) -> dict[str, object]:
    agency = entry.agency
    values = (
        agency.agency_id, agency.name, agency.kind, agency.level, agency.code, entry.year,
        entry.status, agency.basis, entry.is_overdue, entry.is_looked_for,
    )  # fmt: skip
    return dict(zip(LISTED, values, strict=True))


def _values(counts: Counts) -> list[int]:
    return [getattr(counts, measure) for measure in MEASURES]


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([[guarded(value) for value in row] for row in rows])
    return out.getvalue().rstrip("\n")


def _table(head: str, rows: Sequence[tuple[str, Counts]], width: int) -> list[str]:
    """What does not fit is told in fewer columns: what is missing is expected less found."""
    for gap, left_out in ((2, ()), (1, ()), (2, ("missing",)), (1, ("missing",))):
        shown = [measure for measure in MEASURES if measure not in left_out]
        told = [[name, *(str(getattr(counts, m)) for m in shown)] for name, counts in rows]
        lines = aligned([*_headings([head, *shown]), *told], gap, numbers_from=1)
        if max(map(columns_of, lines)) <= width:
            break
    return lines


def _headings(names: Sequence[str]) -> list[list[str]]:
    """The longest name over three lines: `not`, `looked`, `for`."""
    words = [name.split("_") for name in names]
    height = max(map(len, words))
    return [
        [(("",) * (height - len(parts)) + tuple(parts))[line] for parts in words]
        for line in range(height)
    ]

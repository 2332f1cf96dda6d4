"""The search for the one assignment of what was read to the cells of table 3, on damage."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random
from statistics import median

from benchmarks.measuring import seconds, tell
from parsers.interpretation.applications import read_applications
from parsers.interpretation.lines import Row, lines_of
from parsers.interpretation.outline import outline_of
from parsers.interpretation.stream_applications import stream_applications
from parsers.interpretation.tables import statutory_rows
from parsers.reading import read
from tests.accuracy.labelled import PRINTINGS, Printing
from tests.sample.reports import agencies, make_report

MEDIAN, WORST = 5.0, 200.0  # milliseconds a table
GROUPS = ("html damaged", "tabs damaged", "scrambled", "numbers damaged", "layout")
DOCUMENTS = 25  # of each printing
BEST_OF = 3  # runs a table: what the machine does meanwhile is not the search's


def results() -> Iterator[bool]:
    """The median and the worst; whether each target is met."""
    tables = [
        _table(printing, number)
        for printing in PRINTINGS
        if printing.group in GROUPS
        for number in range(DOCUMENTS)
    ]
    searches = [partial(_search, rows, text) for rows, text in tables]
    times = [min(seconds(search) for _ in range(BEST_OF)) * 1000 for search in searches]
    what = f"search, {len(tables)} damaged tables 3"
    yield tell(
        f"{what}, median", f"{median(times):.2f} ms", f"under {MEDIAN:g} ms", median(times) < MEDIAN
    )
    yield tell(f"{what}, worst", f"{max(times):.1f} ms", f"under {WORST:g} ms", max(times) < WORST)


def _table(printing: Printing, number: int) -> tuple[list[Row], str]:
    """What the search is given of a document: the rows of table 3, and its section's text."""
    agency = list(agencies().values())[number % len(agencies())]
    report = make_report(number, agency, 2023 if number % 2 else 2020)
    lines = lines_of(read(printing.render(report, Random(number)).data))
    outline = outline_of(lines)
    return statutory_rows(lines)["applications"], outline.section(3)


def _search(rows: list[Row], text: str) -> None:
    """By rows where a grid survived, else by text."""
    found = read_applications(rows)
    if found is None or not found[0].read:
        stream_applications(text)

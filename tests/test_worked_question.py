"""docs/worked-question.md, run block by block on a release of the sample corpus.

What comes out is compared with the sample's truth, which knows every cell of every report.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.publication import publish
from tests.running import ROOT, environment
from tests.sample.portal import sites
from tests.sample.portal.truth import truth_of
from tests.sample.portal.website import build_website
from tests.sample.reports import Report

DOCUMENT = ROOT / "docs" / "worked-question.md"
# How the rows of table 3 below each heading of 三、本年度办理结果 begin.
HEADINGS = {
    "granted": ("granted",),
    "partial": ("partial",),
    "denied": ("denied_",),
    "unavailable": ("unavailable_",),
    "unprocessed": ("unprocessed_",),
    "other": ("other",),
}


def blocks(language: str) -> list[str]:
    """The blocks of a language, in the order of the document."""
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT.read_text(), re.M | re.S)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portals, crawled as `make demo` does, and published."""
    folder = tmp_path_factory.mktemp("worked")
    done = subprocess.run(
        [sys.executable, "-m", "tests.sample.demo"],
        cwd=folder,
        env=environment() | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return publish(folder / "data" / "corpus.db", folder / "releases", {}).folder


def query(release: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(release / "corpus.sqlite")) as db:
        return db.execute(sql).fetchall()


def reports() -> list[Report]:
    """All reports of the sample portals, each once."""
    published = [
        one.report for site in sites() for one in truth_of(build_website(site), "").reports
    ]
    return list({report.key: report for report in published}.values())


def total_of(report: Report, beginnings: tuple[str, ...]) -> int:
    return sum(
        int(cell.value or 0)
        for (table, row, column), cell in report.cells.items()
        if (table, column) == ("applications", "total") and row.startswith(beginnings)
    )


def true_answer() -> dict[int, tuple[float, ...]]:
    """By year: reports, applications decided, and the share of each heading in per cent."""
    counted: dict[int, list[Report]] = {}
    for report in reports():
        # A people's government's name ends with 人民政府, its office's with 人民政府办公室.
        is_government = report.agency.name.endswith("人民政府")
        if report.status == "verified" and not is_government and total_of(report, ("total",)):
            counted.setdefault(report.year, []).append(report)
    answer = {}
    for year, those in sorted(counted.items()):
        decided = sum(total_of(report, ("total",)) for report in those)
        shares = [
            round(100 * sum(total_of(report, rows) for report in those) / decided, 1)
            for rows in HEADINGS.values()
        ]
        answer[year] = (len(those), decided, *shares)
    return answer


def test_the_question_in_sql(release: Path) -> None:
    answer, weightiest = blocks("sql")
    found = {year: tuple(values) for year, *values in query(release, answer)}
    assert len(found) >= 2 and found == true_answer()
    rows = query(release, weightiest)
    assert len(rows) == 3 and all(row[-1].startswith("http://127.0.0.1:") for row in rows)


def run_python(release: Path, *code: str) -> dict[str, Any]:
    """Names that the blocks leave behind, run in the release's folder."""
    names: dict[str, Any] = {}
    before = Path.cwd()
    os.chdir(release)
    try:
        for block in code:
            exec(compile(block, str(DOCUMENT), "exec"), names)
    finally:
        os.chdir(before)
    return names


def test_the_question_in_pandas(release: Path) -> None:
    pandas = pytest.importorskip("pandas")
    in_pandas, figure, _ = blocks("python")
    names = run_python(release, in_pandas)
    shares = names["shares"]
    found = {
        int(year): tuple(values)
        for year, values in zip(shares.index, shares.to_numpy(), strict=True)
    }
    assert found == true_answer()
    pytest.importorskip("pyarrow")
    read = pandas.read_parquet(release / "parquet" / "panel.parquet")
    assert list(read.columns) == list(names["panel"].columns) and len(read) == len(names["panel"])

    pytest.importorskip("matplotlib")
    run_python(release, in_pandas, figure)
    picture = (release / "answers.svg").read_text()
    # matplotlib draws letters as shapes and keeps each text in a comment
    told = [int(count) for count in re.findall(r"<!-- n=(\d+) -->", picture)]
    assert told == [reports for reports, *_ in found.values()]


def test_the_question_in_duckdb(release: Path) -> None:
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    names = run_python(release, blocks("python")[2])
    assert {year: tuple(values) for year, *values in names["from_parquet"]} == {
        year: values[:3] for year, values in true_answer().items()
    }

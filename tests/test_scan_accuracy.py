"""Scans: whole reports, scored by cell, held to the floors in `tests/accuracy/floors.toml`.

The reports of `tests/documents/scans` were laid out by LibreOffice, their fonts embedded; the
files beside them tell what they print. A scan of them is made anew from its seed.
"""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

import pytest

from parsers import Hints, parse
from parsers.reading import ocr
from tests.accuracy.gate import FILE
from tests.accuracy.scoring import CERTAIN, is_right
from tests.sample.reports import TruthCell, scan

DOCUMENTS = Path(__file__).parent / "documents" / "scans"
FLOORS: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))["scans"]
UNREAD = ("missing", "unreadable", "conflict")

pytestmark = pytest.mark.skipif(
    not ocr.is_available(), reason="the extra is not installed: pip install -e '.[ocr]'"
)


def truth_of(name: str) -> dict[tuple[str, str, str], TruthCell]:
    with (DOCUMENTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["table"], row["row"], row["column"]): TruthCell(
                row["state"],  # type: ignore[arg-type]
                row["value"] or None,
                row["value"],
            )
            for row in csv.DictReader(file)
        }


def scanned(name: str) -> bytes:
    """150 dpi, turned by up to 1.5 degrees, noisy, as JPEG of middling quality."""
    data = (DOCUMENTS / f"{name}.pdf").read_bytes()
    return scan.as_pdf(scan.pages(data, dpi=150, turn=1.5, seed=11), quality=70)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("low rows", "2021_low_rows"), ("grey lines on shaded labels", "2019_grey_lines")],
)
def test_a_scan_is_read_to_the_cell(kind: str, name: str) -> None:
    truth = truth_of(name)
    record = parse(scanned(name), Hints())
    assert record.extractor == "ocr"
    told = {(c.table, c.row, c.column): c for c in record.cells}
    wrong = {
        cell: told[cell]
        for cell, true in truth.items()
        if cell in told and told[cell].state not in UNREAD and not is_right(told[cell], true)
    }
    assert not wrong
    right = sum(is_right(told.get(cell), true) for cell, true in truth.items())
    assert right / len(truth) >= FLOORS[kind]["cells"]
    assert record.status == "verified" or right < len(truth) or record.status not in CERTAIN

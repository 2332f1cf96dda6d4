"""A corpus with runs a week apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.run_reports.weekly import (
    Crawls,
)


@pytest.fixture
def crawls(tmp_path: Path) -> Crawls:
    return Crawls(tmp_path)

"""A corpus that a run has begun to fill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.corpus import Corpus
from tests.corpus.documents import NOON


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "corpus.db"


@pytest.fixture
def corpus(path: Path) -> Iterator[Corpus]:
    with Corpus.open(path) as opened:
        opened.begin_run("run-1", "files", {"path": "reports"}, NOON - timedelta(minutes=1))
        yield opened

"""The test files in order, the longest first so that no process waits for one; how many at once."""

from __future__ import annotations

import os

import pytest

LONGEST_FIRST = (
    "test_municipal_crawl",
    "test_revisits",
    "test_accuracy",
    "test_scan_accuracy",
    "test_ocr_reading",
    "test_commands",
    "test_browser_crawl",
    "test_hostile_answers",
    "test_publication",
    "test_worked_question",
    "test_kills",
    "test_files_crawl",
    "test_mirror_crawl",
    "test_agencies",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stable: within a file, and among the short files, the order stays."""
    rank = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """More than processors: a test that crawls waits for a process of its own much of the time."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)

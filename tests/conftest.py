"""The order of the test files: those that take longest begin, so that no process waits for one.

The processes that tests start keep compiled modules, also where the environment says otherwise:
there are hundreds of them, and each would compile the whole project again.
"""

from __future__ import annotations

import os

import pytest

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

LONGEST_FIRST = (
    "test_sample_portals",
    "test_portals_in_trouble",
    "test_unknown_portals",
    "test_refusals",
    "test_page",
    "test_contents",
    "test_values",
    "test_budget",
    "test_revisits",
    "test_accuracy",
    "test_scan_accuracy",
    "test_worked_question",
    "test_fuzzing",
    "test_text_reading",
    "test_browser_crawl",
    "test_commands",
    "test_kills",
    "test_old_documents",
    "test_browsing",
    "test_formats",
    "test_hostile_answers",
    "test_files_crawl",
    "test_mirror_crawl",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stable: within a file, and among the short files, the order stays."""
    rank = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))

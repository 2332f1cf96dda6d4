"""A portal whose pages a test writes one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crawling import (
    SmallPortal,
    serve_small,
)


@pytest.fixture
def small_portal() -> Iterator[SmallPortal]:
    with serve_small() as portal:
        yield portal

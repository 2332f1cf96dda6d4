"""A busy machine must not cut a reading short."""

from __future__ import annotations

import pytest

from parsers.reading.ocr import budget


@pytest.fixture(autouse=True)
def much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not cut a reading short."""
    monkeypatch.setattr(budget, "SECONDS", 600.0)

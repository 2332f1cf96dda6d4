"""sqlite-utils without pandas, which it loads wherever it is installed, for methods that nobody
uses here: a quarter of the time in which a command starts."""

from __future__ import annotations

import sys

_hidden = "pandas" not in sys.modules
if _hidden:
    sys.modules["pandas"] = None  # type: ignore[assignment]  # how an import is made to fail
try:
    from sqlite_utils import Database, Migrations
finally:
    if _hidden:
        del sys.modules["pandas"]

__all__ = ["Database", "Migrations"]

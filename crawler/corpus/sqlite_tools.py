"""sqlite-utils without numpy and pandas, which it loads wherever they are installed, for methods
that nobody uses here: a quarter of the time in which a command starts."""

from __future__ import annotations

import sys

_hidden = [name for name in ("numpy", "pandas") if name not in sys.modules]
try:
    for _name in _hidden:
        sys.modules[_name] = None  # type: ignore[assignment]  # how an import is made to fail
    from sqlite_utils import Database, Migrations
finally:
    for _name in _hidden:
        del sys.modules[_name]

__all__ = ["Database", "Migrations"]

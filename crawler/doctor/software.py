"""Programs and packages: what is needed, and what some documents and commands need beside it."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.browsers import missing_browser
from crawler.doctor.model import Check
from crawler.machine import SYSTEM_PACKAGES
from parsers.reading.programs import OFFICE

LEAST_PYTHON = (3, 11)
NEEDED = ("scrapy", "lxml", "pydantic", "sqlite-utils", "warcio", "pypdfium2", "trafilatura")
EXTRAS = {
    "publish": ("pyarrow", "releases as Parquet"),
    "serve": ("datasette", "releases in Datasette"),
}
_CHROMIUM = SYSTEM_PACKAGES[0]
_MODELS = "*.onnx"


def software(settings: BaseSettings) -> Iterator[Check]:
    """Versions, the browser, LibreOffice, character recognition, and the other extras."""
    yield _python()
    yield from _packages()
    yield _sqlite()
    yield _browser(settings)
    yield _office()
    yield _recognition()
    for extra, (package, use) in EXTRAS.items():
        yield _extra(extra, package, use)


def _python() -> Check:
    found = platform.python_version()
    if sys.version_info < LEAST_PYTHON:
        return Check("Python", "broken", f"{found} is too old", "install Python 3.11 or newer")
    return Check("Python", "ok", found)


def _packages() -> Iterator[Check]:
    found, missing = [], []
    for name in ("openness-corpus", *NEEDED):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    # Run from a copy of the source, the project itself is not installed and works all the same.
    missing = [name for name in missing if name != "openness-corpus"]
    if missing:
        told = f"not installed: {', '.join(missing)}"
        yield Check("packages", "broken", told, "pip install -e .")
        return
    yield Check("packages", "ok", ", ".join(found))


def _sqlite() -> Check:
    found = sqlite3.sqlite_version
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (x, detail = none)")
    except sqlite3.Error:
        told = f"SQLite {found} has no full-text search (FTS5)"
        return Check("SQLite", "broken", told, "use a Python whose sqlite3 module has FTS5")
    finally:
        connection.close()
    return Check("SQLite", "ok", f"{found}, with full-text search")


def _browser(settings: BaseSettings) -> Check:
    missing = missing_browser(settings)
    if not missing:
        path = settings["BROWSER"] or _CHROMIUM.path()
        return Check("browser", "ok", f"{path}, for pages that need JavaScript")
    if settings["BROWSER"] == "":
        return Check("browser", "missing", missing, "leave BROWSER unset to look for one")
    remedies = [] if _CHROMIUM.path() or settings["BROWSER"] else [_CHROMIUM.command]
    if not (find_spec("playwright") and find_spec("scrapy_playwright")):
        remedies.append("pip install -e '.[browser]'")
    remedy = "; ".join(remedies) or "name an existing Chromium: -s BROWSER=PATH"
    return Check("browser", "missing", f"pages that need JavaScript stay unread: {missing}", remedy)


def _office() -> Check:
    path = OFFICE.path()
    if path is None:
        return Check("LibreOffice", "missing", "old .doc, .wps and RTF stay unread", OFFICE.command)
    return Check("LibreOffice", "ok", f"{path}, for old .doc, .wps and RTF")


def _recognition() -> Check:
    from parsers.reading import ocr  # every command loads this module, and only one needs readers

    remedy = "pip install -e '.[ocr]'"
    if not ocr.is_available():
        return Check("character recognition", "missing", "scans and pictures stay unread", remedy)
    found = find_spec("rapidocr")
    folder = Path(found.origin).parent if found and found.origin else None
    models = sorted(path.name for path in folder.rglob(_MODELS)) if folder else []
    if not models:
        told = f"rapidocr is installed without its models ({folder}/**/{_MODELS})"
        again = "pip install --force-reinstall rapidocr"
        return Check("character recognition", "missing", told, again)
    return Check("character recognition", "ok", f"{len(models)} models in {folder}")


def _extra(extra: str, package: str, use: str) -> Check:
    if find_spec(package) is None:
        return Check(extra, "missing", f"no {use}", f"pip install -e '.[{extra}]'")
    return Check(extra, "ok", f"{package} {version(package)}, for {use}")

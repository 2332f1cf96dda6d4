"""A release in Datasette: what its tables mean, what to narrow by, what to ask first."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

from crawler.errors import BadArgument, CrawlerError
from crawler.publication.about import Release
from crawler.publication.package import File
from crawler.publication.place import CHECKSUMS, LATEST
from crawler.publication.queries import ready_queries
from crawler.publication.shapes import Table

METADATA = "datasette.json"
COUNTS = "datasette-counts.json"
DATABASE = "corpus.sqlite"
PLUGINS = Path(__file__).parent / "plugins"

_FACETS = {
    "agencies": ("province", "kind", "level"),
    "reports": ("year", "status", "template"),
    "panel": ("year", "status", "province", "level", "kind"),
    "coverage": ("year", "province", "has_report"),
    "disclosures": ("year", "item"),
    "applications": ("year", "outcome"),
    "proceedings": ("year", "channel"),
    "findings": ("finding", "year"),
    "identity_failures": ("rule", "year"),
    "cell_notes": ("state", "table"),
    "conflicts": ("year", "table"),
    "narrative_facts": ("indicator", "qualifier"),
    "sections": ("year", "number"),
    "sources": ("outcome", "kind", "media_type"),
    "skipped": ("reason",),
}
_LABELS = {"agencies": "name", "reports": "title"}
_SETTINGS = {
    "sql_time_limit_ms": "5000",
    "facet_time_limit_ms": "1000",
    "suggest_facets": "off",
    "default_page_size": "50",
    "max_csv_mb": "0",
    "truncate_cells_html": "300",
}


def metadata(release: Release, tables: Iterable[Table]) -> str:
    """datasette.json: `datasette -i corpus.sqlite -m datasette.json` reads it too."""
    warning = "" if release.complete else "INCOMPLETE: published while a crawl was half done. "
    told: dict[str, Any] = {
        "title": release.title,
        "description": f"{warning}Version {release.version}. {release.method}",
        "license": release.licence,
        "license_url": release.licence_url,
        "source": "reports as published by the agencies; see reports.source_url",
        "databases": {
            "corpus": {
                "tables": {table.name: _table(table) for table in tables},
                "queries": {
                    query.name: {
                        "title": " ".join((query.title["en"], query.title["zh"])),
                        "description": " ".join((query.description["en"], query.description["zh"])),
                        "sql": query.sql,
                    }
                    for query in ready_queries()
                },
            }
        },
    }
    told["databases"]["corpus"]["tables"]["sections_fts"] = {"hidden": True}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _table(table: Table) -> dict[str, Any]:
    names = {column.name for column in table.columns}
    told: dict[str, Any] = {
        "title": f"{table.name} · {table.label}",
        "description": table.meaning,
        "columns": {
            column.name: _column_text(column.label, column.meaning, column.unit)
            for column in table.columns
        },
        "facets": [name for name in _FACETS.get(table.name, ()) if name in names],
    }
    if table.name in _LABELS:
        told["label_column"] = _LABELS[table.name]
    if table.name == "sections":
        # The index is over terms, which Datasette cannot see from its declaration.
        told |= {"fts_table": "sections_fts", "fts_pk": "section_id"}
    return told


def _column_text(label: str, meaning: str, unit: str | None) -> str:
    return f"{label}: {meaning}" + (f" [{unit}]" if unit else "")


def counts(tables: Iterable[Table], database: File) -> str:
    """datasette-counts.json: what Datasette would count, and hash, at its first page."""
    told = {
        "hash": database.sha256,
        "size": database.bytes,
        "file": DATABASE,
        "tables": {table.name: {"count": table.rows} for table in tables if not table.is_view},
    }
    return json.dumps({"corpus": told}, ensure_ascii=False, indent=2) + "\n"


def serve(folder: Path, host: str, port: int) -> NoReturn:
    """Become Datasette over a release, or over the latest in a folder of releases.

    Raises BadArgument where there is no release, CrawlerError where Datasette is not installed.
    """
    release = folder / LATEST if (folder / LATEST).is_dir() else folder
    if not (release / CHECKSUMS).is_file():
        raise BadArgument(f"{folder} holds no release; make one: scrapy publish {folder}")
    if find_spec("datasette") is None:
        raise CrawlerError("Datasette is not installed: pip install '.[serve]'")
    release = release.resolve()  # a release published meanwhile does not change this one
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(release / DATABASE)]
    command += ["--metadata", str(release / METADATA), "--inspect-file", str(release / COUNTS)]
    command += ["--plugins-dir", str(PLUGINS), "--host", host, "--port", str(port)]
    for name, value in _SETTINGS.items():
        command += ["--setting", name, value]
    sys.stdout.flush()
    os.execv(sys.executable, command)

"""The files by which programs know a release: datapackage.json, CITATION.cff, SHA256SUMS."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.publication.about import About, Release
from crawler.publication.shapes import Column, ForeignKey, Table


@dataclass(frozen=True, slots=True)
class File:
    """A file of a release. path: from the release's folder, with `/`."""

    path: str
    bytes: int
    sha256: str


def file_of(release: Path, path: Path) -> File:
    """Size and checksum of a file of the release."""
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return File(path.relative_to(release).as_posix(), path.stat().st_size, digest)


def checksums(files: Iterable[File]) -> str:
    """SHA256SUMS: `sha256sum -c SHA256SUMS` checks them all."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in sorted(files, key=_path))


def datapackage(
    release: Release,
    about: About,
    tables: Iterable[Table],
    files: Mapping[str, File],
    filled: Mapping[str, frozenset[str]],
) -> str:
    """The Frictionless Data Package (version 1 of the specification) over the CSV files.

    files: by path. filled: the columns of each table that are never empty.
    """
    tables = list(tables)
    here = {table.name for table in tables}
    told: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": about.name,
        "title": release.title,
        "version": release.version,
        "created": release.released_at,
        "description": release.method,
        "keywords": list(about.keywords),
        "licenses": [_licence(release, about)],
        "sources": [
            {
                "title": "政府信息公开工作年度报告, as published by each agency; "
                "the address of every report is in reports.source_url"
            }
        ],
        "contributors": [{"title": release.publisher, "role": "publisher"}],
    }
    if about.url:
        told["homepage"] = about.url
    told["resources"] = [
        _resource(table, files[f"csv/{table.name}.csv"], filled[table.name], here)
        for table in tables
    ]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _licence(release: Release, about: About) -> dict[str, str]:
    named = {"name": release.licence} if release.licence in about.licences else {}
    return {**named, "title": release.licence, "path": release.licence_url}


def _resource(table: Table, file: File, filled: frozenset[str], here: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, column.name in filled) for column in table.columns],
        "missingValues": [""],
    }
    if table.key and filled.issuperset(table.key):
        schema["primaryKey"] = list(table.key)
    # A column that is NULL in part, or a table that is not published, makes no key here.
    keys = [_foreign_key(key, table) for key in table.foreign_keys if key.table in here]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.label,
        "description": table.meaning,
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "schema": schema,
    }


def _field(column: Column, is_filled: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.label,
        "description": column.meaning,
    }
    if column.unit:
        field["unit"] = column.unit
    if is_filled:
        field["constraints"] = {"required": True}
    return field


def _foreign_key(key: ForeignKey, table: Table) -> dict[str, Any]:
    return {
        "fields": list(key.columns),
        "reference": {
            "resource": "" if key.table == table.name else key.table,
            "fields": list(key.other_columns),
        },
    }


def citation(release: Release, about: About) -> str:
    """CITATION.cff, version 1.2.0. JSON strings are YAML strings."""

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    lines = [
        "cff-version: 1.2.0",
        f"message: {quoted('If you use these data, please cite them as below.')}",
        "type: dataset",
        f"title: {quoted(release.title)}",
        "authors:",
        f"  - name: {quoted(release.publisher)}",
        f"version: {quoted(release.version)}",
        f"date-released: {quoted(release.released_at[:10])}",
        # `license` takes SPDX names alone; of any other licence the address is told.
        *([f"license: {quoted(release.licence)}"] if release.licence in about.licences else []),
        f"license-url: {quoted(release.licence_url)}",
        f"abstract: {quoted(release.method)}",
        "keywords:",
        *(f"  - {quoted(keyword)}" for keyword in about.keywords),
    ]
    if about.url:
        lines.append(f"url: {quoted(about.url)}")
    return "\n".join(lines) + "\n"


def citation_text(release: Release, about: About) -> str:
    """The citation as a line of a bibliography."""
    where = f" {about.url}" if about.url else ""
    year = release.released_at[:4]
    what = f"{release.title} (Version {release.version}) [Data set]"
    return f"{release.publisher} ({year}). {what}.{where}"


def _path(file: File) -> str:
    return file.path

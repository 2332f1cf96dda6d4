"""Documents as a crawl hands them to the corpus, and what any SQLite tool finds afterwards."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.items import Document
from parsers.record import (
    Agency,
    Cell,
    Hints,
    Record,
    TableName,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
APPLICANTS = ("natural_person", "company", "research", "nonprofit", "legal", "other", "total")

JIANGJING = Agency(
    agency_id="350181107:人民政府",
    name="福清市江镜镇人民政府",
    body="人民政府",
    kind="government",
    level="township",
    province="福建省",
    prefecture="福州市",
    county="福清市",
    township="江镜镇",
    division_code="350181107",
    resolution="exact",
    names=("江镜镇人民政府",),
)
SHENGLI = Agency(
    agency_id="0:胜利镇人民政府",
    name="胜利镇人民政府",
    body="人民政府",
    kind="government",
    level="township",
    township="胜利镇",
    resolution="unresolved",
    names=("胜利镇人民政府",),
)
# Ordinary sentences of such reports; a text is made of them and of what is told of the place.
BOILERPLATE = (
    "根据《中华人民共和国政府信息公开条例》第五十条规定编制本年度报告。本报告由总体情况、主动公开"
    "政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要"
    "问题及改进情况、其他需要报告的事项六部分组成。"
)


def row(table: TableName, name: str, columns: tuple[str, ...], values: str) -> tuple[Cell, ...]:
    """Cells of one row as printed: numbers, `_` for a blank, `?` for a cell that is missing."""
    printed = values.split()
    assert len(printed) == len(columns)
    return tuple(
        cell(table, name, column, value) for column, value in zip(columns, printed, strict=True)
    )


def cell(table: TableName, name: str, column: str, printed: str, unit: str | None = None) -> Cell:
    if printed == "_":
        return Cell(table=table, row=name, column=column, state="blank", detail="nothing printed")
    if printed == "?":
        return Cell(table=table, row=name, column=column, state="missing", detail="cut off")
    return Cell(
        table=table, row=name, column=column, state="number", value=printed, raw=printed, unit=unit
    )


def received(values: str) -> tuple[Cell, ...]:
    return row("applications", "received", APPLICANTS, values)


def report(agency: Agency | None = JIANGJING, year: int | None = 2020, **more: Any) -> Record:
    fields: dict[str, Any] = {
        "outcome": "report",
        "media_type": "text/html",
        "charset": "utf-8",
        "extractor": "html",
        "title": f"{year}年政府信息公开工作年度报告",
        "text": f"{agency.name if agency else ''}{BOILERPLATE}",
        "agency": agency,
        "year": year,
        "template": "2019",
        "status": "verified",
        "cells": received("3 0 0 0 0 0 3"),
        "cells_expected": 7,
        "cells_read": 7,
    }
    return Record(**(fields | more))


def document(url: str, data: bytes, record: Record, **more: Any) -> Document:
    fields: dict[str, Any] = {
        "kind": "official",
        "hints": Hints(url=url, link_text="2020年年报"),
        "fetched_at": NOON,
        "http_status": 200,
        "headers": (("ETag", '"a1"'), ("Last-Modified", "Wed, 27 Jan 2021 08:00:00 GMT")),
        "warc_file": "run-1-00000.warc.gz",
        "warc_offset": 512,
    }
    return Document(url=url, data=data, record=record, **(fields | more))


def bytes_id(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def query(path: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """What a researcher's own tool finds: plain SQLite, its own connection."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, parameters).fetchall()
    finally:
        connection.close()


def one(path: Path, sql: str, *parameters: object) -> tuple[Any, ...]:
    rows = query(path, sql, *parameters)
    assert len(rows) == 1, rows
    return rows[0]


def tables(path: Path) -> list[str]:
    return [
        name
        for (name,) in query(
            path,
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE 'sections_fts%'",
        )
    ]


def dump(path: Path, without: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for some columns."""
    found = {}
    for table in tables(path):
        columns = [r[1] for r in query(path, f'PRAGMA table_info("{table}")')]
        kept = ", ".join(f'"{c}"' for c in columns if c not in without)
        found[table] = sorted(query(path, f'SELECT {kept} FROM "{table}"'), key=repr)
    return found


def assert_sound(path: Path) -> None:
    """Foreign keys hold, the file is whole, no row is left that belongs to nothing."""
    assert query(path, "PRAGMA foreign_key_check") == []
    assert query(path, "PRAGMA integrity_check") == [("ok",)]
    connection = sqlite3.connect(path)
    indexed = connection.execute("SELECT count(*) FROM sections_fts_docsize").fetchone()
    assert indexed == connection.execute("SELECT count(*) FROM sections").fetchone()
    connection.close()
    orphans = (
        "SELECT agency_id FROM agencies WHERE agency_id NOT IN (SELECT agency_id FROM reports)",
        "SELECT source_id FROM agency_names WHERE source_id NOT IN (SELECT source_id FROM sources)",
        "SELECT source_id FROM cell_notes WHERE source_id NOT IN (SELECT source_id FROM sources)",
        "SELECT r.agency_id FROM reports AS r WHERE r.source_count <> (SELECT count(*) FROM sources"
        " AS s WHERE s.agency_id = r.agency_id AND s.year = r.year) OR r.source_count = 0",
    )
    for sql in orphans:
        assert query(path, sql) == [], sql

"""The tables as files: CSV (UTF-8, RFC 4180) always, Parquet where pyarrow is installed."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from crawler.publication.shapes import Table

_FIRST_CHUNK, _LARGEST_CHUNK = 500, 50_000  # rows
_CHARACTERS_A_CHUNK = 16 << 20
"""Texts are long: what is in hand at once is bounded by characters as well as by rows."""

PARQUET_MISSING = "Parquet files are left out: pyarrow is not installed (pip install '.[publish]')"

Columns = list[tuple[Any, ...]]
"""Values of some rows, column by column."""


def has_parquet() -> bool:
    """Whether Parquet files can be written here."""
    return find_spec("pyarrow") is not None


def write_table(
    connection: sqlite3.Connection, table: Table, csv_file: Path, parquet_file: Path | None
) -> frozenset[str]:
    """Write a table as CSV and, with a parquet_file, as Parquet; gives the columns never empty.

    In CSV NULL is an empty field, and numbers are written as SQLite stores them.
    """
    filled = [True] * len(table.columns)
    with ExitStack() as stack:
        file = stack.enter_context(csv_file.open("w", encoding="utf-8", newline=""))
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name for column in table.columns])
        parquet = stack.enter_context(_ParquetFile(table, parquet_file)) if parquet_file else None
        for rows in _chunks(connection.execute(table.query)):
            writer.writerows(rows)
            columns: Columns = list(zip(*rows, strict=True))
            filled = [
                full and None not in values and "" not in values
                for full, values in zip(filled, columns, strict=True)
            ]
            if parquet:
                parquet.write(columns)
    return frozenset(c.name for c, full in zip(table.columns, filled, strict=True) if full)


class _ParquetFile:
    """A Parquet file being written; every column bears its description as metadata."""

    def __init__(self, table: Table, path: Path) -> None:
        import pyarrow
        from pyarrow import parquet

        self._arrow = pyarrow
        types = {
            "string": pyarrow.string(),
            "integer": pyarrow.int64(),
            "number": pyarrow.float64(),
        }
        self._schema = pyarrow.schema(
            [
                pyarrow.field(
                    column.name,
                    types[column.type],
                    metadata={
                        "label": column.label,
                        "description": column.meaning,
                        "unit": column.unit or "",
                    },
                )
                for column in table.columns
            ],
            metadata={"label": table.label, "description": table.meaning},
        )
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")

    def __enter__(self) -> _ParquetFile:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._writer.close()

    def write(self, columns: Columns) -> None:
        """Write some rows."""
        arrays = [
            self._array(values, field.type)
            for values, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_batch(self._arrow.RecordBatch.from_arrays(arrays, schema=self._schema))

    def _array(self, values: Sequence[Any], type_: Any) -> Any:
        try:
            return self._arrow.array(values, type=type_)
        except self._arrow.ArrowTypeError:
            if type_ != self._arrow.string():
                raise
            # A column of numbers in which some are none that a number of Parquet holds.
            return self._arrow.array([v if v is None else str(v) for v in values], type=type_)


def _chunks(rows: sqlite3.Cursor) -> Iterator[list[tuple[Any, ...]]]:
    """Rows in chunks; the length of the texts in one tells how many the next may have."""
    size = _FIRST_CHUNK
    while chunk := rows.fetchmany(size):
        yield chunk
        sample = chunk[:: max(1, len(chunk) // _FIRST_CHUNK)]
        characters = sum(len(value) for row in sample for value in row if isinstance(value, str))
        a_row = max(1, characters // len(sample))
        size = max(1, min(_LARGEST_CHUNK, size * 8, _CHARACTERS_A_CHUNK // a_row))

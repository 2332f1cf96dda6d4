"""What is stored of records, in a form that SQLite can store."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from pydantic_core import PydanticSerializationError

from parsers.record import Part, Record


def stored_json(part: Part) -> str:
    """A record or hints as stored: JSON without what is default."""
    return part.model_dump_json(exclude_defaults=True)


def storable_record(record: Record) -> tuple[Record, str]:
    """The record, and its JSON, without characters that SQLite cannot store as text, one
    replaced for one.

    NUL ends a text in most tools, and half a surrogate pair has no encoding.
    """
    try:
        record_json = stored_json(record)
        if r"\u0000" not in record_json:
            return record, record_json
    except PydanticSerializationError:
        pass
    storable = Record.model_validate(_storable(record.model_dump()))
    return storable, stored_json(storable)


def storable_text(text: str) -> str:
    """The text with NUL and lone surrogates replaced, offsets kept."""
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)


def host_of(url: str) -> str | None:
    """Host of a url; None for files and for what is no url."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, dict):
        return {key: _storable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_storable(part) for part in value)
    return value

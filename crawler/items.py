"""The one item that travels through the pipelines: a document, from its bytes to its record."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from parsers.record import Hints, Record

SourceKind = Literal["official", "mirror", "file", "archive"]


class Document(BaseModel):
    """A fetched document. Spiders fill the first part, each pipeline the part named for it."""

    model_config = ConfigDict(extra="forbid")

    url: str
    kind: SourceKind
    data: bytes
    hints: Hints
    fetched_at: datetime
    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()

    # kept: crawler.pipelines.archiving
    source_id: str = ""
    warc_file: str | None = None
    warc_offset: int | None = None

    # read, interpreted, checked, attributed: crawler.pipelines.parsing
    record: Record | None = None


class Skipped(BaseModel):
    """An address that was seen and not captured, with the reason in words."""

    model_config = ConfigDict(extra="forbid")

    url: str
    reason: str
    title: str = ""
    host: str = ""

"""What travels through the pipelines: a document from its bytes to its record, what was left
alone and why, and what the next crawl needs to know."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from parsers.record import Hints, Record

SourceKind = Literal["official", "mirror", "file", "archive"]


class Errand(BaseModel):
    """A request that a crawl can make again: what to ask for, and how it was come by.

    key: one text for all ways to ask for the same page or data. role: what it was taken for.
    step: the spider's own words on the way there, as JSON.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    role: str
    url: str
    step: str = "{}"


class Visit(BaseModel):
    """How a request of a portal's crawl went: what the next crawl of it needs to know.

    portal: key of the home page. failed: no answer, or none that could be used. digest: of what
    the answer says, "" where it did not change (304). newest: the newest date that a list shows,
    in ISO form. led_to: every request that its answer gave rise to. about: what is known of the
    portal itself, where the answer changed it: kept at once with the visit, or not at all.
    """

    model_config = ConfigDict(extra="forbid")

    portal: str
    errand: Errand
    checked_at: datetime
    failed: bool = False
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str = ""
    newest: str = ""
    led_to: tuple[Errand, ...] = ()
    about: Visit | None = None


PortalState = Literal["done", "no_column", "unreachable", "blocked", "clone", "unfinished"]


class PortalRun(BaseModel):
    """What a run found on one portal. Told when its crawl begins (unfinished) and when it ends."""

    model_config = ConfigDict(extra="forbid")

    portal: str
    home: str
    name: str = ""
    started_at: datetime
    finished_at: datetime | None = None
    family: str = ""
    evidence: str = ""
    state: PortalState = "unfinished"
    counts: dict[str, int] = {}
    troubles: tuple[str, ...] = ()


class Answer(BaseModel):
    """What a server sent for one address, as it came."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    data: bytes
    fetched_at: datetime
    http_status: int
    headers: tuple[tuple[str, str], ...] = ()


class Document(BaseModel):
    """A fetched document. Spiders fill the first part, each pipeline the part named for it.

    made_from: the answers that it was made from, where it is not one itself (a text taken out of
    a viewer, perhaps page by page); they are archived beside it. held: it stands in an archive
    (zip) that is an item itself.
    """

    model_config = ConfigDict(extra="forbid")

    url: str
    kind: SourceKind
    data: bytes
    hints: Hints
    fetched_at: datetime
    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    made_from: tuple[Answer, ...] = ()
    held: bool = False
    visit: Visit | None = None  # noted together with the document, never before it

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


Item = Document | Skipped | Visit | PortalRun

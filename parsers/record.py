"""The result of parsing one document: what the corpus stores, and nothing that it does not.

Names of tables, rows, columns, states and statuses are those of the corpus file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal["report", "not_a_report", "unreadable"]
Status = Literal["verified", "discrepant", "incomplete", "untabled", "narrative"]
TemplateName = Literal["pre2019", "2019", "2021"]
TableName = Literal["disclosures", "applications", "proceedings"]
CellState = Literal[
    "number", "blank", "missing", "not_applicable", "inferred", "conflict", "unreadable"
]
Resolution = Literal["exact", "alias", "context", "corrected", "ambiguous", "unresolved"]
AgencyKind = Literal[
    "government",
    "government_office",
    "department",
    "branch",
    "subdistrict_office",
    "zone",
    "vertical",
    "other",
]
Level = Literal["national", "province", "prefecture", "county", "township"]
Qualifier = Literal["exact", "at_least", "about"]


class Part(BaseModel):
    """Base of everything in a record: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Hints(Part):
    """What the way to a document told about it. Evidence, never proof; all optional.

    url: where it was found. link_text: the text of the link that led to it.
    page_title: title of the page that carries it, where it is an attachment.
    published: the date printed beside the link or on that page, as written.
    site_name, site_id_code: the portal's own name (its `SiteName`, else that in the title of its
    home page or in the register) and its `SiteIDCode`, declared or printed (ten digits, the
    first six a division code). division_code: of the portal, where the register knows it.
    cut: what a viewer withheld of the document, in words, '' where it showed all of it.
    recognised: somebody else's machine made the text, perhaps from pictures of pages.
    """

    url: str = ""
    link_text: str = ""
    page_title: str = ""
    published: str = ""
    site_name: str = ""
    site_id_code: str = ""
    division_code: str = ""
    breadcrumb: tuple[str, ...] = ()
    cut: str = ""
    recognised: bool = False


class Cell(Part):
    """One cell of a statutory table.

    value: the number as decimal text (`-3`, `28600.64`), None unless `number` or `inferred`.
    raw: what is printed. unit: `元` or `万元` where the document says so (amounts only).
    detail: why, for every state but `number`.
    """

    table: TableName
    row: str
    column: str
    state: CellState
    value: str | None = None
    raw: str = ""
    unit: str | None = None
    detail: str = ""


class IdentityFailure(Part):
    """An identity that the published numbers break: `left` should equal `right`."""

    rule: str
    scope: str
    left: str
    right: str


class Section(Part):
    """A part of the report under its own heading; number 1–6 in the standard forms."""

    number: int | None
    heading: str
    text: str


class Fact(Part):
    """A number told in a sentence; start and end are offsets into `Record.text`."""

    indicator: str
    value: str
    unit: str
    qualifier: Qualifier
    quote: str
    start: int
    end: int


class Agency(Part):
    """Who published the report, resolved as far as the evidence goes.

    agency_id: `<division_code>:<body>`, `00:<body>` for national organs, `0:<name as read>`
    while the division is not known. names: every spelling read in the document, first the
    one decided upon as printed. candidates: agency_ids, where ambiguous. reason: the evidence.
    """

    agency_id: str
    name: str
    body: str
    kind: AgencyKind
    level: Level | None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    township: str | None = None
    division_code: str | None = None
    resolution: Resolution
    candidates: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    reason: str = ""


class Record(Part):
    """One document, parsed. For outcomes other than `report` only the head is filled.

    cut: what is missing of the document, in words, where only a part of it was to be had.
    recognised: its text was made by a machine that may misread, so that only sums prove numbers.
    """

    outcome: Outcome
    reason: str = ""
    cut: str = ""
    recognised: bool = False
    media_type: str = ""
    charset: str | None = None
    extractor: str = ""
    title: str = ""
    text: str = ""
    agency: Agency | None = None
    year: int | None = None
    year_reason: str = ""
    template: TemplateName | None = None
    disclosure_template: TemplateName | None = None
    period_start: date | None = None
    period_end: date | None = None
    published_on: date | None = None
    corrected: bool = Field(
        default=False, description="its title says that it replaces an earlier edition"
    )
    status: Status | None = None
    cells: tuple[Cell, ...] = ()
    cells_expected: int = 0
    cells_read: int = 0
    cells_blank: int = 0
    identities_checked: int = 0
    identity_failures: tuple[IdentityFailure, ...] = ()
    told_differences: tuple[IdentityFailure, ...] = Field(
        default=(), description="numbers that sentences tell otherwise than the tables"
    )
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = Field(default=(), description="what an auditor should know, in words")
    holds: tuple[str, ...] = Field(
        default=(), description="of an archive: the documents in it that stand for themselves"
    )

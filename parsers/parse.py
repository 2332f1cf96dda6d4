"""One document, from bytes to record: read, interpreted, attributed, checked."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from .attribution import Attribution, Evidence, attribute
from .attribution.title_of_site import site_in_title
from .checking.identities import check, infer_blank_totals
from .checking.recognised import confirmed, is_proved
from .checking.status import count_blank, count_read, status_of
from .checking.told import told_differences
from .interpretation.found import TableFound
from .interpretation.genre import judge_title
from .interpretation.lines import Line, Row, lines_of
from .interpretation.narrative import facts_of
from .interpretation.outline import Outline, outline_of
from .interpretation.proceedings_row import PLACES
from .interpretation.recognised_labels import with_labels_restored
from .interpretation.statistics import statistics_of
from .interpretation.tables import Printed, StatutoryTables, read_tables
from .interpretation.templates import COMMON, StatutoryTemplate, template
from .interpretation.verdict import judge_document
from .reading import read
from .reading.model import Paragraph, Reading, SeveralDocuments, Unreadable
from .record import Cell, Hints, Record, TemplateName
from .simplifying import in_simplified, words_in_simplified

VERSION = "1"  # of the reading as a whole: raise it when records of the same bytes change
RECOGNISED = "ocr"  # the extractor that reads pictures
MEASURED = frozenset({"pdf", "ofd", RECOGNISED})  # those that know places in points
BESIDE_STRAYS = "no sum confirms it, and a row of numbers beside it has no label that names it"
FIRST_YEAR_OF_FORMS = 2019
LAST_YEAR_OF_2019_FORM = 2020
LEVELS_WITH_REGULATIONS = frozenset({"national", "province", "prefecture"})
OWN_TITLES = ("articletitle", "h1")
TITLE_META = ("articletitle", "h1", "title")
# Where a page says when it was published, surest first.
PUBLISHED_META = (
    "pubdate",
    "发布时间",
    "发布日期",
    "公开时间",
    "公开日期",
    "发表时间",
    "发表日期",
    "发文日期",
    "成文日期",
    "生成日期",
)
TABLE_WORDS = 2000  # characters of the tables' own words that attribution looks at


def parse(data: bytes, hints: Hints | None = None, declared_charset: str | None = None) -> Record:
    """Parse a document. Never raises for what a document may hold: bad input is an outcome.

    hints: what the way to the document told. declared_charset: of the HTTP header, if any.
    """
    hints = hints or Hints()
    with _collector_at_rest():  # until what was read is freed: it need not be gone through then
        return _parsed(data, hints, declared_charset)


def _parsed(data: bytes, hints: Hints, declared_charset: str | None) -> Record:
    try:
        reading = read(data, declared_charset=declared_charset)
    except SeveralDocuments as error:
        reason = f"{error}; each is a source of its own"
        return Record(outcome="not_a_report", reason=reason, holds=error.names)
    except Unreadable as error:
        return Record(outcome="unreadable", reason=str(error))
    return interpret(reading, hints)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """No search for cycles of garbage meanwhile: it takes a tenth of the time, and what a parse
    makes is freed without it, or soon afterwards."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def interpret(reading: Reading, hints: Hints) -> Record:
    """From what was read to the record."""
    if reading.recognised:
        hints = hints.model_copy(update={"recognised": True})
    if reading.extractor == RECOGNISED:
        reading = with_labels_restored(reading)
    lines = lines_of(reading)
    outline = outline_of(lines)
    attribution = attribute(_evidence(reading, lines, outline, hints))
    titles = [reading.meta.get(name, "") for name in OWN_TITLES]
    titles += [hints.page_title, hints.link_text]
    found_title = attribution.title
    plain = in_simplified(reading)
    if plain is not reading:
        reading, lines, titles = plain, lines_of(plain), list(map(words_in_simplified, titles))
        found_title = words_in_simplified(found_title)
        outline = outline_of(lines)
    tables = read_tables(
        lines,
        _not_recognised(reading, outline),
        attribution.year,
        Printed(
            cache(reading.printed),
            cache(reading.printed_all),
            measured=reading.extractor in MEASURED,
        ),
        makes_regulations=_makes_regulations(attribution),
    )
    placed = attribution.agency is not None and attribution.agency.resolution != "unresolved"
    verdict = judge_document(reading, outline, tables, titles, found_title, placed=placed)
    head = Record(
        outcome=verdict.outcome,
        reason=verdict.reason,
        cut=hints.cut,
        recognised=hints.recognised or reading.extractor == RECOGNISED,
        media_type=reading.media_type,
        charset=reading.charset,
        extractor=reading.extractor,
        title=_own_title(attribution.title, hints),
        notes=(*reading.notes, *attribution.notes),
    )
    if verdict.outcome != "report":
        return head
    return _report(head, lines, outline, attribution, tables)


def _not_recognised(reading: Reading, outline: Outline) -> Outline:
    """The text without what was recognised in pictures outside ruled tables: a number there was
    looked at once, and no line tells what it stands beside."""
    kept = tuple(
        block for block in reading.blocks if not (isinstance(block, Paragraph) and block.recognised)
    )
    if len(kept) == len(reading.blocks):
        return outline
    return outline_of(lines_of(replace(reading, blocks=kept)))


def _makes_regulations(attribution: Attribution) -> bool:
    """Whether the agency's level may make 规章 (立法法); assumed while the level is unknown."""
    level = attribution.agency.level if attribution.agency else None
    return level is None or level in LEVELS_WITH_REGULATIONS


def _evidence(
    reading: Reading, lines: tuple[Line, ...], outline: Outline, hints: Hints
) -> Evidence:
    # The text of a link is somebody else's title: attribution asks it after the document's own.
    titles = [*(reading.meta.get(name, "") for name in TITLE_META), hints.page_title]
    words = " ".join(" ".join(line.texts) for line in lines if isinstance(line, Row))
    if reading.breadcrumb and not hints.breadcrumb:
        hints = hints.model_copy(update={"breadcrumb": reading.breadcrumb})
    site = {
        "site_name": hints.site_name or _site_named(reading.meta),
        "site_id_code": hints.site_id_code or reading.meta.get("siteidcode", ""),
        "published": hints.published or _first(reading.meta, PUBLISHED_META),
    }
    return Evidence(
        title_candidates=tuple(dict.fromkeys(t.strip() for t in titles if t.strip())),
        paragraphs=tuple(p for p in outline.text.split("\n") if p.strip() and "\t" not in p),
        table_words=re.sub(r"\s+", " ", words)[:TABLE_WORDS],
        hints=hints.model_copy(update=site),
    )


def _site_named(meta: Mapping[str, str]) -> str:
    """The portal's name as its page tells it."""
    return meta.get("sitename", "") or site_in_title(meta.get("title", ""))


def _own_title(title: str, hints: Hints) -> str:
    """The title as published; the text of a link, or a file's name, is none by itself."""
    borrowed = title == re.sub(r"\s+", "", hints.link_text)
    return "" if borrowed and judge_title(title).kind == "unknown" else title


def _first(meta: Mapping[str, str], names: Sequence[str]) -> str:
    return next((meta[name] for name in names if meta.get(name, "").strip()), "")


def _report(
    head: Record,
    lines: Sequence[Line],
    outline: Outline,
    attribution: Attribution,
    tables: StatutoryTables,
) -> Record:
    in_pictures = head.extractor == RECOGNISED
    form = _form(outline, attribution, tables, cut=bool(head.cut), in_pictures=in_pictures)
    cells = infer_blank_totals(_cells(tables, form), form) if form else ()
    beyond_doubt = True
    if form and head.recognised:
        # No sum proves table 2; of our own reader's numbers it is known how sure they are.
        beyond_doubt = head.extractor == RECOGNISED and is_proved(cells, form)
        cells = confirmed(cells, form)
    checked, failures = check(cells, form) if form else (0, ())
    if form and failures and any(found.has_strays for found in tables.all_found()):
        beyond_doubt = False
        if count_read(cells) + count_blank(cells) == len(cells):
            cells = confirmed(cells, form, BESIDE_STRAYS)
            checked, failures = check(cells, form)
    status = status_of(
        cells, failures, has_text=bool(outline.text.strip()), beyond_doubt=beyond_doubt
    )
    named: TemplateName = form or "pre2019"
    told = facts_of(outline, attribution.year)
    counted = statistics_of(lines, outline.text) if status == "narrative" else ()
    facts = tuple({fact.indicator: fact for fact in (*told, *counted)}.values())
    table_notes = tuple(note for found in tables.all_found() for note in found.notes)
    if any(found.has_strays for found in tables.all_found()):
        table_notes += ("a row of numbers in table 3 has no label that names it",)
    return head.model_copy(
        update={
            "text": outline.text,
            "agency": attribution.agency,
            "year": attribution.year,
            "year_reason": attribution.year_reason,
            "template": named,
            "disclosure_template": tables.disclosure_template if cells else None,
            "period_start": attribution.period_start,
            "period_end": attribution.period_end,
            "published_on": attribution.published_on,
            "corrected": attribution.corrected,
            "status": status,
            "cells": cells,
            "cells_expected": len(cells),
            "cells_read": count_read(cells),
            "cells_blank": count_blank(cells),
            "identities_checked": checked,
            "identity_failures": failures,
            "sections": outline.sections,
            "facts": facts,
            "told_differences": told_differences(facts, cells),
            "notes": (*head.notes, *table_notes),
        }
    )


def _form(
    outline: Outline,
    attribution: Attribution,
    tables: StatutoryTables,
    *,
    cut: bool,
    in_pictures: bool,
) -> StatutoryTemplate | None:
    """The form of table 3; where it was not found, of table 2; then by the year reported on.

    A part of a report without tables is no report without tables: they may be in the rest. Nor
    are pictures in which none was seen: its lines may be too pale.
    """
    if tables.template or tables.disclosure_template:
        return tables.template or tables.disclosure_template
    year = attribution.year
    lost = (cut or in_pictures) and year is not None and year >= FIRST_YEAR_OF_FORMS
    if not (tables.all_found() or outline.standard or lost or _only_pictures(outline, year)):
        return None
    return "2019" if year is not None and year <= LAST_YEAR_OF_2019_FORM else "2021"


def _only_pictures(outline: Outline, year: int | None) -> bool:
    """A report without text, for a year in which the forms held: its tables are in pictures."""
    return not outline.text.strip() and year is not None and year >= FIRST_YEAR_OF_FORMS


def _cells(tables: StatutoryTables, form: StatutoryTemplate) -> tuple[Cell, ...]:
    """Every cell of the form; a table that was not found has them all absent."""
    own = template(form)
    disclosures = tables.disclosures or TableFound(
        "disclosures", tuple((r, c) for s in own.disclosures for r in s.rows for c in s.columns)
    )
    applications = tables.applications or TableFound(
        "applications", tuple((row, column) for row in own.row_names for column in COMMON.columns)
    )
    proceedings = tables.proceedings or TableFound("proceedings", PLACES)
    return tuple(
        cell for found in (disclosures, applications, proceedings) for cell in found.record_cells()
    )

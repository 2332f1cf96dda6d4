"""The labelled set: which documents there are, in what order, and what is true of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from random import Random
from typing import Any

from tests.accuracy import broken_html, flat_text, tabbed_text
from tests.accuracy.printing import Copy, as_copy, as_sheet
from tests.sample.reports import (
    agencies,
    docx,
    flattened,
    html,
    make_report,
    pdf,
    tabbed,
    xls,
    xlsx,
)
from tests.sample.reports.forms import Template
from tests.sample.reports.model import CellName, Report, Status, TruthCell

SEED = 2026
# The form, and the year reported on: townships go on with the form of 2019 for years. Before
# 2019 reports have no tables: their status is what is scored.
FORMS: tuple[tuple[Template, int], ...] = (
    ("2021", 2023),
    ("2019", 2020),
    ("2019", 2022),
    ("pre2019", 2016),
)
DAMAGE: dict[str, dict[str, Any]] = {
    "none": {},
    "wrong total, applications": {"wrong_total": "applications"},
    "wrong total, proceedings": {"wrong_total": "proceedings"},
    "blanks": {"blanks": ("disclosures", "applications", "proceedings")},
    "blanks, one table": {"blanks": ("applications",)},
    "dashes /": {"dashes": "/"},
    "dashes —": {"dashes": "—"},
    "dashes 无": {"dashes": "无"},
    "negative change": {"negative_change": True},
    "amount in 万元": {"amount_in_wan": True},
    "missing totals": {"missing_totals": True},
    "untabled": {"untabled": True},
}
# Damage that a printing of its own is combined with; the others would hide what it does.
FEW = ("none", "wrong total, applications", "dashes /")
Print = Callable[[Report, Random], Copy]


@dataclass(frozen=True)
class Printing:
    """One way to print a report; `group` is what its score counts towards."""

    group: str
    name: str
    render: Print
    damage: tuple[str, ...] = tuple(DAMAGE)


@dataclass(frozen=True)
class Labelled:
    """One document and its truth. `content`: what the pinned hash is made of."""

    group: str
    name: str
    data: bytes
    content: str
    cells: dict[CellName, TruthCell]
    status: Status


def _page(report: Report, **style: Any) -> bytes:
    return broken_html.PAGE.format(html.render(report, **style)).encode()


def _file(group: str, name: str, render: Callable[[Report], bytes]) -> Printing:
    """A format that shows the report as it is."""
    return Printing(group, name, lambda report, _: as_copy(report, render(report)))


def _sheet(group: str, name: str, render: Callable[[Report], bytes]) -> Printing:
    return Printing(group, name, lambda report, _: as_sheet(report, render(report)))


PRINTINGS: tuple[Printing, ...] = (
    _file("html", "plain", _page),
    _file("html", "from Word", partial(_page, style="word", split_dates=True)),
    Printing("html damaged", "labels broken", broken_html.with_broken_labels, FEW),
    _file("docx", "plain", docx.render),
    _file("pdf", "plain", pdf.render),
    _sheet("xlsx", "one sheet", xlsx.render),
    _sheet("xlsx", "a sheet a table", partial(xlsx.render, sheets=True)),
    _sheet("xlsx", "without ruling lines", partial(xlsx.render, ruled=False)),
    _sheet("xls", "plain", xls.render),
    _file("tabbed", "plain", lambda r: tabbed.render(r).encode()),
    _file("tabbed", "labels not spaced", lambda r: tabbed.render(r, spaced=False).encode()),
    _file("tabbed", "first number copied", lambda r: tabbed.render(r, copied_span=True).encode()),
    Printing("tabs damaged", "labels broken", tabbed_text.with_broken_labels, FEW),
    Printing("tabs damaged", "numbers lost", tabbed_text.with_lost_numbers, FEW),
    Printing("tabs damaged", "numbers copied", tabbed_text.with_copied_numbers, FEW),
    Printing("tabs damaged", "fields emptied", tabbed_text.with_emptied_fields, FEW),
    Printing("tabs damaged", "a row lost", tabbed_text.with_lost_row, FEW),
    Printing("layout", "columns of spaces", flat_text.in_layout),
    Printing("flattened", "row by row", flat_text.in_rows),
    Printing("flattened", "row by row, page marks", flat_text.with_page_marks),
    _file("viewer", "in a viewer", lambda r: flattened.render(r).encode()),
    _file("viewer", "some columns", lambda r: flattened.render(r, columns=True).encode()),
    Printing("scrambled", "blocks by column", flat_text.in_blocks, FEW),
    Printing("scrambled", "blocks, page marks", flat_text.in_marked_blocks, FEW),
    Printing("scrambled", "blocks, labels behind", flat_text.in_blocks_labels_last, FEW),
    Printing("numbers damaged", "page numbers", flat_text.with_page_numbers, FEW),
    Printing("numbers damaged", "numbers lost", flat_text.with_lost_numbers, FEW),
    Printing("numbers damaged", "numbers copied", flat_text.with_copied_numbers, FEW),
    Printing("numbers damaged", "zeros glued", flat_text.with_glued_zeros, FEW),
    Printing("numbers damaged", "a row lost", flat_text.with_lost_row, FEW),
)


def labelled_set(documents: int) -> list[Labelled]:
    """The first `documents` of an endless sequence: every combination in turn, then again with
    other agencies and numbers. A larger set begins with the smaller ones."""
    return list(islice(_all(), documents))


def content_hash(documents: Iterable[Labelled]) -> str:
    """SHA-256 of what is printed and what is true, alike with every release of the libraries
    that pack it into files."""
    digest = hashlib.sha256()
    for document in documents:
        truth = sorted(document.cells.items())
        digest.update(repr((document.name, document.content, truth, document.status)).encode())
    return digest.hexdigest()


def _all() -> Iterator[Labelled]:
    names = list(agencies())
    number = count()
    for turn in count():
        for form, year in FORMS:
            for damage in DAMAGE:
                for printing in PRINTINGS:
                    if damage not in printing.damage or (form == "pre2019" and damage != "none"):
                        continue
                    seed = next(number)
                    agency = agencies()[names[(seed * 7 + turn) % len(names)]]
                    try:
                        report = make_report(SEED + seed, agency, year, form, **DAMAGE[damage])
                        copy = printing.render(report, Random(f"{SEED}|{seed}"))
                    except ValueError:  # this form or format has no such cell
                        continue
                    yield Labelled(
                        group=_group(printing, damage, report),
                        name=f"{printing.group}, {printing.name}; {damage}; {form} in {year}",
                        data=copy.data,
                        content=copy.content,
                        cells=copy.cells,
                        status=copy.status,
                    )


def _group(printing: Printing, damage: str, report: Report) -> str:
    """Tabs alone cannot tell which cell of a row is absent, or which of eight numbers is the
    surplus one where the agency's own sum is wrong: such documents are damaged ones."""
    copied = printing.name == "first number copied" and report.status == "discrepant"
    if printing.group == "tabbed" and (damage == "missing totals" or copied):
        return "tabs damaged"
    return printing.group

"""Tables 2 and 4 from text without a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .found import TableFound
from .labels import squash_all
from .proceedings import OUTCOMES, PLACES
from .settle import Settled
from .stream import Run, labels_in, runs_of
from .templates import PROCEEDING_CELLS, DisclosureSection, StatutoryTemplate, Template, template
from .values import Value

_ITEM_ANCHORS = {
    "regulations": re.compile("(?<!第)规章"),
    "normative_documents": re.compile("(行政)?规范性文件"),
    "licences": re.compile("行政许可"),
    "other_services": re.compile("其他对外管理"),
    "penalties": re.compile("行政处罚"),
    "coercive_measures": re.compile("行政强制"),
    "fees": re.compile("行政事业性收费"),
    "procurement": re.compile("政府集中采购"),
}
_ARTICLE = re.compile("第二十条第(.)项")
_ONLY_2021 = re.compile("制发件数|废止件数|现行有效|收费金额")
_ONLY_2019 = re.compile("新制作数量|新公开数量|对外公开总|集中采购|上一年项目")


def stream_disclosures(
    text: str, *, makes_regulations: bool
) -> tuple[TableFound, StatutoryTemplate] | None:
    """Read table 2 from running text; None where its headings are not printed.

    `makes_regulations`: whether the agency's level may make 规章 at all (立法法: ministries,
    provinces and cities with districts); counties and townships print zeros there, which tells
    rows from columns.
    """
    squashed = squash_all(text)
    votes = {"2021": _ONLY_2021.search(squashed), "2019": _ONLY_2019.search(squashed)}
    names = [name for name in ("2021", "2019") if votes[name]]
    if len(names) != 1 or not _ARTICLE.search(squashed):
        return None
    form = template("2021" if names[0] == "2021" else "2019")
    found = TableFound(
        "disclosures",
        tuple((row, c) for s in form.disclosures for row in s.rows for c in s.columns),
    )
    last_item: str | None = None
    article: str | None = None
    for run in runs_of(text, money=True):
        last_item, article = _where(run, last_item, article)
        if run.values:
            _take(found, run, form, last_item, article, makes_regulations)
    if "万元" in text:
        found.units.update({place: "万元" for place in found.places if place[1] == "fee_amount"})
    return found, form.name


def _where(run: Run, item: str | None, article: str | None) -> tuple[str | None, str | None]:
    """The item and the article named last before the values; an item after its article wins."""
    words = run.squashed
    articles = list(_ARTICLE.finditer(words))
    items = labels_in(words, _ITEM_ANCHORS)
    if articles:
        article = f"第二十条第{articles[-1][1]}项"
        after = labels_in(words[articles[-1].end() :], _ITEM_ANCHORS)
        return (after[-1] if after else None), article
    return (items[-1] if items else None), article


def _take(
    found: TableFound,
    run: Run,
    form: Template,
    item: str | None,
    article: str | None,
    makes_regulations: bool,
) -> None:
    """Place one run of values under the item before it, or under its whole sub-table."""
    section = form.section_of(item) if item else None
    if section is not None and item is not None:
        if len(run.values) == len(section.columns):
            found.put(item, section.columns, (Settled(value) for value in run.values))
        return
    block = next((s for s in form.disclosures if s.article == article), None)
    if block is None or len(run.values) != len(block.rows) * len(block.columns):
        return
    options = _plausible(_layouts(run.values, block), block, makes_regulations)
    for r, row in enumerate(block.rows):
        settled = []
        for c in range(len(block.columns)):
            candidates = {option[r][c] for option in options}
            one = len(candidates) == 1
            settled.append(Settled(candidates.pop()) if one else Settled(disputed=True))
        found.put(row, block.columns, settled)


Layout = tuple[tuple[Value, ...], ...]


def _layouts(values: Sequence[Value], block: DisclosureSection) -> tuple[Layout, ...]:
    """Row by row, and column by column."""
    rows, columns = len(block.rows), len(block.columns)
    by_row = tuple(tuple(values[r * columns : (r + 1) * columns]) for r in range(rows))
    by_column = tuple(tuple(values[c * rows + r] for c in range(columns)) for r in range(rows))
    return tuple(dict.fromkeys((by_row, by_column)))


def _plausible(
    options: tuple[Layout, ...], block: DisclosureSection, makes_regulations: bool
) -> tuple[Layout, ...]:
    """The layouts that the law allows; all where it tells nothing."""
    if "regulations" not in block.rows or makes_regulations:
        return options
    legal = tuple(
        option
        for option in options
        if all(value.amount == 0 for value in option[block.rows.index("regulations")])
    )
    return legal or options


def stream_proceedings(text: str) -> TableFound | None:
    """Read table 4 from running text; None where its headings or all values are absent."""
    squashed = squash_all(text)
    direct, after = squashed.find("直接起诉"), squashed.find("复议后起诉")
    runs = [run for run in runs_of(text) if run.values]
    if direct < 0 or after < 0 or not runs:
        return None
    found = TableFound("proceedings", PLACES)
    values = tuple(value for run in runs for value in run.values)
    if len(values) != PROCEEDING_CELLS:
        found.notes.append(f"table 4 prints {len(values)} of {PROCEEDING_CELLS} values")
        return found
    in_one_piece = len(runs) == 1
    for start in range(0, PROCEEDING_CELLS, OUTCOMES):
        block = values[start : start + OUTCOMES]
        amounts = [value.amount for value in block]
        holds = None not in amounts and sum(a or 0 for a in amounts[:-1]) == amounts[-1]
        certain = direct < after and (in_one_piece or holds)
        for place, value in zip(PLACES[start : start + OUTCOMES], block, strict=True):
            found.cells[place] = Settled(value) if certain else Settled(disputed=True)
    return found

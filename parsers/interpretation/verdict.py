"""Whether a document is an annual report, decided from the document itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..reading.model import Reading
from ..reading.ocr import EXTRACTOR, SPENT, lost_pages
from ..record import Outcome
from .genre import DIGEST, TitleVerdict, judge_title
from .headline import is_explanation, judge_headline
from .outline import Outline
from .tables import StatutoryTables

ENOUGH_CELLS = 8  # printed numbers in statutory tables that no page without them has
ENOUGH_IN_LOOK_ALIKES = 150  # for a page titled as something else: the whole tables
ENOUGH_SECTIONS = 3
ENOUGH_TEXT = 400  # characters of a narrative report; the shortest seen have twice as many
ENOUGH_MENTIONS = 3
STUB = 600  # pages that say only that something is gone are shorter than this

_SUBJECT = re.compile("(?:政府|政务)?信息公开|政务公开")
_OLD_SUBJECTS = tuple(
    map(re.compile, ("主动公开", "申请公开|公开.{0,4}申请", "复议|诉讼", "收费|减免|费用"))
)
_GONE = re.compile(
    "页面(?:不存在|已删除|未找到|找不到)|(?:页面|网页|文章|内容|信息)(?:已)?(?:不存在|被删除|已删除|走失)"
    "|404|找不到(?:您|该|此|页)|系统提示|无权访问|访问(?:的)?(?:页面|资源)不存在|暂无(?:相关)?(?:信息|内容)"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` says in words why a document is not a report, or cannot be read."""

    outcome: Outcome
    reason: str = ""


def judge_document(
    reading: Reading,
    outline: Outline,
    tables: StatutoryTables,
    titles: Sequence[str],
    found_title: str,
    *,
    placed: bool,
) -> Verdict:
    """Numbers in the statutory tables prove a report; without them title and headings decide.

    titles: the page's own; the first that tells anything counts, and where none does the text's
    first lines, and then found_title, the report's as it was found in the text. `placed`: whether
    its agency is one of the register's, not 某单位 or ××局.
    """
    text = outline.text.strip()
    titled = _first_that_tells(map(judge_title, titles))
    named = titled or _first_that_tells((judge_headline(text), judge_title(found_title)))
    named = named or judge_title("")
    numbers = [
        settled.value.number
        for found in tables.all_found()
        for settled in found.cells.values()
        if settled.value is not None and settled.value.number is not None
    ]
    # A notice gives out the form, at most with zeros; a digest shows a few numbers.
    if titled and titled.reason.startswith(DIGEST):
        return Verdict("not_a_report", f"titled as {titled.reason}")
    proved = ENOUGH_IN_LOOK_ALIKES if named.kind == "other" else ENOUGH_CELLS
    if len(numbers) >= proved and (named.kind != "other" or set(numbers) != {"0"}):
        return Verdict("report")
    if not text:
        return _without_text(reading, named.kind == "report")
    if len(text) < STUB and _GONE.search(text) and not outline.sections:
        return Verdict("not_a_report", "the page says that its content does not exist")
    if named.kind == "other":
        return Verdict("not_a_report", f"titled as {named.reason}")
    if is_explanation(text):
        return Verdict("not_a_report", f"{DIGEST} of a report, as its opening says")
    if _empty_form(tables) and not (named.kind == "report" and placed):
        return Verdict("not_a_report", "an empty form: the statutory tables hold no number")
    mentions = len(_SUBJECT.findall("".join(text.split())))  # a viewer breaks lines anywhere
    if outline.standard and mentions >= ENOUGH_MENTIONS:
        return Verdict("report")
    if named.kind == "unknown" and _has_own_headings(outline):
        return Verdict("report")
    if named.kind != "report" and (lost := lost_pages(reading.notes)):
        return Verdict("unreadable", "; ".join(lost))
    if named.kind != "report":
        return Verdict("not_a_report", "neither title, headings nor tables of an annual report")
    written_out = len(text) >= ENOUGH_TEXT and mentions >= ENOUGH_MENTIONS
    if written_out or len(outline.sections) >= ENOUGH_SECTIONS:
        return Verdict("report")
    return _stub(reading)


def _first_that_tells(verdicts: Iterable[TitleVerdict]) -> TitleVerdict | None:
    return next((verdict for verdict in verdicts if verdict.kind != "unknown"), None)


def _has_own_headings(outline: Outline) -> bool:
    """Whether the headings of the older style are there, each on a subject of its own."""
    headings = " ".join(section.heading for section in outline.sections)
    return sum(bool(subject.search(headings)) for subject in _OLD_SUBJECTS) >= ENOUGH_SECTIONS


def _without_text(reading: Reading, titled: bool) -> Verdict:
    if reading.images and titled:
        return Verdict("report")
    if reading.images:
        spent = [note for note in reading.notes if SPENT in note]
        notes = reading.notes[1:] if reading.extractor == EXTRACTOR else spent or ["needs OCR"]
        why = "; ".join(notes)
        return Verdict("unreadable", f"no text, {reading.images} page images: {why or 'empty'}")
    return Verdict("unreadable", "no text in the document")


def _stub(reading: Reading) -> Verdict:
    if reading.images or reading.extractor == EXTRACTOR:
        return Verdict("report")
    if reading.attachments:
        return Verdict("not_a_report", "the page only names its attachments")
    return Verdict("not_a_report", "titled as a report, but holds nothing of one")


def _empty_form(tables: StatutoryTables) -> bool:
    """All three tables are there and every cell is empty: the form that a notice gives out."""
    found = tables.all_found()
    states = [s.value.state for t in found for s in t.cells.values() if s.value is not None]
    return len(found) == 3 and bool(states) and all(state == "blank" for state in states)

"""What the text of a link promises: a column of annual reports, a way to one, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

from parsers.attribution.traditional import simplified
from parsers.interpretation.genre import judge_title
from spiders.data import load
from spiders.discovery.pages.page import PageLink
from spiders.discovery.pages.text import LONGEST_TEXT, short_text, squash

LabelKind = Literal["column", "group", "agency", "hub", "directory", "reject", "none"]
LONGEST_LABEL = 40

_DATA = load("labels")
_DECORATION = re.compile(r"[\s\[\]【】()〔〕<>《》«»›·•.:|\-—~*]+|^\d{1,2}[、.]")
_COUNT = re.compile(r"[(\[【](?!(?:19|20)\d\d)\d{1,4}[条篇项个份]?[)\]】]$")  # 2023年度（57）
_REJECT = tuple(re.compile(pattern) for pattern in _DATA["reject"])
_KINDS: tuple[LabelKind, ...] = ("column", "group", "directory", "hub", "agency")
_RULES = tuple(
    (kind, entry["score"], re.compile(entry["pattern"])) for kind in _KINDS for entry in _DATA[kind]
)
_MORE = frozenset(_DATA["more"]["texts"])
_PLAIN_DIRECTORY = re.compile(_DATA["plain_directory"]["pattern"])
_NEVER_AGENCY = re.compile(_DATA["never_agency"]["pattern"])
_MONTHS = re.compile(_DATA["months"]["pattern"])
_ENTRANCE = re.compile(_DATA["entrance"]["pattern"])
_NEIGHBOURS = re.compile(_DATA["neighbours"]["pattern"])
_AROUND = re.compile(_DATA["around"]["pattern"], re.IGNORECASE)
_SLUGS = tuple(re.compile(pattern) for pattern in _DATA["slugs"]["patterns"])
_HUB_SLUGS = tuple(re.compile(pattern) for pattern in _DATA["hub_slugs"]["patterns"])
_NEVER_SLUG = re.compile(_DATA["slugs"]["never"])
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_OR_NUMBER = re.compile(r"^(?:19|20)\d\dn?|_?\d+n?$|\.s?html?$")
_LIST_FILES = re.compile(r"(index|list|common_list|xxgk_list|nav_list)(_\d+)?\.s?html?")
_SLUG_SCORE = 65
_DOUBTFUL = tuple(re.compile(pattern) for pattern in _DATA["doubtful"]["patterns"])


@dataclass(frozen=True, slots=True)
class Label:
    """The verdict on a link's text; `score` compares labels of one kind, `reason` rejects."""

    kind: LabelKind
    score: int = 0
    reason: str = ""


_NONE = Label("none")


@lru_cache(maxsize=8192)
def read_label(text: str) -> Label:
    """Judge the text of a link or of a step of a breadcrumb."""
    plain = _DECORATION.sub("", _COUNT.sub("", simplified(squash(text))))
    if not plain or len(plain) > LONGEST_LABEL:
        return _NONE
    if any(pattern.search(plain) for pattern in _REJECT):
        return Label("reject", 0, "another annual report, or about reports")
    for kind, score, pattern in _RULES:
        if not pattern.search(plain):
            continue
        if kind == "agency" and _NEVER_AGENCY.search(plain):
            return _NONE
        verdict = judge_title(plain)
        if kind == "column" and verdict.kind == "other":
            return Label("reject", 0, verdict.reason)
        return Label(kind, score)
    return _NONE


def is_directory(text: str) -> bool:
    """Whether a text such as 乡镇街道, which inside a column names a division of it, may as well
    lead to a directory of agencies."""
    plain = _DECORATION.sub("", squash(text))
    return len(plain) <= LONGEST_LABEL and _PLAIN_DIRECTORY.search(plain) is not None


def is_month(text: str) -> bool:
    """Whether a text is a month: 11月, 2024年1月份."""
    return _MONTHS.search(squash(text)) is not None


def is_entrance(text: str) -> bool:
    """Whether a link leads from a first page into the portal: 进入网站, 电脑版."""
    return _ENTRANCE.search(squash(text)) is not None


def lists_neighbours(text: str) -> bool:
    """Whether a text stands for a list of agencies with sites of their own: 乡镇之窗, 部门网站."""
    plain = _DECORATION.sub("", squash(text))
    return len(plain) <= LONGEST_LABEL and _NEIGHBOURS.search(plain) is not None


def is_never_agency(text: str) -> bool:
    """Whether a text is surely no agency's name: 政策解读, 办事服务."""
    return bool(_NEVER_AGENCY.search(text) or _AROUND.search(text))


def leads_around(text: str) -> bool:
    """Whether a link leads around in a list or a site: 首页, 下一页, 打印."""
    return bool(_AROUND.search(squash(text)))


def names_report(text: str) -> bool:
    """Whether a text is the title of one report, its year among the words, and no column's."""
    return bool(_A_YEAR.search(text)) and judge_title(text).kind == "report"


def is_doubtful(title: str) -> bool:
    """Whether a title of another kind of document may stand over an annual report after all:
    …政府信息公开工作总结, 财政局2023年度报告. In a column of annual reports the page decides."""
    plain = squash(title)
    return any(pattern.search(plain) for pattern in _DOUBTFUL)


def read_link(link: PageLink) -> Label:
    """Judge a link: by its text, by the heading beside a bare 更多, else by its folder's name."""
    text = link.label
    if not text or squash(text).strip(">»›+.… ").lower() in _MORE:
        text = heading_beside(link)
    label = read_label(text)
    if label.kind != "none":
        return label
    short = squash(text) if link.label else ""
    if len(short) <= 12 and not _AROUND.search(short) and names_column_folder(link.url):
        return Label("column", _SLUG_SCORE)
    return _NONE


def names_column_folder(url: str) -> bool:
    """Whether the last folder of an address has the name of a column (`zfxxgknb_171215`)."""
    folder = _last_folder(url)
    return bool(folder) and is_column_slug(folder)


def names_hub_folder(url: str) -> bool:
    """Whether the last folder of an address has the name of a page on the way (`zfxxgk`)."""
    folder = _last_folder(url)
    return any(slug.match(folder) for slug in _HUB_SLUGS)


def _last_folder(url: str) -> str:
    """The name of an address's last folder, in lower case; empty where it has none.

    With a query it is a view of that page: a day of its calendar, another order, a print.
    """
    parts = urlsplit(url)
    segments = [] if parts.query else [s for s in parts.path.lower().split("/") if s]
    if segments and _LIST_FILES.fullmatch(segments[-1]):
        segments.pop()
    return segments[-1] if segments else ""


def is_column_slug(segment: str) -> bool:
    """Whether one folder or file name of an address is that of a column of annual reports."""
    name = segment.lower()
    for _ in range(2):  # a number behind an extension, a year before a number
        name = _YEAR_OR_NUMBER.sub("", name)
    return any(slug.match(name) for slug in _SLUGS) and not _NEVER_SLUG.search(name)


def heading_beside(link: PageLink) -> str:
    """The text that stands before a bare 更多, in the nearest element that has more text; all of
    it where the link is a picture."""
    own = squash(link.text)
    for element in _ancestors(link, 4 if own else 2):
        text = squash(short_text(element, LONGEST_TEXT))
        if text != own:
            return (text.split(own, 1)[0] if own else text)[:LONGEST_LABEL]
    return ""


def _ancestors(link: PageLink, most: int) -> Iterator[object]:
    element = link.element.getparent()
    while element is not None and most:
        yield element
        element, most = element.getparent(), most - 1

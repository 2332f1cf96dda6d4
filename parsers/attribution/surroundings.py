"""Everything around a name that may tell which place is meant."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice, pairwise
from urllib.parse import urlsplit

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.dates import signature_date
from parsers.attribution.divisions import LONGEST_NAME, Match, Place, register
from parsers.attribution.naming import parse_agency
from parsers.attribution.wording import plain
from parsers.record import Hints

_TAIL_LINES = 8
_SIGNATURE_LENGTH = 45
_SEAL = re.compile(r"^\([盖公]章\)|(?<=[局委厅会])(?:办公室|党组|党委)$")
_TITLE = re.compile(r"^.{0,60}公开.{0,12}(?:报告|年报)$")
_LAST_DATE = re.compile(
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?.{0,4}$|[一二三四五六七八九〇○零]{4}年.{0,8}$"
)
_SITE_WORDS = re.compile(
    r"(?:(?<!人民)政府|政务公开|政务|党政|官方|信息公开)?"
    r"(?:门户网站|门户网|门户|网站|官网|信息网|平台|在线|网)$"
)
_SITE_MARKS = str.maketrans("", "", "“”\"'《》·")
# 中国·安丘, 安丘政务网: a government's portal that names its place without the type.
_OFFICIAL_SITE = re.compile(
    r"^中国(.{2,8}?)(?:(?:人民)?政府)?$|^(.{2,8}?)(?:政府|政务公开|政务|党政).{1,4}$"
)
_EMAIL = re.compile(r"([A-Za-z][A-Za-z0-9._-]{1,40})@")
_TELEPHONE = re.compile(r"(?<![\d-])(0(?:10|2\d|[3-9]\d\d))[-—–)]{1,2}[1-9]\d{6,7}(?!\d)")
_OTHERS_TELEPHONE = re.compile("技术|支持|维护|客服|举报")
_MAX_OCCURRENCES = 60
_MAX_READINGS = 500
_REGIONS = ("省", "市", "县", "区", "州", "旗", "盟", "镇", "乡", "苏木")
_OFFICES = ("局", "委", "办", "单位", "部门", "中心", "厅", "院", "街道")
_FIRMS = ("公司", "集团", "校")
_SELF = re.compile(f"(?:我|全|本)({'|'.join((*_REGIONS, *_OFFICES, *_FIRMS))})")


# Fields of a document's data as portals print them, in a table or line under line.
_FIELDS = (
    "发布机构|发布机关|发布单位|发文机关|发文单位|公开主体|公开机构|责任部门|编制单位"
    "|发布日期|发布时间|公开日期|公开时间|公布日期|公布时间|成文日期|发文日期|生成日期|印发日期"
)
_FIELD = re.compile(f"(?:{_FIELDS})[:：]?$")
_FIELD_IN_TABLE = re.compile(
    f"({_FIELDS})[:：]?([^:：]{{2,40}}?)(?=索引号|{_FIELDS}|主题|名称|文号|文件|$)"
)
_INTRODUCED = 3000  # characters of a text in which short names are introduced
_INTRODUCTION = re.compile(r"[,，。;；、:：()]|由|与|和")
_DATA_LINES = 40
_DATA_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Surroundings:
    """lines: the text, narrow and squashed; text: the same in one piece; hints: the portal's.
    labelled: `发布机构：安丘市教育局` of the tables and lines that give the document's data."""

    lines: tuple[str, ...]
    text: str
    hints: Hints
    labelled: tuple[str, ...] = ()

    def signatures(self) -> list[AgencyName]:
        """Names that stand alone in the last lines: those with a date beside them first, then
        the last of the others, unless these differ (then they are links of the page)."""
        dated, alone = self._names_below()
        return dated if len({name.printed for name in alone}) > 1 else dated + alone

    def dated_signatures(self) -> list[AgencyName]:
        """Names in the last lines with a date beside them, the last one first."""
        return self._names_below()[0]

    def _names_below(self) -> tuple[list[AgencyName], list[AgencyName]]:
        heads = [at for at, line in enumerate(self.lines[:_DATA_LINES]) if _TITLE.search(line)]
        tail = self.lines[max(len(self.lines) - _TAIL_LINES, heads[-1] + 1 if heads else 0) :]
        return _names_in(tail)

    def full_name_of(self, short: str) -> AgencyName | None:
        """The name that the text introduces a short one for: A(以下简称“B”)."""
        at = self.text.find(f"以下简称{short}", 0, _INTRODUCED)
        at = at if at >= 0 else self.text.find(f"以下简称“{short}", 0, _INTRODUCED)
        if at < 1:
            return None
        before = _INTRODUCTION.split(self.text[max(0, at - 1 - _SIGNATURE_LENGTH) : at - 1])[-1]
        name = parse_agency(before)
        return name if name and name.matches else None

    def parents_printed_before(self, place: str) -> list[tuple[Match, ...]]:
        """What stands directly before each mention of a place: 安丘市 of 安丘市郚山镇."""
        found = []
        start = self.text.find(place)
        for _ in range(_MAX_OCCURRENCES):
            if start < 0:
                break
            before = self.text[max(0, start - 2 * LONGEST_NAME) : start]
            if parents := longest_place_ending(before.rpartition("\n")[2]):
                found.append(parents)
            start = self.text.find(place, start + len(place))
        return found

    def parents_of_misreadings(self, place: str) -> list[tuple[Match, ...]]:
        """What stands before names in the text that differ from an unlisted one in one
        character: its other misreadings. Names of the lists are not looked at."""
        spellings: dict[str, None] = {}
        for at in range(min(len(place), 8) - 1):
            spellings.update(dict.fromkeys(self.readings(place, at)))
        unlisted = [s for s in list(spellings)[:10] if not register().is_name(s)]
        return [p for s in unlisted for p in self.parents_printed_before(s)]

    def readings(self, name: str, at: int) -> Iterator[str]:
        """What stands in the text where a name stands but for one character, at `at`."""
        before, after = name[:at], name[at + 1 :]
        anchor, shift = (before, 0) if len(before) >= len(after) else (after, at + 1)
        start = self.text.find(anchor)
        for _ in range(_MAX_READINGS):
            if start < 0:
                return
            begin = start - shift
            found = self.text[begin : begin + len(name)] if begin >= 0 else ""
            fits = len(found) == len(name) and found.startswith(before) and found.endswith(after)
            if fits and "\u3400" <= found[at] <= "\u9fff":
                yield found
            start = self.text.find(anchor, start + 1)

    def site_places(self) -> list[tuple[str, Place]]:
        """Divisions by the portal's codes, with the hint that told each."""
        found = []
        for label, code in (
            ("division code of the portal", self.hints.division_code),
            ("SiteIDCode", self.hints.site_id_code[:6]),
        ):
            place = _place_of_code(code) if code else None
            if place:
                found.append((label, place))
        return found

    def site_names(self) -> list[tuple[str, AgencyName]]:
        """Agencies named by the breadcrumb (innermost first) and the portal's name."""
        texts = [("breadcrumb", item) for item in reversed(self.hints.breadcrumb)]
        texts.append(("the portal", self.hints.site_name))
        found = []
        for label, text in texts:
            name = _site_name(plain(text[:80]).translate(_SITE_MARKS)) if text else None
            if name and (name.matches or name.central):
                found.append((label, name))
        return found

    def crumb_organ(self) -> AgencyName | None:
        """The innermost item of the breadcrumb that is an organ, 县教育局, with no place."""
        for item in reversed(self.hints.breadcrumb):
            name = parse_agency(plain(item[:80]))
            if name and name.matches:
                return None
            if name and name.organ.listed and name.organ.kind in ("department", "vertical"):
                return name
        return None

    def speaks_of_itself_as(self) -> Counter[str]:
        """How often the text says 我县, 全镇, 本局 …, by the word."""
        return _self_words(self.text)

    def speaks_as_region(self) -> bool:
        """Whether it is 我县 that speaks more than 我局."""
        said = self.speaks_of_itself_as()
        return sum(said[w] for w in _REGIONS) > sum(said[w] for w in _OFFICES)

    def speaks_as_office(self) -> bool:
        """Whether it is 我局 that speaks more than 我县."""
        said = self.speaks_of_itself_as()
        return sum(said[w] for w in _OFFICES) > sum(said[w] for w in _REGIONS)

    def speaks_as_firm(self) -> bool:
        """Whether 我公司 or 我校 speaks, and no office."""
        said = self.speaks_of_itself_as()
        return any(said[w] for w in _FIRMS) and not any(said[w] for w in _OFFICES)

    def mail_names(self) -> list[str]:
        """What stands before @ in e-mail addresses, in small letters."""
        return [m.lower() for m in _EMAIL.findall(self.text)[:10]]

    def telephone_divisions(self) -> tuple[str, tuple[str, ...]]:
        """The area code of the telephone numbers in the text, and the divisions that have it;
        none where the numbers are of several."""
        codes = {
            found.group(1)
            for found in islice(_TELEPHONE.finditer(self.text), _MAX_OCCURRENCES)
            if not _OTHERS_TELEPHONE.search(self.text, max(0, found.start() - 20), found.start())
        }
        code = codes.pop() if len(codes) == 1 else ""
        return code, area_codes().get(code, ())

    def host_words(self) -> list[str]:
        """Labels of the host and folders of the path, for pinyin of place names."""
        parts = urlsplit(self.hints.url[:2000])
        words = re.split(r"[./_-]", f"{parts.hostname or ''}/{parts.path}".lower())
        return [w for w in words if len(w) > 2]


@lru_cache(maxsize=2)
def _names_in(tail: tuple[str, ...]) -> tuple[list[AgencyName], list[AgencyName]]:
    """Names that stand alone in lines, the last one first: those with a date beside them, and the
    others. Asked for several times of the same lines."""
    dated: list[AgencyName] = []
    alone: list[AgencyName] = []
    for at in range(len(tail) - 1, -1, -1):
        bare = _LAST_DATE.sub("", tail[at])
        after = tail[at + 1] if at + 1 < len(tail) else ""
        beside = bare != tail[at] or signature_date(after) is not None
        bare = _SEAL.sub("", bare)
        name = parse_agency(bare) if 2 < len(bare) <= _SIGNATURE_LENGTH else None
        if name is None or name.quality < 2:
            continue
        if len(bare) == 3 and not (name.central or beside):  # 教育局 with a date is one
            continue
        (dated if beside else alone).append(name)
    return dated, alone


@lru_cache(maxsize=2)
def _self_words(text: str) -> Counter[str]:
    return Counter(_SELF.findall(text[:60_000]))


def _site_name(text: str) -> AgencyName | None:
    """The agency that a portal's name or an item of its breadcrumb names."""
    name = parse_agency(_SITE_WORDS.sub("", text))
    if name and (name.matches or name.central):
        return name
    official = _OFFICIAL_SITE.match(_SITE_WORDS.sub("", text)) or _OFFICIAL_SITE.match(text)
    if official is None:
        return None
    stem = official.group(1) or official.group(2)
    named = register().matches(stem) or register().stem_matches(stem)
    if len(named) != 1 or named[0].place.level == "township":
        return None
    return parse_agency(f"{named[0].place.name}人民政府")


@lru_cache(maxsize=1)
def area_codes() -> dict[str, tuple[str, ...]]:
    """Telephone area codes and the prefectures, or provinces, that have them."""
    data = (files(__package__) / "data" / "area_codes.csv").read_text("utf-8")
    rows = csv.DictReader(data.splitlines())
    return {row["area_code"]: tuple(row["divisions"].split()) for row in rows}


def surroundings(lines: Sequence[str], hints: Hints, table_words: str = "") -> Surroundings:
    """Gather from narrow, squashed lines, the tables' words and the hints."""
    fields = [
        f"{label}:{value}"
        for label, value in _FIELD_IN_TABLE.findall(plain(table_words[:_DATA_LENGTH]))
    ]
    for label, value in pairwise(lines[:_DATA_LINES]):
        if _FIELD.match(label) and not _FIELD.match(value):
            fields.append(f"{label.rstrip(':')}:{value[:80]}")
    return Surroundings(tuple(lines), "\n".join(lines), hints, tuple(fields))


def longest_place_ending(text: str) -> tuple[Match, ...]:
    """The longest full name of a county or higher division that ends a text."""
    known = register()
    for length in range(min(LONGEST_NAME, len(text)), 1, -1):
        matches = tuple(m for m in known.matches(text[-length:]) if m.place.level != "township")
        if len(matches) < 2:
            if matches:
                return matches
            continue
        above = longest_place_ending(text[:-length])  # 广州市 of 广州市南沙区
        inside = tuple(m for m in matches if any(known.within(m, a) for a in above))
        return inside or matches
    return ()


def _place_of_code(code: str) -> Place | None:
    digits = re.sub(r"\D.*", "", code)
    known = register()
    for length in (9, 6):
        if len(digits) >= length and (place := known.place(digits[:length])):
            return place
    short = digits[:6].removesuffix("00").removesuffix("00")
    if len(short) in (2, 4):
        return known.place(short)
    # A code of before a change; or a zone's, which only its city has.
    return known.place_of_old_code(short) or (known.place(short[:4]) if len(short) == 6 else None)

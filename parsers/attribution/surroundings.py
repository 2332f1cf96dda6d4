"""Everything around a name that may tell which place is meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from parsers.attribution.dates import signature_date
from parsers.attribution.divisions import LONGEST_NAME, Match, Place, register
from parsers.attribution.naming import AgencyName, parse_agency
from parsers.attribution.wording import plain
from parsers.record import Hints

_TAIL_LINES = 8
_SIGNATURE_LENGTH = 45
_LAST_DATE = re.compile(
    r"\d{4}年\d{1,2}月(?:\d{1,2}日)?.{0,4}$|[一二三四五六七八九〇○零]{4}年.{0,8}$"
)
_SITE_WORDS = re.compile(
    r"(?:(?<!人民)政府|政务|官方|信息公开)?(?:门户网站|门户|网站|官网|信息网|平台|网)$"
)
_EMAIL = re.compile(r"([A-Za-z][A-Za-z0-9._-]{1,40})@")
_MAX_OCCURRENCES = 60
_SELF = re.compile(r"(?:我|全|本)(省|市|县|区|州|旗|盟|镇|乡|街道|局|委|办|单位|部门|中心|厅|院)")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """lines: the text, narrow and squashed; text: the same in one piece; hints: the portal's."""

    lines: tuple[str, ...]
    text: str
    hints: Hints

    def signatures(self) -> list[AgencyName]:
        """Names that stand alone in the last lines: those with a date beside them first, then
        the last of the others, unless these differ (then they are links of the page)."""
        dated: list[AgencyName] = []
        alone: list[AgencyName] = []
        tail = self.lines[-_TAIL_LINES:]
        for at in range(len(tail) - 1, -1, -1):
            bare = _LAST_DATE.sub("", tail[at])
            name = parse_agency(bare) if 3 < len(bare) <= _SIGNATURE_LENGTH else None
            if name is None or name.quality < 2:
                continue
            after = tail[at + 1] if at + 1 < len(tail) else ""
            beside = bare != tail[at] or signature_date(after) is not None
            (dated if beside else alone).append(name)
        if len({name.printed for name in alone}) > 1:
            alone = []
        return dated + alone

    def parents_printed_before(self, place: str) -> list[tuple[Match, ...]]:
        """What stands directly before each mention of a place: 安丘市 of 安丘市郚山镇."""
        found = []
        start = self.text.find(place)
        for _ in range(_MAX_OCCURRENCES):
            if start < 0:
                break
            before = self.text[max(0, start - LONGEST_NAME) : start]
            if parents := longest_place_ending(before.rpartition("\n")[2]):
                found.append(parents)
            start = self.text.find(place, start + len(place))
        return found

    def parents_of_misreadings(self, place: str) -> list[tuple[Match, ...]]:
        """What stands before names in the text that differ from an unlisted one in one
        character: its other misreadings. Names of the lists are not looked at."""
        ways = "|".join(
            f"{re.escape(place[:at])}[\u3400-\u9fff]{re.escape(place[at + 1 :])}"
            for at in range(min(len(place), 8) - 1)
        )
        spellings = dict.fromkeys(re.findall(ways, self.text)) if ways else {}
        unlisted = [s for s in list(spellings)[:10] if not register().is_name(s)]
        return [p for s in unlisted for p in self.parents_printed_before(s)]

    def site_places(self) -> list[tuple[str, Place]]:
        """Divisions by the portal's codes, with the hint that told each."""
        found = []
        for label, code in (
            ("division code of the portal", self.hints.division_code),
            ("SiteIDCode", self.hints.site_id_code[:6]),
        ):
            place = _place_of_code(code)
            if place:
                found.append((label, place))
        return found

    def site_names(self) -> list[tuple[str, AgencyName]]:
        """Agencies named by the breadcrumb (innermost first) and the portal's name."""
        texts = [("breadcrumb", item) for item in reversed(self.hints.breadcrumb)]
        texts.append(("SiteName", self.hints.site_name))
        found = []
        for label, text in texts:
            name = parse_agency(_SITE_WORDS.sub("", plain(text[:80]))) if text else None
            if name and name.matches:
                found.append((label, name))
        return found

    def speaks_of_itself_as(self) -> Counter[str]:
        """How often the text says 我县, 全镇, 本局 …, by the word."""
        return Counter(_SELF.findall(self.text[:60_000]))

    def mail_names(self) -> list[str]:
        """What stands before @ in e-mail addresses, in small letters."""
        return [m.lower() for m in _EMAIL.findall(self.text)[:10]]

    def host_words(self) -> list[str]:
        """Labels of the host and folders of the path, for pinyin of place names."""
        parts = urlsplit(self.hints.url[:2000])
        words = re.split(r"[./_-]", f"{parts.hostname or ''}/{parts.path}".lower())
        return [w for w in words if len(w) > 2]


def surroundings(lines: Sequence[str], hints: Hints) -> Surroundings:
    """Gather from narrow, squashed lines and the hints."""
    return Surroundings(tuple(lines), "\n".join(lines), hints)


def longest_place_ending(text: str) -> tuple[Match, ...]:
    """The longest full name of a county or higher division that ends a text."""
    known = register()
    for length in range(min(LONGEST_NAME, len(text)), 1, -1):
        matches = [m for m in known.matches(text[-length:]) if m.place.level != "township"]
        if matches:
            return tuple(matches)
    return ()


def _place_of_code(code: str) -> Place | None:
    digits = re.sub(r"\D.*", "", code)
    known = register()
    for length in (9, 6):
        if len(digits) >= length and (place := known.place(digits[:length])):
            return place
    for length in (6, 4, 2):
        short = digits[:6].removesuffix("00").removesuffix("00")
        if len(short) == length and (place := known.place(short)):
            return place
    return None

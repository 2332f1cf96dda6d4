"""The title of a report: found, cleaned, and split into agency and year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.dates import digits_for_numerals
from parsers.attribution.divisions import TOWN_TYPES
from parsers.attribution.naming import parse_agency
from parsers.attribution.wording import MAX_TITLE, plain, squash
from parsers.attribution.years import without_publication

# Agencies forget 公开: 某街道办事处2024年度政府信息工作年度报告.
_REPORT = re.compile(
    r"(?:关于)?(?:[和及])?(?:(?:政府|政务|部门|机关|工作)?(?:信息|政务)公开|政府信息(?=工作年度报告))"
    r"(?:(?!信息公开|政务公开)[^，。；！？>|_＿›»/《》:：]){0,24}?(?:年度报告|年报|工作报告|情况报告|报告|年度总结)"
    r"(?:[（(](?:\d{4}|[〇○零一二三四五六七八九]{4})[^）)]{0,6}[）)])?"
)
# 安丘市2020年政府信息公开工作年度报告（更正版）, 【更正】安丘市…
_CORRECTED = re.compile(r"[(\[【]?(?:更正|订正|补正|修正|修订|更新|重新发布|重发)")
_CORRECTED_REACH = 4
_STATUTE = re.compile(
    r"《(?:中华人民共和国)?(?:政府信息公开)?条例》(?=[^《》]{0,20}(?:年度报告|年报|报告))"
)
# Only where these stand in a text can a title stand there.
_NEEDED, _NEEDED_ENDS = ("公开", "政府信息工作"), ("报告", "年报", "总结")
_DOUBLED = re.compile(r"(政府信息公开|信息公开|政务公开|年度)\1+")
_YEAR = re.compile(r"20\d\d|２０[０-９]{2}|二[〇○◯零O][〇○◯零O一二三四五六七八九]{2}")
_YEAR_BEHIND = re.compile(
    r"[-—_]?(20\d\d|二[〇○◯零O][〇○◯零O一二三四五六七八九]{2})年?度?(?![\d年月./-])"
)
_BEHIND = re.compile(r"[-—_|＿]+([^-—_|＿]{3,40})")
_SHELL = re.compile(r"《([^《》]{6,160})》")
_FILE_ENDING = re.compile(r"\.(?:docx?|pdf|wps|html?|txt|xlsx?|rtf)$", re.IGNORECASE)
_YEAR_WORDS = re.compile(
    r"\d{4,6}(?:[-—–－~～至到]+\d{4})?(?:年年度|年度|学年度?|年|度)?(?:\((?:本级|度)\))?"
    r"|(?<!\d)\d\d年度?"
)
_SEPARATORS = re.compile(r"[|_＿>》›»/]|--|——")
_BEFORE = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,12}[\[〔(（【]\d{4}[\]〕)）】]\d{1,5}号|(?:标题|名称|题名|题目|当前位置|首页|附件\d*|正文)[:：]?|[\[【(（][^\]】)）]{0,12}[\]】)）]|[*#《\"“]+|\d+[.、]|[一二三四五六七八九十]{1,2}、)+"
)
_ENCLOSED = re.compile(r"[\[【(（]([^\]】)）\[【(（]{3,60})[\]】)）]")
_BRACKETED = re.compile(r"[\[【(（]([^\]】)）]{2,30})[\]】)）]")
_PROSE = re.compile(r"[。；！？]|根据|按照|编制(?!委|办)|要求|向社会|公布|现将|为了")
_GOES_ON = tuple("。，；、,;的和已将在由")  # after a title that stands in a sentence
_ISSUED = re.compile(r"的(?:通知|公告|公示|函|报告)")  # 关于印发A…年度报告的通知
_ISSUING = re.compile(
    r"^(?:关于)?(?:印发|报送|公布|发布|转发)?"
    r"|(?:关于)?(?:印发|报送|上报|呈报|编报|公布|公示|公开|发布|转发|做好)?[《\"“]*$"
)
# 关于做好A…年度报告编制公布工作的通知 is a notice about reports, and no title of one.
_ABOUT_REPORTS = re.compile(
    r"(?:编制|编写|编报|填报|撰写|报送|公布|发布|制度|格式|有关|相关|考核|审查|工作)(?!时间|日期|机构|机关|单位|主体|者|人)"
)
# 海关总署2010年海关信息公开…: what the organ deals with, said again.
_FIELD_AGAIN = re.compile(r"^(?:海关|关务|税务|国税|地税|环境|环保|气象|海事|审计|统计|邮政)$")
_OFFICES = ("department", "vertical", "branch")
_EDGES = '》《"“”：:—_|·、.,*#-'
_HEAD_LINES = 40
_LINE_LIMIT = 70
_DATA_LINE = re.compile(
    r"^[\d.:：/-]+$|\d{4}[-./年]\d{1,2}[-./月]\d|(?:日期|时间|索引号|文号)[:：]?$"
)
_DIRTY_WORDS = ("...", "…")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed, without spaces; `agency` is the name in it, None where it has none.

    `head`: that name as text, whether or not it is like an agency's. `dated`: the title for
    finding the year, narrow and with Arabic digits.
    """

    printed: str
    agency: AgencyName | None
    dated: str
    rank: tuple[int, ...]
    head: str = ""


def printed_titles(lines: Sequence[str]) -> list[Title]:
    """The titles that the first lines of a text may be, in one line or over two or three."""
    found = []
    for text, sure in _printed(lines):
        title = read_title(text, preference=-1)
        if title:
            found.append(title if sure else replace(title, rank=(0, 0, *title.rank[2:])))
    return found


def find_title(candidates: Sequence[str], printed: Sequence[Title], others: Sequence[str]) -> Title:
    """The best title: given titles, then those that the text prints, then link texts.

    A title that names agency and year beats one that does not; earlier sources win ties.
    """
    given = [title for text in candidates if (title := read_title(text))]
    linked = [title for text in others if (title := read_title(text, preference=-2))]
    found = [*given, *printed, *linked]
    if not found:
        return Title(squash(candidates[0][:MAX_TITLE]) if candidates else "", None, "", ())
    return max(found, key=lambda title: title.rank)


def is_corrected(text: str) -> bool:
    """Whether a title says that its report replaces an earlier edition."""
    title = plain(text[:MAX_TITLE])
    report = _REPORT.search(title)
    if report is None:
        return False
    behind = _CORRECTED.search(title, report.end())
    near = behind is not None and behind.start() - report.end() <= _CORRECTED_REACH
    return near or _CORRECTED.match(title) is not None


def read_title(text: str, preference: int = 0) -> Title | None:
    """A text that holds a report's title, cut to it; None where it holds none."""
    printed = squash(text[:MAX_TITLE])
    if not _may_hold_title(printed):
        return None
    half = len(printed) // 2
    if printed[:half] == printed[half:]:
        printed = printed[:half]
    if _STATUTE.search(printed):  # A《政府信息公开条例》Y年度报告
        named = read_title(_STATUTE.sub("政府信息公开", printed), preference)
        return replace(named, printed=printed) if named else None
    pieces = [printed]
    if shell := _SHELL.search(printed):
        pieces.insert(0, shell.group(1))
    found = [t for piece in pieces if (t := _read_piece(piece, preference))]
    if not found:
        return None
    inner, outer = found[0], found[-1]
    if inner.agency is None and outer.agency:  # A关于印发《Y年…年度报告》的通知
        return replace(inner, agency=outer.agency, rank=outer.rank)
    return inner


def _read_piece(printed: str, preference: int) -> Title | None:
    text = _FILE_ENDING.sub("", printed)
    end = _REPORT.search(text)
    if end is None:
        return None
    issued = _ISSUED.match(text, end.end())
    goes_on = text.startswith(_GOES_ON, end.end()) or _ABOUT_REPORTS.match(text, end.end())
    if goes_on and not issued:
        return None
    title = _ISSUING.sub("", text[: end.end()]) if issued else text[: end.end()]
    start = max((m.end() for m in _SEPARATORS.finditer(title, 0, end.start())), default=0)
    bracketed = _BRACKETED.match(title[start:]) or _BRACKETED.match(text[end.end() :])
    title = _BEFORE.sub("", title[start:])
    behind = _YEAR_BEHIND.match(text, end.end())
    if behind and not _YEAR.search(title):  # …年度报告2013年
        title += behind.group()
    dated = without_publication(digits_for_numerals(_DOUBLED.sub(r"\1", plain(title))))
    report = _REPORT.search(dated)
    name = _clean_name(dated[: report.start()] if report else "")
    if name.endswith("人民"):  # X人民政府信息公开…: 政府 serves twice
        name += "政府"
    agency = parse_agency(name) if name else None
    if not name and bracketed:  # [安丘市教育局]2020年… or …年度报告(安丘市教育局)
        agency = parse_agency(bracketed.group(1))
    if not name and agency is None:
        agency = _agency_behind(text[end.end() :])
    if _PROSE.search(name):
        return None
    complete = not any(word in printed for word in _DIRTY_WORDS)
    listed = agency is not None and agency.quality >= 2
    has_year = bool(re.search(r"(?<!\d)20\d\d(?!\d)", dated))
    rank = (int(listed), int(agency is not None), int(complete), int(has_year), preference)
    return Title(title, agency, dated, rank, name)


def _clean_name(head: str) -> str:
    """What stands before the report's own words, without year and the words of a letter."""
    before, *behind = _YEAR_WORDS.split(head, maxsplit=1)
    if behind and _FIELD_AGAIN.match(behind[0]) and _is_office(before):
        return before
    name = _YEAR_WORDS.sub("", head).strip(_EDGES).removesuffix("的")
    name = _ISSUING.sub("", name).strip(_EDGES)
    if enclosed := _ENCLOSED.fullmatch(name):
        name = enclosed.group(1)
    half = len(name) // 2
    return name[:half] if half > 2 and name[:half] == name[half:] else name


def _is_office(name: str) -> bool:
    agency = parse_agency(name)
    return agency is not None and (agency.central or agency.organ.kind in _OFFICES)


def _agency_behind(rest: str) -> AgencyName | None:
    """…年度报告-安丘市教育局. The name of a government there is the portal's."""
    for found in _BEHIND.finditer(rest):
        name = parse_agency(found.group(1))
        if name is None or name.quality < 2:
            continue
        if name.organ.kind != "government" or name.place.endswith(TOWN_TYPES):
            return name
    return None


def _may_hold_title(text: str) -> bool:
    named = any(subject in text for subject in _NEEDED)
    return named and any(end in text for end in _NEEDED_ENDS)


def _printed(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Titles as the first lines print them, in one line or over two or three; and whether the
    year is in doubt: a column's name under the portal's (安丘市人民政府, 政府信息公开年报) looks
    like a title without one."""
    head = [line for line in lines[:_HEAD_LINES] if line]
    for at, line in enumerate(head):
        if _may_hold_title(line) and (at < 12 or _is_title_line(line)):
            yield line, True
    whole = [_may_hold_title(line) for line in head]
    for count in (2, 3):
        for at in range(len(head) - count + 1):
            window = "".join(head[at : at + count])
            if not _may_hold_title(window) or any(whole[at : at + count - 1]):
                continue
            if all(map(_is_title_line, head[at : at + count])):
                yield window, _YEAR.search(window) is not None


def _is_title_line(line: str) -> bool:
    return len(line) <= _LINE_LIMIT and not _PROSE.search(line) and not _DATA_LINE.search(line)

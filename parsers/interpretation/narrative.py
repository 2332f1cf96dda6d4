"""Numbers told in sentences: what reports say outside the statutory tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..record import Fact, Qualifier
from .narrative_rules import AFTER, NUMBER, Rule, rules
from .outline import Outline

LONGEST_SENTENCE = 1500
MOST_FACTS = 200
TABLE_SECTIONS = frozenset({2, 3, 4})  # of the official forms: tables, not sentences

# 其中 after a full stop still belongs to the sentence before it, and so does what a page's layout
# put on the next line: a number, and whatever goes on behind a line as long as a page is wide.
_UNITS = "条|件|篇|项|个|次|场|期|份|宗|起|元|万|余"
_SENTENCE = re.compile(
    r"[^。\n！？]+(?:(?:[。\n]\s{0,4}其中|(?<=[\u4e00-\u9fff])\n\s{0,4}"
    rf"(?=\d[\d,]{{0,12}}(?:\.\d{{1,4}})?\s?(?:{_UNITS}))"
    r"|(?<=[^\n]{22}[^\n。！？；;：:])\n(?!\s{0,4}(?:[一二三四五六七八九十]{1,3}\s?、"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s?[.、．])))[^。\n！？]+)*"
)
_DISCLOSED = "disclosed_"
CHANNELS = ("disclosed_we", "disclosed_other")  # parts of the total by their nature
_FIGURE = re.compile(r"\d")
_PART = re.compile("其中[，,：:]?")  # how a clause begins, or what stands before it
_YEAR = re.compile(r"(?<![\d比较与同])(20\d\d)年(?!以来)")
_ABOUT = ("约", "近", "左右")
_AT_LEAST = ("超过", "逾", "突破", "余", "多", "以上", "有余")
_CATEGORY_UNITS = "条|件|篇|项|个|次"


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence without white space; `offsets` gives each character's place in `source`."""

    text: str
    offsets: Sequence[int]
    source: str


def facts_of(outline: Outline, year: int | None = None) -> tuple[Fact, ...]:
    """Every indicator that a sentence states, once; and the categories of what was disclosed.

    `year`: the year reported on; what a clause tells of another one is left out.
    """
    facts: dict[str, Fact] = {}
    for sentence in _sentences(outline):
        stated = list(_stated(sentence, year))
        for fact in (*(fact for fact, _ in stated), *_categories(sentence, stated)):
            facts.setdefault(fact.indicator, fact)
        if len(facts) >= MOST_FACTS:
            break
    return tuple(sorted(facts.values(), key=lambda fact: (fact.start, fact.end)))


def _stated(sentence: _Sentence, year: int | None) -> Iterator[tuple[Fact, int]]:
    """The indicators of one sentence, each with the place behind its number and unit."""
    counts = rules().facts
    if not rules().words.search(sentence.text):
        return
    if not _FIGURE.search(sentence.text):
        counts = tuple(rule for rule in counts if rule.in_words)
    for some, denies in ((counts, False), (rules().denials, True)):
        for rule in some:
            if not any(word in sentence.text for word in rule.words):
                continue
            match = _first_match(rule, sentence, year)
            if match is not None:
                end = match.end() if denies else match.end("unit")
                yield _fact(rule.indicator, match, sentence, denies=denies), end


def _sentences(outline: Outline) -> Iterator[_Sentence]:
    """Sentences of the running text, tables left out."""
    for start, end in _stretches(outline):
        for match in _SENTENCE.finditer(outline.text, start, end):
            said = match[0]
            if "\t" in said or len(said) > LONGEST_SENTENCE:
                continue
            text, offsets = "".join(said.split()), range(match.start(), match.end())
            if len(text) == len(said):
                yield _Sentence(text, offsets, outline.text)
                continue
            kept = [i for i, c in zip(offsets, said, strict=True) if not c.isspace()]
            yield _Sentence(text, kept, outline.text)


def _stretches(outline: Outline) -> Sequence[tuple[int, int]]:
    """(start, end) of the text outside the statutory tables' sections."""
    if not outline.standard:
        return [(0, len(outline.text))]
    stretches, position = [(0, len(outline.preface))], len(outline.preface)
    for section in outline.sections:
        start = outline.text.find(section.text, position) if section.text else position
        end = start + len(section.text)
        if section.number not in TABLE_SECTIONS:
            stretches.append((start, end))
        position = end
    return stretches


def _first_match(rule: Rule, sentence: _Sentence, year: int | None) -> re.Match[str] | None:
    """The first clause that fits and speaks of this year and of the whole agency."""
    for pattern in rule.patterns:
        for match in pattern.finditer(sentence.text):
            start = _clause_start(sentence.text, match.start())
            clause = sentence.text[start : match.end()]
            of_a_part = _PART.search(sentence.text, max(start - 3, 0), start + 2)
            if of_a_part and not rule.indicator.startswith(CHANNELS):
                continue
            if rule.unless is not None and rule.unless.search(clause):
                continue
            if rule.unless_behind is not None and rule.unless_behind.match(
                sentence.text, match.end()
            ):
                continue
            if rule.among is not None and rule.among.search(sentence.text, 0, match.end()):
                continue
            if rule.together is not None and rule.together.search(_named_with(match, clause)):
                continue
            if rules().other_scope.search(clause) or _of_another_year(sentence, match, year):
                continue
            if _of_another_time(sentence, match):
                continue
            if not rule.about or _subject(sentence, match) == rule.about:
                return match
    return None


def _of_another_year(sentence: _Sentence, match: re.Match[str], year: int | None) -> bool:
    """Whether the year named last before the number is not the one reported on; where that one is
    not known, whether the sentence names two."""
    named = _YEAR.findall(sentence.text, 0, match.end())
    if year is None:
        return len(set(_YEAR.findall(sentence.text))) > 1
    return bool(named) and int(named[-1]) != year


def _of_another_time(sentence: _Sentence, match: re.Match[str]) -> bool:
    """Whether the time named last before the number is a part of the year, or several years."""
    named = list(rules().times.finditer(sentence.text, 0, match.end()))
    return bool(named) and named[-1]["other"] is not None


def _subject(sentence: _Sentence, match: re.Match[str]) -> str:
    """What the paragraph spoke of last before the match: 申请, or letters, proposals and such."""
    end = sentence.offsets[match.start()]
    start = max(sentence.source.rfind("\n", 0, sentence.offsets[0]), end - LONGEST_SENTENCE, 0)
    before = re.sub(r"\s+", "", sentence.source[start:end])
    subjects = rules().subjects.findall(before + match[0])
    return subjects[-1] if subjects else ""


def _named_with(match: re.Match[str], clause: str) -> str:
    """What a clause names between the number before and that of the match."""
    before = clause[: len(clause) - (match.end() - match.start("number"))]
    return _FIGURE.split(before)[-1]


def _clause_start(text: str, position: int) -> int:
    return max(text.rfind(mark, 0, position) for mark in "，,；;。：") + 1


def _fact(
    indicator: str, match: re.Match[str], sentence: _Sentence, *, denies: bool = False
) -> Fact:
    start, end = sentence.offsets[match.start()], sentence.offsets[match.end() - 1] + 1
    quote = sentence.source[start:end]
    if denies:
        return Fact(
            indicator=indicator, value="0", unit="", qualifier="exact",
            quote=quote, start=start, end=end,
        )  # fmt: skip
    groups = match.groupdict()
    if groups.get("words"):
        value = Decimal(_in_figures(match["words"]))
    else:
        value = Decimal(match["number"].replace(",", ""))
        value *= 10000 if match["ten_thousand"] else 1
    return Fact(
        indicator=indicator,
        value=format(value.normalize(), "f"),
        unit=match["unit"],
        qualifier=_qualifier(groups),
        quote=quote,
        start=start,
        end=end,
    )


def _qualifier(groups: dict[str, str | None]) -> Qualifier:
    words = [groups.get(name) for name in ("before", "more", "more2", "after")]
    if any(word and word.startswith(_ABOUT) for word in words):
        return "about"
    return "at_least" if any(word in _AT_LEAST for word in words) else "exact"


_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


def _in_figures(words: str) -> int:
    """The number that Chinese numerals below a thousand spell: 十五 is 15, 一百二十 is 120."""
    number, digit = 0, 0
    for character in words:
        if character in ("十", "百"):
            number += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        elif character in _DIGITS:
            digit = _DIGITS[character]
    return number + digit


_CATEGORY = re.compile(
    r"(?<![^，。；,;：:（）()、中括含为是])(?P<label>[^，。；,;：:（）()\d%％]{2,60}?)"
    rf"{NUMBER}(?P<unit>{_CATEGORY_UNITS}){AFTER}(?=[，。；,;、（）()]|$)"
)
# 其中 may follow later; a bracket behind another number would open that one's parts.
_OPENING = re.compile(
    r"(?:[，,]?(?:具体|主要)?(?:包括|包含|为)[:：]?|[，,]?分别[为是][:：]?|[（(：:])(?:其中[，,:：]?)?"
)
_AMONG_THEM = re.compile(r"其中[，,:：]?")


def _categories(sentence: _Sentence, facts: Sequence[tuple[Fact, int]]) -> Iterator[Fact]:
    """`其中，组织机构信息16条，…`: what a sentence breaks the number that it disclosed into."""
    disclosed = [(f, end) for f, end in facts if f.indicator.startswith(_DISCLOSED) and f.unit]
    if not disclosed:
        return
    total, end = min(disclosed, key=lambda told: told[1])
    opening = _OPENING.match(sentence.text, end) or _AMONG_THEM.search(sentence.text, end)
    if opening is None:
        return
    taken = {fact_end for _, fact_end in facts}
    for match in _CATEGORY.finditer(sentence.text, opening.end()):
        label = re.sub(r"^(其中|包括|包含|涉及|及|和)", "", match["label"]).strip("：:、")
        if match["unit"] != total.unit or match.end("unit") in taken:
            continue
        if len(label) >= 2 and not rules().not_a_category.search(label):
            yield _fact(f"disclosed:{label}", match, sentence)

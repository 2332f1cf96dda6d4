"""The text of a made-up report: varied phrasing, numbers that agree with the tables."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from string import Formatter

from tests.sample.reports.agencies import Agency
from tests.sample.reports.forms import PRE2019_HEADINGS, STANDARD_HEADINGS, Template
from tests.sample.reports.model import Section
from tests.sample.reports.numbers import Numbers, draw, scale_of

PHRASES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8")
)
# Numbers of the text that researchers ask for (indicators of narrative_facts).
INDICATORS = (
    "disclosed_total",
    "disclosed_website",
    "disclosed_wechat",
    "disclosed_other",
    "applications_received",
    "applications_answered",
    "reconsiderations",
    "litigations",
    "trainings",
)


@dataclass(frozen=True)
class Text:
    """Title, paragraphs, and the numbers that the sentences tell."""

    title: str
    introduction: tuple[str, ...]
    sections: tuple[Section, ...]
    facts: dict[str, str]


class Speaker:
    """Draws phrases and remembers which numbers they told."""

    def __init__(self, chance: Random, words: dict[str, str]) -> None:
        self.chance = chance
        self.words = words
        self.told: set[str] = set()

    def say(self, kind: str) -> str:
        """One phrase of that kind, filled in."""
        phrase = self.chance.choice(PHRASES[kind])
        self.told.update(name for _, name, _, _ in Formatter().parse(phrase) if name)
        return phrase.format(**self.words)

    def say_unnumbered(self, kind: str) -> str:
        """The same without its （一）, for reports of the older style."""
        return re.sub(r"^（[一二三四五]）[^。]*。", "", self.say(kind))


def write_text(seed: int, agency: Agency, year: int, template: Template, numbers: Numbers) -> Text:
    """Write the report; `numbers` are those of the tables, printed or not."""
    chance = draw(seed, agency, year, "prose")
    words = _words(chance, agency, year, numbers)
    speaker = Speaker(chance, words)
    title = speaker.say("titles")
    if template == "pre2019":
        introduction = speaker.say("introduction_pre2019")
        bodies, headings = _pre2019_bodies(speaker), PRE2019_HEADINGS
    else:
        introduction = speaker.say("introduction")
        bodies, headings = _standard_bodies(speaker, template), STANDARD_HEADINGS
    sections = tuple(
        Section(None if template == "pre2019" else number, heading, body)
        for number, (heading, body) in enumerate(zip(headings, bodies, strict=True), start=1)
    )
    facts = {name: words[name] for name in INDICATORS if name in speaker.told}
    return Text(title, (introduction,), sections, facts)


def _standard_bodies(speaker: Speaker, template: Template) -> list[tuple[str, ...]]:
    return [
        (
            speaker.say("overview"),
            speaker.say("disclosure"),
            speaker.say(_applications_kind(speaker)),
            speaker.say("management"),
            speaker.say("platform"),
            speaker.say("supervision"),
        ),
        (),
        (),
        (),
        (speaker.say("problems"), speaker.say("improvements")),
        (speaker.say(f"other_{template}"),),
    ]


def _pre2019_bodies(speaker: Speaker) -> list[tuple[str, ...]]:
    return [
        (speaker.say("overview"), speaker.say_unnumbered("supervision")),
        (speaker.say_unnumbered("disclosure"), speaker.say_unnumbered("platform")),
        (speaker.say_unnumbered(_applications_kind(speaker)),),
        (speaker.say("fees_none"),),
        (speaker.say("proceedings_pre2019"),),
        (speaker.say("problems"), speaker.say("improvements")),
        (speaker.say("nothing_else_pre2019"),),
    ]


def _applications_kind(speaker: Speaker) -> str:
    quiet = all(speaker.words[name] == "0" for name in ("applications_received", "carried_in"))
    return "applications_none" if quiet else "applications_some"


def _words(chance: Random, agency: Agency, year: int, numbers: Numbers) -> dict[str, str]:
    website, wechat, other = (
        chance.randint(2, 40 + scale_of(agency).decisions // 9) for _ in "123"
    )

    def counted(table: str, row: str) -> str:
        return numbers[table, row, "total"]

    litigations = (
        counted("proceedings", f"litigation_{kind}") for kind in ("direct", "after_reconsideration")
    )
    return {
        "agency": agency.short,
        "name": agency.name,
        "year": str(year),
        "us": f"我{_pronoun(agency)}",
        "disclosed_total": str(website + wechat + other),
        "disclosed_website": str(website),
        "disclosed_wechat": str(wechat),
        "disclosed_other": str(other),
        "applications_received": counted("applications", "received"),
        "applications_answered": counted("applications", "total"),
        "carried_in": counted("applications", "carried_in"),
        "carried_out": counted("applications", "carried_out"),
        "reconsiderations": counted("proceedings", "reconsideration"),
        "litigations": str(sum(map(int, litigations))),
        "trainings": str(chance.randint(1, 6)),
    }


def _pronoun(agency: Agency) -> str:
    """我镇, 我县, 我局 …: the last character of the place or of the organ."""
    if agency.kind == "subdistrict_office":
        return "街道"
    if agency.kind in ("government", "zone"):
        return (agency.township or agency.county or agency.prefecture)[-1]
    return {"人民政府办公室": "办", "卫生健康委员会": "委"}.get(agency.body, "局")

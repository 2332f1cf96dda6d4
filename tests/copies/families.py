"""Families of documents that are copies of one another, or only look so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.attribution import agencies as made
from tests.attribution.agencies import Publisher
from tests.attribution.places import lists
from tests.attribution.spellings import SIMILAR
from tests.copies.documents import Copy, Report, corrected, report_of

Family = list[Copy]
Make = Callable[[Random, str], Family]


def plain_copies(draw: Random, at: str) -> Family:
    """The portal's page, and the same in a web archive, on a mirror and as a file."""
    report = _report(draw, draw.choice(made.KINDS)(draw))
    name = report.publisher.name
    return [_official(report, at), *(_copy(report, at, kind, name) for kind in "amf")]


def cut_copies(draw: Random, at: str) -> Family:
    """A mirror's preview shows half of it."""
    report = _report(draw, made.town_government(draw))
    name = report.publisher.name
    return [_official(report, at), _copy(report, at, "m", name, shown=0.5)]


def misread_names(draw: Random, at: str) -> Family:
    """A mirror reads one character of the name wrongly, with the county before it and without."""
    publisher, wrong = _misreadable(draw)
    report = _report(draw, publisher)
    town = publisher.place
    printed = publisher.name.replace(town.name, wrong)
    return [
        _official(report, at),
        _copy(report, at, "m", printed),
        _copy(report, at, "f", printed, shown=0.6),
    ]


def unlike_misreadings(draw: Random, at: str) -> Family:
    """The wrong character is nothing like the right one: no repair by shape is possible."""
    publisher = made.town_government(draw)
    town = publisher.place
    wrong = "龘" + town.name[1:]
    report = _report(draw, publisher)
    printed = publisher.name.replace(town.name, wrong)
    return [_official(report, at), _copy(report, at, "m", printed)]


def two_of_one_name(draw: Random, at: str) -> Family:
    """Two towns of one name, each with a copy on a mirror that prints the name alone."""
    first, second = _namesakes(draw)
    found: Family = []
    for number, publisher in enumerate((first, second)):
        report = _report(draw, publisher)
        alone = f"{publisher.place.name}人民政府"
        found += [
            _official(report, f"{at}-{number}"),
            _copy(report, f"{at}-{number}", "m", alone),
        ]
    return found


def two_of_one_name_without_portals(draw: Random, at: str) -> Family:
    """The same, and nobody tells which is which: two reports nevertheless, each with a copy."""
    found: Family = []
    for number, publisher in enumerate(_namesakes(draw)):
        report = _report(draw, publisher)
        alone = f"{publisher.place.name}人民政府"
        found += [_copy(report, f"{at}-{number}", kind, alone) for kind in "mf"]
    return found


def copied_from_a_neighbour(draw: Random, at: str) -> Family:
    """A town copies its neighbour's report word for word, its own numbers put in; or, where there
    is nothing to tell, all of it."""
    first = made.town_government(draw)
    town = draw.choice([t for t in lists().children[first.place.above.code] if _is_town(t.name)])
    second = made.government_of(draw, town)
    nil = draw.random() < 0.5
    one = _report(draw, first, nil=nil)
    other = replace(one, publisher=second)
    if not nil:
        other = replace(other, numbers=report_of(draw, second, one.year).numbers)
    found: Family = []
    for number, report in enumerate((one, other) if first.key != second.key else (one,)):
        name = report.publisher.name
        found += [
            _official(report, f"{at}-{number}"),
            _copy(report, f"{at}-{number}", "m", name),
        ]
    return found


def corrected_editions(draw: Random, at: str) -> Family:
    """The portal puts a corrected edition beside the first one; a mirror keeps the first."""
    report = _report(draw, draw.choice(made.KINDS)(draw))
    later = corrected(draw, report)
    name = report.publisher.name
    return [
        _official(report, at),
        replace(_official(later, f"{at}-2"), word="（更正版）"),
        _copy(report, at, "m", name),
    ]


def next_years_report(draw: Random, at: str) -> Family:
    """Next year's report has the words of this year's, and now and then the numbers."""
    report = _report(draw, made.town_government(draw), nil=draw.random() < 0.5)
    later = replace(report, year=report.year + 1)
    name = report.publisher.name
    return [
        _official(report, at),
        _official(later, f"{at}-2"),
        _copy(report, at, "m", name),
        _copy(later, f"{at}-2", "m", name),
    ]


def names_without_place(draw: Random, at: str) -> Family:
    """区教育局 and 教育局 on mirrors; the portal tells the place."""
    report = _report(draw, made.county_department(draw))
    return [_official(report, at), _copy(report, at, "m", report.publisher.short)]


def under_a_foreign_title(draw: Random, at: str) -> Family:
    """A mirror's page bears the title of another agency's report; the document is signed."""
    report = _report(draw, made.county_department(draw))
    other = made.county_department(draw)
    copy = _copy(report, at, "m", other.name)
    return [_official(report, at), replace(copy, signed=report.publisher.signed)]


def government_and_office(draw: Random, at: str) -> Family:
    """A county's government and its office publish the same words: two agencies."""
    government = made.county_government(draw)
    body = "人民政府办公室"
    office = replace(
        government,
        key=f"{government.place.code}:{body}",
        name=lists().printed(government.place) + body,
        full=government.place.full + body,
    )
    one = _report(draw, government)
    other = replace(one, publisher=office)
    return [_official(one, at), _official(other, f"{at}-2"), _copy(other, at, "m", office.name)]


FAMILIES: tuple[Make, ...] = (
    plain_copies,
    cut_copies,
    misread_names,
    unlike_misreadings,
    two_of_one_name,
    two_of_one_name_without_portals,
    copied_from_a_neighbour,
    corrected_editions,
    next_years_report,
    names_without_place,
    government_and_office,
    under_a_foreign_title,
)


def _report(draw: Random, publisher: Publisher, nil: bool = False) -> Report:
    first, last = publisher.years
    return report_of(draw, publisher, draw.randint(first, last - 1), nil)


def _official(report: Report, at: str) -> Copy:
    """On the agency's own portal, which tells its division."""
    code = report.publisher.county.code
    hints = (("division_code", code),) if code else ()
    host = f"https://p{at}.gov.cn"
    return Copy(report, f"{host}/{report.year}.html", "official", report.publisher.full, 1.0, hints)


def _copy(report: Report, at: str, letter: str, name: str, shown: float = 1.0) -> Copy:
    if letter == "f":
        return Copy(report, f"file:///reports/{at}.docx", "file", name, shown)
    if letter == "a":
        url = f"https://archive.example/web/https://p{at}.gov.cn/{report.year}.html"
        return Copy(report, url, "archive", name, shown)
    return Copy(report, f"https://doc.example/{at}/{report.year}.html", "mirror", name, shown)


def _is_town(name: str) -> bool:
    return name.endswith(("镇", "乡"))


def _namesakes(draw: Random) -> list[Publisher]:
    """Two governments of towns that have no more than their names in common."""
    while True:
        town = draw.choice(lists().towns)
        others = [t for t in _by_name()[town.name] if t.above.code != town.above.code]
        if _is_town(town.name) and others:
            pair = (town, draw.choice(others))
            return [made.government_of(draw, one) for one in pair]


def _by_name() -> dict[str, list[made.Division]]:
    if not _TOWNS:
        for town in lists().towns:
            _TOWNS.setdefault(town.name, []).append(town)
    return _TOWNS


_TOWNS: dict[str, list[made.Division]] = {}


def _misreadable(draw: Random) -> tuple[Publisher, str]:
    """A town of whose name one character has a look-alike, and the name so misread."""
    while True:
        publisher = made.town_government(draw)
        name = publisher.place.name
        at = draw.randrange(len(name) - 1)
        likes = [pair.replace(name[at], "") for pair in SIMILAR if name[at] in pair]
        if likes:
            wrong = name[:at] + draw.choice(likes)[0] + name[at + 1 :]
            if not lists().bearers.get(wrong):
                return publisher, wrong

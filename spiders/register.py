"""The register of portals: `spiders/data/portals.csv`, one line a portal.

Columns: `name` (place or agency), `division_code` (Ministry of Civil Affairs, cut to its level),
`level`, `home` (the address that a crawl starts from), `family` and `columns` (hints for people;
a crawl finds both by itself), `source` (where the knowledge comes from), `notes`, and where it is
needed `hosts`: sister hosts of the same portal on other sites, with spaces between them, which a
crawl of it may enter. Adding a portal
is adding a line; an operator's own list has the same columns and is named by the setting
PORTALS.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from crawler.errors import BadArgument
from spiders.discovery.sites import clean_url, page_key, site_of

NEEDED = ("name", "home")


@dataclass(frozen=True, slots=True)
class Portal:
    """One line of the register. home: an address as `clean_url` gives it; key: its page key.

    hosts: names of sister hosts on other sites, with spaces between them. listed: it stands in a
    register, and was not merely named for one run.
    """

    name: str
    home: str
    division_code: str = ""
    level: str = ""
    family: str = ""
    source: str = ""
    notes: str = ""
    hosts: str = ""
    listed: bool = False

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites of the sister hosts that belong to the portal."""
        return tuple(site_of(f"http://{host}/") for host in self.hosts.split())

    @property
    def key(self) -> str:
        return page_key(self.home)


def read_register(path: Path | None = None) -> list[Portal]:
    """All portals of a register, of the packaged one where no path is given, each once.

    Raises BadArgument, naming file and line, where a line cannot be used.
    """
    name, text = _text_of(path)
    lines = csv.DictReader(text.splitlines())
    missing = [column for column in NEEDED if column not in (lines.fieldnames or ())]
    if missing:
        raise BadArgument(f"{name}: a register has the columns name and home; {missing} missing")
    found: dict[str, Portal] = {}
    for line in lines:
        portal = _portal(line, f"{name}, line {lines.line_num}")
        found.setdefault(portal.key, portal)
    return list(found.values())


def chosen(portals: Iterable[Portal], only: str) -> list[Portal]:
    """The portals that `only` names: words with commas between them, each a name or part of
    one, the beginning of a division code, or a part of the address. Raises BadArgument."""
    words = list(filter(None, map(str.strip, only.replace("，", ",").split(","))))
    if not words:
        return list(portals)
    found = [portal for portal in portals if any(_is_named(portal, word) for word in words)]
    if not found:
        raise BadArgument(
            f"-a only={only[:200]}: no portal of the register bears such a name, "
            "division code or address; `scrapy portals` lists them"
        )
    return found


def _is_named(portal: Portal, word: str) -> bool:
    if word.isdigit():
        return portal.division_code.startswith(word)
    return word in portal.name or word in portal.home


def _portal(line: dict[str, str | None], where: str) -> Portal:
    told = {column: (value or "").strip() for column, value in line.items() if column}
    home = clean_url(told["home"])
    if home is None:
        raise BadArgument(
            f"{where}: home {told['home'][:200]!r} is no http or https address of a portal"
        )
    named = ("name", "division_code", "level", "family", "source", "notes", "hosts")
    fields = {field: told.get(field, "") for field in named}
    return Portal(home=home, listed=True, **fields)


def _text_of(path: Path | None) -> tuple[str, str]:
    if path is None:
        packaged = files("spiders.data").joinpath("portals.csv")
        return "spiders/data/portals.csv", packaged.read_text(encoding="utf-8")
    try:
        return str(path), path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadArgument(f"register {path} cannot be read as UTF-8 text: {error}") from error

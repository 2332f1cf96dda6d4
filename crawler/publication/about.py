"""What a release says of itself: title, publisher, licence, method and known gaps."""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from crawler.errors import BadArgument


@dataclass(frozen=True, slots=True)
class About:
    """The fixed part of a release's description.

    url: where the release is found on the web, empty while it is not. licences: addresses of the
    licences that have an SPDX name and are meant for data.
    """

    name: str
    title: str
    title_zh: str
    publisher: str
    licence: str
    licence_url: str
    licences: Mapping[str, str]
    url: str
    keywords: tuple[str, ...]
    method: str
    method_zh: str
    gaps: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Release:
    """The row of the table `release`; unfinished and known_gaps are read from their JSON."""

    version: str
    released_at: str
    title: str
    publisher: str
    complete: bool
    unfinished: tuple[str, ...]
    reports: int
    verified: int
    agencies: int
    first_year: int
    last_year: int
    documents: int
    findings: int
    licence: str
    licence_url: str
    method: str
    known_gaps: tuple[Mapping[str, Any], ...]
    software: str


def about_releases(settings: Mapping[str, Any]) -> About:
    """The packaged description, with what the settings RELEASE_… say instead.

    Raises BadArgument for a licence whose address nobody named, and for what is no address.
    """
    text = files("crawler.publication").joinpath("release.toml").read_text(encoding="utf-8")
    told: dict[str, Any] = {"url": "", **tomllib.loads(text)}
    for name in ("title", "publisher", "licence", "url"):
        told[name] = str(settings.get(f"RELEASE_{name.upper()}") or told[name])
    told["licence_url"] = _licence_url(settings, told["licence"], told["licences"])
    if told["url"]:
        _check_address("RELEASE_URL", told["url"])
    told["title_zh"] = str(settings.get("RELEASE_TITLE") or told["title_zh"])
    told["keywords"] = tuple(told["keywords"])
    told["gaps"] = tuple(told["gaps"])
    return About(**told)


def _licence_url(settings: Mapping[str, Any], licence: str, known: Mapping[str, str]) -> str:
    url = str(settings.get("RELEASE_LICENCE_URL") or known.get(licence, ""))
    if not url:
        raise BadArgument(
            f"RELEASE_LICENCE={licence} is none of the licences whose address is known "
            f"({', '.join(known)}); set RELEASE_LICENCE_URL as well"
        )
    _check_address("RELEASE_LICENCE_URL", url)
    return url


def _check_address(name: str, url: str) -> None:
    if not url.startswith(("http://", "https://")):
        raise BadArgument(f"{name}: expected an address, https://…, found {url!r}")


def software() -> str:
    """Name and version of this program."""
    try:
        return f"openness-corpus {version('openness-corpus')}"
    except PackageNotFoundError:  # run from its folder without installation
        return "openness-corpus"


def known_gaps(connection: sqlite3.Connection, about: About) -> list[dict[str, Any]]:
    """What is known to be missing, with counts; a gap that has closed is not told."""
    counted = [
        {
            "gap": gap["gap"],
            "count": connection.execute(gap["query"]).fetchone()[0],
            "zh": gap["zh"],
            "en": gap["en"],
        }
        for gap in about.gaps
    ]
    return [gap for gap in counted if gap["count"]]


def release_of(connection: sqlite3.Connection) -> Release:
    """The description in a release's database."""
    cursor = connection.execute("SELECT * FROM release")
    row = dict(zip((d[0] for d in cursor.description), cursor.fetchone(), strict=True))
    row["complete"] = bool(row["complete"])
    row["unfinished"] = tuple(json.loads(row["unfinished"] or "[]"))
    row["known_gaps"] = tuple(json.loads(row["known_gaps"]))
    return Release(**row)

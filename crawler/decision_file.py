"""The file of decisions on agencies: CSV with the columns source, name, agency_id, note."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from crawler.corpus.decisions import Decision
from crawler.errors import BadArgument
from crawler.spreadsheets import unguarded
from parsers.attribution import agency_of_id, plain

COLUMNS = ("source", "name", "agency_id", "note")
_PACKAGED = "decisions.csv"
_EXAMPLE = "370784120:人民政府"


def read_decisions(path: Path | None = None) -> dict[Decision, str]:
    """The decisions of a file, each with where it stands; the packaged file where no path is
    given. A line without an agency_id is not decided yet and left out.

    Raises BadArgument, naming file and line, what was expected and what was found.
    """
    name, text = _text_of(path)
    lines = csv.DictReader(io.StringIO(text, newline=""))
    header = tuple(column.strip() for column in lines.fieldnames or ())
    if header != COLUMNS:
        raise BadArgument(
            f"{name}:1: expected the columns {','.join(COLUMNS)}, found {','.join(header) or '–'}"
        )
    lines.fieldnames = list(header)
    found: dict[Decision, str] = {}
    places: dict[tuple[str, str], str] = {}
    try:
        for line in lines:
            where = f"{name}:{lines.line_num}"
            decision = _decision(line, where)
            if decision is None:
                continue
            key = (decision.source, plain(decision.name))
            if key in places:
                raise BadArgument(f"{where}: expected one line for each source and name, found "
                                  f"the same as {places[key]}; leave one of the two")  # fmt: skip
            places[key] = found[decision] = where
    except csv.Error as error:
        raise BadArgument(f"{name}:{lines.line_num}: expected CSV, found {error}") from error
    return found


def _decision(line: dict[str, str | None], where: str) -> Decision | None:
    if None in line or None in line.values():
        raise BadArgument(
            f"{where}: expected {len(COLUMNS)} values ({','.join(COLUMNS)}), found "
            f"{_number_of_values(line)}; a value with a comma in it stands in quotes"
        )
    cells = (unguarded((line[column] or "").strip()) for column in COLUMNS)
    source, name, agency_id, note = cells
    if not any((source, name, agency_id, note)):
        return None
    _check_source(source, where)
    if not agency_id:
        return None
    if agency_of_id(agency_id) is None:
        raise BadArgument(
            f"{where}: expected an agency_id, a known division's code and an organ's full name "
            f"as in {_EXAMPLE}, found {agency_id!r}"
        )
    return Decision(source, name, agency_id, note)


def _number_of_values(line: dict[str, str | None]) -> int:
    more = line.get(None) if None in line else ()  # type: ignore[call-overload]
    return sum(v is not None for k, v in line.items() if k is not None) + len(more or ())


def _check_source(source: str, where: str) -> None:
    """An address, the beginning of one with `*` behind it, or a host."""
    expected = "expected an address, the beginning of one with * behind it, or a host"
    beginning = source.removesuffix("*")
    if "*" in beginning or not beginning or any(c.isspace() for c in source):
        raise BadArgument(f"{where}: {expected}, found {source!r}")
    if "://" not in source:
        if "/" in source or "*" in source or ":" in source or source != source.lower():
            raise BadArgument(f"{where}: {expected} in small letters, found {source!r}")
        return
    scheme = urlsplit(beginning).scheme
    if scheme not in ("http", "https", "file"):
        raise BadArgument(f"{where}: {expected} (http, https or file), found {source!r}")


def _text_of(path: Path | None) -> tuple[str, str]:
    if path is None:
        packaged = files("crawler.corpus").joinpath(_PACKAGED)
        return f"crawler/corpus/{_PACKAGED}", packaged.read_text(encoding="utf-8")
    try:
        return str(path), path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadArgument(f"decisions {path} cannot be read as UTF-8 text: {error}") from error

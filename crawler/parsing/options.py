"""What the pool is given: its settings, checked in one place, and the charset of a document."""

from __future__ import annotations

from scrapy.settings import BaseSettings
from w3lib.encoding import http_content_type_encoding

from crawler.errors import BadArgument
from crawler.parsing.pool import WorkerPool

LEAST_MEMORY = 256 << 20
"""Bytes of address space below which the parser does not even start."""


def pool_from_settings(settings: BaseSettings) -> WorkerPool:
    """A pool by PARSER, PARSER_WORKERS, PARSER_TIMEOUT, PARSER_MEMORY and RECOGNITION_SECONDS.

    Raises BadArgument.
    """
    return WorkerPool(
        workers=int(_number(settings, "PARSER_WORKERS", least=1)),
        timeout=_number(settings, "PARSER_TIMEOUT", least=0.001),
        memory=int(_number(settings, "PARSER_MEMORY", least=LEAST_MEMORY)),
        parser=str(settings["PARSER"]),
        recognition=_number(settings, "RECOGNITION_SECONDS", least=0),
    )


def declared_charset(content_type: str) -> str | None:
    """The charset that a server's Content-Type names; evidence only, servers are often wrong."""
    return http_content_type_encoding(content_type) if content_type else None


def _number(settings: BaseSettings, name: str, least: float) -> float:
    found = settings[name]
    try:
        number = float(found)
    except (TypeError, ValueError):
        number = float("nan")
    if not least <= number < float("inf"):
        raise BadArgument(f"setting {name} must be a number of at least {least:g}, found {found!r}")
    return number

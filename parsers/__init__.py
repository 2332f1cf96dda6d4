"""Bytes in, record out. Pure: no network, no database, no Scrapy."""

from .parse import VERSION, parse
from .record import Hints, Record

__all__ = ["VERSION", "Hints", "Record", "parse"]

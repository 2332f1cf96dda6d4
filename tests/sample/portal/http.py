"""What a sample site answers, and the record of what it was asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Request:
    """What a page may depend on: path without query, the query as written, the body of a POST.

    headers: by name in lower case.
    """

    path: str
    query: str = ""
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> dict[str, str]:
        """Those of the query and of a form in the body, decoded."""
        pairs = f"{self.query}&{self.body.decode('utf-8', 'replace')}"
        return dict(parse_qsl(pairs, keep_blank_values=True))


@dataclass(frozen=True)
class Response:
    """An answer. media_type is the Content-Type header as sent."""

    body: bytes
    media_type: str = "text/html"
    status: int = 200
    modified: date = date(2025, 4, 1)

    @property
    def etag(self) -> str:
        """Strong validator of the bytes."""
        return f'"{sha256(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True)
class Hit:
    """One request that arrived. address: path and query; at: seconds on a monotonic clock;
    sent: bytes of the answer's body."""

    method: str
    address: str
    status: int
    conditional: bool
    at: float
    body: bytes = b""
    sent: int = 0


@dataclass
class RequestLog:
    """Every request in order of arrival; safe to read while the server runs."""

    hits: list[Hit] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def record(self, request: Request, status: int, conditional: bool, sent: int) -> None:
        """Note one answered request."""
        address = f"{request.path}?{request.query}" if request.query else request.path
        at = time.monotonic()
        hit = Hit(request.method, address, status, conditional, at, request.body, sent)
        with self._lock:
            self.hits.append(hit)

    def addresses(self) -> list[str]:
        """The addresses asked for, in order, repeated as often as they were asked for."""
        with self._lock:
            return [hit.address for hit in self.hits]

    def clear(self) -> None:
        """Forget everything, for a second run against the same server."""
        with self._lock:
            self.hits.clear()

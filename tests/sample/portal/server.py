"""Serves sample sites on loopback, each on a port of its own, and records every request."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.sample.portal.http import Request, RequestLog, Response
from tests.sample.portal.sites import Site, sites
from tests.sample.portal.traps import TRAPS
from tests.sample.portal.truth import PortalTruth, truth_of
from tests.sample.portal.website import Website, build_website

HOST = "127.0.0.1"
LARGEST_BODY = 1 << 20  # of a POST


@dataclass(frozen=True)
class RunningPortal:
    """A site that is being served. url: its address without a trailing slash."""

    url: str
    site: Site
    website: Website
    truth: PortalTruth
    log: RequestLog

    def trapped(self) -> list[str]:
        """The addresses asked for that a polite crawler leaves alone."""
        return [
            address
            for address in self.log.addresses()
            if any(trap.catches(address) for trap in TRAPS)
        ]


@contextmanager
def serve(chosen: Sequence[Site] | None = None, port: int = 0) -> Iterator[list[RunningPortal]]:
    """Serve the sites (all of them unless chosen) until the block ends.

    port: of the first site, the others follow; 0 takes free ones. Raises OSError for a port
    in use.
    """
    with ExitStack() as stack:
        yield [
            stack.enter_context(_serve_one(site, port + number if port else 0))
            for number, site in enumerate(sites() if chosen is None else chosen)
        ]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no event; anything else is a defect of the sample."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def _serve_one(site: Site, port: int) -> Iterator[RunningPortal]:
    website, log = build_website(site), RequestLog()
    server = _Server((HOST, port), _handler(website, log))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    url = f"http://{HOST}:{server.server_port}"
    try:
        yield RunningPortal(url, site, website, truth_of(website, url), log)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(website: Website, log: RequestLog) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            self._answer(send_body=True)

        def do_HEAD(self) -> None:
            self._answer(send_body=False)

        def do_POST(self) -> None:
            self._answer(send_body=True)

        def _answer(self, send_body: bool) -> None:
            path, _, query = self.path.partition("?")
            length = min(int(self.headers.get("Content-Length") or 0), LARGEST_BODY)
            body = self.rfile.read(length) if length else b""
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(path, query, self.command, body, headers)
            response = website.answer(request)
            conditional = any(
                name in self.headers for name in ("If-None-Match", "If-Modified-Since")
            )
            unchanged = (
                conditional and response.status == 200 and _unchanged(self.headers, response)
            )
            status = 304 if unchanged else response.status
            sent = 0 if unchanged or not send_body else len(response.body)
            log.record(request, status, conditional, sent)
            self.send_response(status)
            self.send_header("ETag", response.etag)
            self.send_header("Last-Modified", format_datetime(_modified(response), usegmt=True))
            if not unchanged:
                self.send_header("Content-Type", response.media_type)
                self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            if send_body and not unchanged:
                self.wfile.write(response.body)

        def log_message(self, format: str, *args: Any) -> None:
            """The request log replaces the lines on stderr."""

    return Handler


def _unchanged(headers: Any, response: Response) -> bool:
    """If-None-Match goes before If-Modified-Since (RFC 9110, 13.2.2)."""
    if "If-None-Match" in headers:
        known = [tag.strip().removeprefix("W/") for tag in headers["If-None-Match"].split(",")]
        return response.etag in known or "*" in known
    try:
        since = parsedate_to_datetime(headers["If-Modified-Since"])
    except ValueError:
        return False
    return _modified(response) <= (since if since.tzinfo else since.replace(tzinfo=UTC))


def _modified(response: Response) -> datetime:
    return datetime.combine(response.modified, time(1), UTC)

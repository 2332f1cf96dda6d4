"""A portal whose rows are answered as no server should: cut, endless, packed, or in circles."""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

from tests.crawling import list_page
from tests.sample.reports import agencies, html, make_report

YEARS = range(2019, 2026)
TITLE = "湖口县人民政府{}年政府信息公开工作年度报告"
Send = Callable[[socket.socket], None]


def report(year: int) -> bytes:
    """A whole page with the report of a year."""
    title = TITLE.format(year)
    body = html.render(make_report(year, agencies()["湖口县人民政府"], year))
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    return page.encode()


def answer(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """One whole answer; length: what Content-Length says, where it lies."""
    told = f"Content-Length: {len(body) if length is None else length}"
    kinds = any(header.lower().startswith("content-type") for header in headers)
    lines = [f"HTTP/1.1 {status}", *headers, told, "Connection: close"]
    lines += [] if kinds else ["Content-Type: text/html; charset=utf-8"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def at_once(data: bytes) -> Send:
    return lambda client: client.sendall(data)


def dripping(head: bytes, drop: bytes, seconds: float) -> Send:
    """A head, and then a drop every so often, for a minute."""

    def send(client: socket.socket) -> None:
        client.sendall(head)
        for _ in range(int(60 / seconds)):
            time.sleep(seconds)
            client.sendall(drop)

    return send


def endless(head: bytes, size: int) -> Send:
    """A head, and then so many bytes."""

    def send(client: socket.socket) -> None:
        client.sendall(head)
        block = b"<p>1</p>" * 8192
        for _ in range(size // len(block)):
            client.sendall(block)

    return send


def bomb(size: int) -> bytes:
    """So many zeros, packed with gzip."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    block = bytes(1 << 20)
    return b"".join([*(packer.compress(block) for _ in range(size >> 20)), packer.flush()])


@dataclass
class HostilePortal:
    """url: of the home page, without a slash. rows: addresses and titles of the only list.
    asked: paths in order of arrival; times: when each was asked for last, in seconds."""

    url: str
    answers: dict[str, Send] = field(default_factory=dict)
    rows: list[tuple[str, str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    times: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, send: Send) -> None:
        """A row of the list, with its answer."""
        path = f"/nb/{name}.html"
        number = len(self.rows)
        self.rows.append((path, f"第{number}乡2023年政府信息公开工作年度报告", "2024-01-20"))
        self.answers[path] = send

    def send(self, path: str, client: socket.socket) -> None:
        home = "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>"
        pages = {"/": home, "/nb/": list_page(self.rows)}
        if path in pages:
            client.sendall(answer(pages[path].encode()))
        elif path in self.answers:
            self.answers[path](client)
        else:
            client.sendall(answer(b"", status="404 Not Found"))


@contextmanager
def serve_hostile() -> Iterator[HostilePortal]:
    """Serve on loopback while the block lasts."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=64)) as listener:
        portal = HostilePortal(f"http://127.0.0.1:{listener.getsockname()[1]}")
        threading.Thread(target=_serve, args=(listener, portal), daemon=True).start()
        yield portal


def _serve(listener: socket.socket, portal: HostilePortal) -> None:
    with suppress(OSError):  # closed
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_answer, args=(client, portal), daemon=True).start()


def _answer(client: socket.socket, portal: HostilePortal) -> None:
    with client, suppress(OSError):
        asked = b""
        while b"\r\n\r\n" not in asked:
            data = client.recv(65536)
            if not data:
                return
            asked += data
        path = asked.split(b" ", 2)[1].decode("latin-1")
        portal.asked.append(path)
        portal.times[path] = time.monotonic()
        portal.send(path, client)
        client.shutdown(socket.SHUT_WR)

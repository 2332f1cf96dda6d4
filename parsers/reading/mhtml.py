"""Web archives (MHTML, .mht): what Word writes as a single-file web page, often named .doc."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from parsers.reading import html
from parsers.reading.model import Reading, Unreadable

MEDIA_TYPE = "multipart/related"
MAX_BYTES = 32 * 1024 * 1024
MAX_PARTS = 500  # each boundary line costs the mail parser an object
_PAGE = "text/html"


def read(data: bytes) -> Reading:
    """Read the first web page of the archive with the pictures that came with it.

    Raises Unreadable where there is none, or the archive is damaged or beyond all bounds.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"web archive of {len(data)} bytes: expected at most {MAX_BYTES}")
    if data.count(b"\n--") > MAX_PARTS:
        raise Unreadable(f"web archive of more than {MAX_PARTS} parts")
    try:
        archive = message_from_bytes(data.lstrip(), policy=policy.compat32)
        page, charset = _page(archive)
        pictures = _pictures(archive)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise Unreadable(f"damaged web archive: {type(error).__name__} {error}"[:200]) from error
    reading = html.read(page, declared_charset=charset, pictures=pictures)
    return replace(
        reading,
        media_type=MEDIA_TYPE,
        notes=("read from the page of a web archive (MHTML)", *reading.notes),
    )


def _page(archive: Message | EmailMessage) -> tuple[bytes, str | None]:
    for part in archive.walk():
        if part.get_content_type() != _PAGE:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            return content, part.get_content_charset()
    raise Unreadable("a web archive (MHTML) without a page: expected a part of type text/html")


def _pictures(archive: Message | EmailMessage) -> dict[str, bytes]:
    """Pictures by the addresses under which a page may name them (RFC 2557)."""
    found: dict[str, bytes] = {}
    for part in archive.walk():
        if part.get_content_maintype() != "image":
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        location = str(part.get("Content-Location") or "").strip()
        identity = str(part.get("Content-ID") or "").strip().strip("<>")
        names = (location, location.rpartition("/")[2], f"cid:{identity}" if identity else "")
        found.update({name: content for name in names if name})
    return found

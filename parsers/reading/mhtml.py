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
    """Read the first web page of the archive; its pictures and frames are left out.

    Raises Unreadable where there is none, or the archive is damaged or beyond all bounds.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"web archive of {len(data)} bytes: expected at most {MAX_BYTES}")
    if data.count(b"\n--") > MAX_PARTS:
        raise Unreadable(f"web archive of more than {MAX_PARTS} parts")
    try:
        page, charset = _page(message_from_bytes(data.lstrip(), policy=policy.compat32))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise Unreadable(f"damaged web archive: {type(error).__name__} {error}"[:200]) from error
    reading = html.read(page, declared_charset=charset)
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

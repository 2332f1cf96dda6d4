"""Pictures that come with a page and stand for its tables: read where they stand.

Portals paste the tables of a report as pictures into the article: in the page itself (`data:`
addresses), or as parts of a web archive. Pictures that are elsewhere are not fetched here.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from lxml.html import HtmlElement

from parsers.reading.html import about
from parsers.reading.html.tree import picture_bytes
from parsers.reading.pictures import MOST_PICTURES, place_of

_PAYLOAD = re.compile(r"data:image/[\w.+-]{1,40};base64,([A-Za-z0-9+/=\s]{200,})", re.I)


def take_out(body: HtmlElement, markup: str, beside: Mapping[str, bytes]) -> list[bytes]:
    """The pictures of an article, in order; each leaves its number where it first stood.

    markup: of the whole page. beside: files that came with the page, by address as written.
    """
    inline: dict[int, list[tuple[int, int]]] = {}
    for found in _PAYLOAD.finditer(markup):
        inline.setdefault(found.end(1) - found.start(1), []).append(found.span(1))
    taken: list[bytes] = []
    for element in list(body.iter("img")):
        address = (element.get("src") or "").strip()
        places = inline.get(picture_bytes(address))
        if len(taken) == MOST_PICTURES or not about.may_hold_table(element):
            continue
        data = _decoded(markup, places.pop(0)) if places else beside.get(address, b"")
        if not data or data in taken:  # shown a second time, it is no further page
            continue
        tail = element.tail
        element.clear()
        element.tag, element.tail = "p", tail
        element.text = place_of(len(taken))
        taken.append(data)
    return taken


def _decoded(markup: str, place: tuple[int, int]) -> bytes:
    try:
        return base64.b64decode("".join(markup[slice(*place)].split()))
    except (binascii.Error, ValueError):
        return b""

"""How much text each part of a page has."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement


@dataclass(slots=True)
class Amount:
    """Characters of text without the blanks around it, and of those the ones in links."""

    text: int = 0
    linked: int = 0


def amounts_of(root: HtmlElement) -> dict[HtmlElement, Amount]:
    """The amount of every element under (and with) `root`."""
    amounts: dict[HtmlElement, Amount] = {}
    around: list[Amount] = []
    links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            amounts[element] = own = Amount()
            around.append(own)
            links += element.tag == "a"
            if text := element.text:
                _add(own, text, links > 0)
            continue
        links -= element.tag == "a"
        inner = around.pop()
        if not around:
            break
        outer = around[-1]
        outer.text += inner.text
        outer.linked += inner.linked
        if text := element.tail:
            _add(outer, text, links > 0)
    return amounts


def _add(amount: Amount, text: str, linked: bool) -> None:
    length = len(text.strip())
    amount.text += length
    amount.linked += length if linked else 0

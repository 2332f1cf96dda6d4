"""What the character styles of a Word document say of how a run is shown.

A mark of a note, a withdrawn number or hidden text may be so by its style alone
(`FootnoteReference` is raised). Such properties are written into the runs themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from parsers.reading.docx.package import W

_TELLING = tuple(
    f"{W}{name}" for name in ("vanish", "strike", "dstrike", "vertAlign", "position", "color", "sz")
)
_MOST_BASES = 20  # styles that one is based on, one behind the other

Properties = dict[str, etree._Element]


def apply_run_styles(body: etree._Element, styles: etree._Element | None) -> None:
    """Give each run that names a character style its telling properties; its own ones prevail."""
    named = {} if styles is None else _character_styles(styles)
    if not any(named.values()):
        return
    for style in body.iter(f"{W}rStyle"):
        properties = style.getparent()
        if properties is None or properties.tag != f"{W}rPr":
            continue
        own = {child.tag for child in properties}
        for tag, element in named.get(style.get(f"{W}val", ""), {}).items():
            if tag not in own:
                properties.append(deepcopy(element))


def _character_styles(styles: etree._Element) -> Mapping[str, Properties]:
    """The telling properties of each character style, with those of the styles below it."""
    elements = {
        style.get(f"{W}styleId", ""): style
        for style in styles.iter(f"{W}style")
        if style.get(f"{W}type") == "character"
    }
    found: dict[str, Properties] = {}
    for name in elements:
        properties: Properties = {}
        base: str | None = name
        for _ in range(_MOST_BASES):
            style = elements.get(base or "")
            if style is None:
                break
            for child in style.iterfind(f"{W}rPr/*"):
                if child.tag in _TELLING:
                    properties.setdefault(str(child.tag), child)
            below = style.find(f"{W}basedOn")
            base = below.get(f"{W}val") if below is not None else None
        found[name] = properties
    return found

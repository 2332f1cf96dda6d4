"""The forms of a page: their fields, and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote_plus

from spiders.discovery.pages.text import short_text, squash

_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_PICKED = frozenset({"radio", "checkbox"})
_PRESSED = frozenset({"submit", "button", "image"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A radio button or a button of a form: what it sends, and what it is called."""

    element: Any
    name: str
    value: str
    label: str


def years_in(form: Any) -> list[Choice]:
    """The radio buttons and the buttons of a form that stand for years, where at least two do."""
    elements = islice(form.iter("input", "button"), 60)
    named = (_choice(element, form) for element in elements if element.get("name"))
    years = [choice for choice in named if choice and _YEAR.fullmatch(squash(choice.label))]
    return years if len({choice.value for choice in years}) > 1 else []


def _choice(element: Any, form: Any) -> Choice | None:
    kind = (element.get("type") or ("submit" if element.tag == "button" else "text")).lower()
    value = (element.get("value") or "").strip()
    if kind not in ("radio", "submit") or not 0 < len(value) <= 100:
        return None
    said = short_text(element) if element.tag == "button" else value
    if kind == "radio":
        around = next(element.iterancestors("label"), None)
        beside = form.xpath(".//label[@for=$id]", id=element.get("id") or "")
        told = next((e for e in (around, *beside) if e is not None), None)
        said = short_text(told) if told is not None else (element.tail or "")[:40]
    return Choice(element, element.get("name"), value, said.strip() or value)


def fields_of(form: Any) -> dict[str, str]:
    """The fields of a form with the values that they have on the page; its buttons left out."""
    told: dict[str, str] = {}
    for element in islice(form.iter("input"), 60):
        kind = (element.get("type") or "text").lower()
        if element.get("name") and kind in ("hidden", "text", "number"):
            told[element.get("name")] = element.get("value") or ""
    for select in islice(form.iter("select"), 20):
        options = list(islice(select.iter("option"), 300))
        shown = next((o for o in options if o.get("selected") is not None), None)
        shown = shown if shown is not None else next(iter(options), None)
        if select.get("name") and shown is not None:
            value = shown.get("value")
            told[select.get("name")] = "".join(shown.itertext()) if value is None else value
    return told


def names_of(form: Any) -> set[str]:
    """The names and ids of the fields of a form."""
    fields = islice(form.iter("input", "select"), 60)
    return {name for e in fields for name in (e.get("name"), e.get("id")) if name}


def form_address(form: Any, fields: Mapping[str, str]) -> str:
    """What a GET form asks for where it has one of the fields (by name or id); else ''."""
    if (form.get("method") or "get").strip().lower() != "get":
        return ""
    told: dict[str, str] = {}
    filled = False
    for element in islice(form.iter("input", "select", "button"), 60):
        name = element.get("name") or ""
        kind = (element.get("type") or element.tag).lower()
        value = fields.get(name, fields.get(element.get("id") or ""))
        unpicked = kind in _PICKED and element.get("checked") is None
        if not name or (value is None and (kind in _PRESSED or unpicked)):
            continue
        filled = filled or value is not None
        told[name] = (element.get("value") or "")[:200] if value is None else value
    action = (form.get("action") or "").strip()
    if not filled or action.lower().startswith("javascript:"):
        return ""
    joint = "&" if "?" in action else "?"
    return f"{action.partition('#')[0]}{joint}{_query_of(told)}"


def _query_of(told: Mapping[str, str]) -> str:
    """Fields as a query; what is not ASCII stays, since the page's charset says how it is sent."""
    pairs = (f"{name}={value}" for name, value in told.items())
    return "&".join(
        "".join(c if c == "=" or not c.isascii() else quote_plus(c) for c in pair) for pair in pairs
    )

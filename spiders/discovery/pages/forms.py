"""The forms of a page: their fields, and what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any
from urllib.parse import quote_plus


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
    for element in islice(form.iter("input", "select"), 40):
        name = element.get("name") or ""
        if not name or (element.get("type") or "").lower() in ("submit", "button", "image"):
            continue
        value = fields.get(name, fields.get(element.get("id") or ""))
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

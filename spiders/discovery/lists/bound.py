"""Choices that a script keeps in a variable of its own: a select box or tabs bound to it
(`<select v-model="year">`, `@click="year = y; load()"`), or the place in the page's own address
(`location.hash`) that its links `#2024` change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from spiders.discovery.lists.boxes import Option
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.text import short_text

_OWN = ("this.", "self.", "that.", "_this.", "vm.", "app.", "")
_NAME = r"[A-Za-z_$][\w$]{0,40}"
_MODEL = re.compile(rf"{_NAME}(?:\.{_NAME}){{0,2}}")
_EACH = re.compile(
    rf"\(?\s{{0,3}}({_NAME})\s{{0,3}}(?:,[^()]{{0,40}})?\)?\s{{1,3}}(?:in|of)\s{{1,3}}({_NAME})"
)
_SETS = re.compile(
    rf"^\s{{0,3}}({_NAME}(?:\.{_NAME})?)\s{{0,3}}=\s{{0,3}}({_NAME}(?:\.{_NAME})?)\s{{0,3}}(?:;|$)"
)
_FIELD = re.compile(
    r"[\"']?(\w{1,40})[\"']?\s{0,5}:\s{0,5}(?:\"([^\"\n]{0,100})\"|'([^'\n]{0,100})'|(\d{1,9}))"
)
_ITEM = re.compile(r"\"([^\"\n]{0,100})\"|'([^'\n]{0,100})'|(?<![\w.])(\d{1,9})(?![\w.])")
_OBJECT = re.compile(r"\{([^{}]{1,400})\}")
_HASH = re.compile(r"(?:(?:window|document|self)\.)?location\.hash\b")
_PUT = re.compile(rf"(?<![\w$.])({_NAME})\s{{0,5}}=(?!=)\s{{0,5}}(?=([^;\n{{}}]{{1,200}}))")
_NEXT_PUT = re.compile(rf",\s{{0,5}}{_NAME}\s{{0,5}}=(?!=)")
_TAKES_PART = re.compile(r"\.(?:match|split|exec)\s{0,3}\(")
_LAST_PART = re.compile(r"[^/_=-]{1,60}$")
_MOST = 60
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Bound:
    """A choice by the names under which a script reads it, and its options."""

    names: tuple[str, ...]
    options: tuple[Option, ...]


def bound_choices(page: Page, scripts: str) -> Iterator[Bound]:
    """The choices of a page that its scripts keep in variables."""
    yield from _models(page, scripts)
    if _HASH.search(scripts):
        yield from _places(page, scripts)


def _models(page: Page, scripts: str) -> Iterator[Bound]:
    for select in page.selector.root.xpath("//select[@v-model or @ng-model or @x-model]")[:_MOST]:
        named = select.get("v-model") or select.get("ng-model") or select.get("x-model")
        options = [
            o for option in islice(select.iter("option"), 300) for o in _options(option, scripts)
        ]
        if _MODEL.fullmatch(named.strip()):
            yield _bound(named.strip(), options)
    for element in page.selector.root.xpath("//*[@v-for]")[:_MOST]:
        sets = _SETS.match(element.get("@click") or element.get("v-on:click") or "")
        each = _EACH.match(element.get("v-for").strip())
        if sets and each and sets[2].partition(".")[0] == each[1]:
            field = sets[2].partition(".")[2]
            yield _bound(sets[1], list(_listed(scripts, each[2], field)))


def _bound(model: str, options: list[Option]) -> Bound:
    names = (*(f"{own}{model}" for own in _OWN), f"{model}.value")
    return Bound(names, tuple(options))


def _options(option: Any, scripts: str) -> Iterator[Option]:
    """An option as it stands, or those that `v-for` makes of a list that a script writes out."""
    each = _EACH.match((option.get("v-for") or "").strip())
    if each is None:
        label = short_text(option)
        value = option.get("value")
        if "{{" not in label:
            yield Option((label if value is None else value).strip()[:100], label)
        return
    bound = option.get(":value") or option.get("v-bind:value") or each[1]
    yield from _listed(scripts, each[2], bound.partition(".")[2])


def _listed(scripts: str, name: str, field: str) -> Iterator[Option]:
    """The items of the only list of that name; of objects the field that stands for each, named by
    all that they say."""
    begins = (
        rf"(?<![\w$.]){re.escape(name)}\s{{0,5}}[:=]\s{{0,5}}(?:\w{{1,20}}\()?\s{{0,5}}"
        r"\[([^\[\]]{1,4000})\]"
    )
    written = list(islice(re.finditer(begins, scripts), 2))
    if len(written) != 1:
        return
    objects = _OBJECT.findall(written[0][1])
    for told in objects[:300]:
        fields = {f[1]: f[2] or f[3] or f[4] or "" for f in _FIELD.finditer(told)}
        if fields.get(field):
            yield Option(fields[field], " ".join(fields.values()))
    for item in islice(_ITEM.finditer(written[0][1]), 300 if not objects else 0):
        value = item[1] or item[2] or item[3] or ""
        yield Option(value, value)


def _places(page: Page, scripts: str) -> Iterator[Bound]:
    """The variables that take the place in the address, or the part of it that tells them apart."""
    links = page.selector.root.xpath("//a[starts-with(@href, '#') and string-length(@href) > 1]")
    places = [(a.get("href").strip()[1:], short_text(a)) for a in links[:300]]
    takes: dict[str, bool] = {}  # names with whether they take a part of it
    put = [(m[1], _NEXT_PUT.split(m[2])[0]) for m in islice(_PUT.finditer(scripts), 300)]
    for _ in range(_ROUNDS):
        for name, value in put:
            source = next(
                (n for n in takes if re.search(rf"(?<![\w$.]){re.escape(n)}(?![\w$])", value)), ""
            )
            if name not in takes and (source or _HASH.search(value)):
                takes[name] = takes.get(source, False) or bool(_TAKES_PART.search(value))
    for name, takes_part in takes.items():
        options = (Option(_part(place) if takes_part else place, label) for place, label in places)
        yield Bound((name,), tuple(options))


def _part(place: str) -> str:
    last = _LAST_PART.search(place)
    return last[0] if last else place

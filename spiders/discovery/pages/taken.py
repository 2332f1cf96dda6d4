"""What a script takes of the page that it stands in: the option that a select box shows
(`$("#year").val()`), what an element keeps for it (`$(".more").data("column")`), and a parameter
of the page's own address (`getQueryString("id")`)."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

_MOST = 60
_QUOTED = r"\(\s{0,3}([\"'])([^\n]{1,80}?)\%d\s{0,3}\)"
SHOWN_OPTION = re.compile(
    r"(?:\$|\bjQuery)" + _QUOTED % 1 + r"\s{0,3}\.val\(\s{0,3}\)"
    r"|\bdocument\.(?:getElementById|querySelector)" + _QUOTED % 3 + r"\s{0,3}\.value(?![\w$])"
)
"""How a script reads what a select box shows; `box_of` tells which box."""
_BOX = re.compile(
    r"(?:select)?(?:#([\w-]{1,60})|\[name=[\"']?([\w-]{1,60})[\"']?\])"
    r"(?:\s{1,3}(?:option)?:selected|\s{1,3}option\[selected\])?|([\w-]{1,60})"
)
# What is done when a box is changed: `$("#year").change(function () {`, `.onchange = () => {`.
CHANGED = re.compile(
    r"(?:(?:\$|\bjQuery)"
    + _QUOTED % 1
    + r"|\bdocument\.(?:getElementById|querySelector)"
    + _QUOTED % 3
    + r")\s{0,3}\.\s{0,3}"
    r"(?:(?:on|bind|addEventListener)\(\s{0,3}[\"']change[\"']\s{0,3},|change\(|onchange\s{0,3}=)"
    r"\s{0,3}(?:function\s{0,3}\w{0,40}\([^()]{0,40}\)\s{0,3}\{|\(?[\w$]{0,20}\)?\s{0,3}=>\s{0,3}\{?)"
)
_OWN_PARAMETER = re.compile(
    r"(?:new\s{1,5}URLSearchParams\([^()]{0,60}location[^()]{0,60}\)|(?<![\w$])[A-Za-z_$][\w$]{0,60})"
    r"(?:\.([A-Za-z_$][\w$]{0,60}))?\(\s{0,3}[\"']([\w.-]{1,40})[\"']\s{0,3}\)"
)
_ONLY_PARAMETER = re.compile(
    r"(?:(?:window|document|self|top)\.)?location\.(?:search|href)(?:\.(?:toString|valueOf)\(\))?"
    r"\.split\(\s{0,3}[\"']\??([\w.-]{0,40})=[\"']\s{0,3}\)\[1\]"
)
KEPT = re.compile(
    r"(?:(?:\$|\bjQuery)\([^()\n]{1,80}\)|(?<![\w$.])[A-Za-z_$][\w$]{0,60})\.(?:dataset\.(\w{1,40})"
    r"|(?:data|attr|getAttribute)\(\s{0,3}[\"'](?:data-)?([\w-]{1,40})[\"']\s{0,3}\))"
)
"""How a script reads what an element keeps; `attribute_of` tells in which attribute."""
_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")
_ASKS_FOR_ONE = re.compile(r"quer|param|urlvar|request|argument", re.IGNORECASE)
_PUT = re.compile(r"(?<![\w.$])([A-Za-z_$][\w$]{0,59})\s{0,9}=\s{0,9}$")


def box_of(match: re.Match[str]) -> str:
    """The id or name of the box whose shown option an expression reads (`SHOWN_OPTION`), ''
    where its selector is none of a single box."""
    found = _BOX.fullmatch((match[2] or match[4]).strip())
    return (found[1] or found[2] or found[3]) if found else ""


def attribute_of(match: re.Match[str]) -> str:
    """The attribute that an expression reads (`KEPT`): that of `dataset.columnId` is
    `data-column-id`."""
    return "data-" + _CAPITAL.sub(r"-\1", match[1] or match[2]).lower()


def box_changed(before: str) -> str:
    """The box whose change leads to what stands after this piece of a script, '' for none."""
    changed = list(islice(CHANGED.finditer(before), _MOST))
    if not changed or "}" in before[changed[-1].end() :]:
        return ""
    return box_of(changed[-1])


class Taken:
    """What the scripts of one page take of it. scripts: their text; url: the page's own address;
    boxes: ids and names of its select boxes, and attributes that divide a list as these do; root:
    the parsed page.

    chosen: the option of each box that the scripts are to see. looked_at: the boxes that were.
    """

    def __init__(
        self, scripts: str, url: str = "", boxes: Collection[str] = (), root: Any = None
    ) -> None:
        self.chosen: dict[str, str] = {}
        self.looked_at: dict[str, None] = {}
        self._scripts = scripts
        self._boxes = boxes
        self._own = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query) if value}
        self._root = root
        self._keeps = root is not None and (
            ".data(" in scripts or "data-" in scripts or ".dataset" in scripts
        )
        self._has_own = bool(self._own) and "location" in scripts

    def at(self, start: int) -> tuple[str | None, int] | None:
        """What is taken by the expression that begins at `start`, and where that ends; the value
        None for a box of which no option is chosen. None where nothing is taken there."""
        if self._boxes:
            shown = SHOWN_OPTION.match(self._scripts, start)
            box = box_of(shown) if shown else ""
            if shown and box in self._boxes:
                return self._option(box), shown.end()
        if self._has_own:
            found = self._own_at(start)
            if found:
                return found
        kept = KEPT.match(self._scripts, start) if self._keeps else None
        if kept and attribute_of(kept) in self._boxes:
            return self._option(attribute_of(kept)), kept.end()
        value = self._kept(attribute_of(kept)) if kept else ""
        return (value, kept.end()) if kept and value else None

    def let(self, name: str, box: str) -> None:
        """Let a variable take what is chosen of a box."""
        self._variables.setdefault(name, (box, ""))

    def named(self, name: str) -> str | None:
        """What a variable of that name takes; None for nothing that is known."""
        kept = self._variables.get(name)
        if kept is None:
            return None
        box, value = kept
        return self._option(box) if box else value

    def _option(self, box: str) -> str | None:
        self.looked_at[box] = None
        return self.chosen.get(box)

    def _kept(self, attribute: str) -> str:
        """What the elements with that attribute keep in it, where it is the same for all of them;
        else ''."""
        values = self._root.xpath("//@*[name()=$name]", name=attribute)[:_MOST]
        return values[0].strip() if values and len(set(values)) == 1 else ""

    def _own_at(self, start: int) -> tuple[str, int] | None:
        only = _ONLY_PARAMETER.match(self._scripts, start)
        if only and len(self._own) == 1 and only[1].lower() in ("", *self._own):
            return next(iter(self._own.values())), only.end()
        found = _OWN_PARAMETER.match(self._scripts, start)
        value = self._own.get(found[2].lower()) if found else None
        if found and value is not None and self._asks_for_own(found[0], found[1] or ""):
            return value, found.end()
        return None

    def _asks_for_own(self, call: str, method: str) -> bool:
        """Whether a call asks for a parameter of the page's address: by its name, as an object
        made of the address, or as a function of the page that reads the address."""
        called = call.partition("(")[0].strip()
        if method == "get" and "location" in call:
            return True
        if method == "get":
            made = re.escape(called.partition(".")[0])
            asks = rf"{made}\s{{0,5}}=\s{{0,5}}new\s{{1,5}}URLSearchParams"
            return re.search(asks, self._scripts) is not None
        return bool(_ASKS_FOR_ONE.search(called)) or self._reads_address(method or called)

    def _reads_address(self, function: str) -> bool:
        name = re.escape(function)
        begins = rf"(?:function\s{{1,5}}{name}\s{{0,5}}\(|\b{name}\s{{0,5}}[=:]\s{{0,5}}function)"
        heads = islice(re.finditer(begins, self._scripts), 3)
        return any("location." in self._scripts[head.end() : head.end() + 400] for head in heads)

    @cached_property
    def _variables(self) -> dict[str, tuple[str, str]]:
        """The variables that take something: of which box, or which value of the address."""
        found: dict[str, tuple[str, str]] = {}
        if self._boxes:
            for shown in islice(SHOWN_OPTION.finditer(self._scripts), _MOST):
                name, box = self._put(shown.start()), box_of(shown)
                if name and box in self._boxes:
                    found.setdefault(name, (box, ""))
        for kept in islice(KEPT.finditer(self._scripts), _MOST) if self._keeps else ():
            name, attribute = self._put(kept.start()), attribute_of(kept)
            if name and attribute in self._boxes:
                found.setdefault(name, (attribute, ""))
        for pattern in (_OWN_PARAMETER, _ONLY_PARAMETER) if self._has_own else ():
            for taken in islice(pattern.finditer(self._scripts), 500):
                name = self._put(taken.start())
                own = self._own_at(taken.start()) if name else None
                if own:
                    found.setdefault(name, ("", own[0]))
        return found

    def _put(self, start: int) -> str:
        """The variable that the expression at `start` is put into, or ''."""
        before = self._scripts[max(0, start - 80) : start]
        put = _PUT.search(before)
        return put[1] if put else ""

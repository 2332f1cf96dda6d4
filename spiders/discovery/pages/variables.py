"""The variables of a page's scripts that are set to a plain value."""

from __future__ import annotations

import re
from collections import Counter

LONGEST_VALUE = 1_000
"""Characters of a value, what is added to it included."""

_VARIABLE = re.compile(
    r"(?:\b(?:var|let|const)\s{1,9}|,\s{0,9})([\w$]{1,60})\s{0,9}=\s{0,9}"
    r"(?:\"([^\"\\\n]{0,500})\"|'([^'\\\n]{0,500})'|(\d{1,12})(?=\s{0,9}[;,\n]))"
)
_ASSIGNED = re.compile(r"(?<![\w.$?&\"'<-])([A-Za-z_$][\w$]{0,59})\s{0,9}\+?=(?![=>])")
# `channels = channels + "," + 38940` and `channels += ",38940"`.
_APPENDED = re.compile(
    r"(?<![\w.$])([A-Za-z_$][\w$]{0,59})\s{0,9}(?:\+=|=\s{0,9}\1\s{0,9}\+)"
    r"\s{0,9}[\"']([^\"'\\\n]{0,100})[\"'](?:\s{0,9}\+\s{0,9}[\"']?([\w,]{1,100})[\"']?)?\s{0,9}(?=[;\n])"
)
# `offset += limit`, by which what a list is first asked with stays what it was set to.
_INCREASED = re.compile(r"(?<![\w.$])([A-Za-z_$][\w$]{0,59})\s{0,9}\+=\s{0,9}(?!1\b)[\w$.]")


def variables_of(text: str) -> dict[str, str | int]:
    """The variables that a script sets once to a plain value, or then only adds plain text to, or
    rows to a number of them."""
    found: dict[str, str | int] = {}
    for match in _VARIABLE.finditer(text):
        value = match[2] if match[2] is not None else match[3]
        found.setdefault(match[1], int(match[4]) if match[4] else value or "")
    times = Counter(match[1] for match in _ASSIGNED.finditer(text))
    for match in _APPENDED.finditer(text):
        if match[1] not in found or (match[3] and not match[3].isdecimal()):
            continue
        found[match[1]] = f"{found[match[1]]}{match[2]}{match[3] or ''}"[:LONGEST_VALUE]
        times[match[1]] -= 1
    for match in _INCREASED.finditer(text):
        times[match[1]] -= isinstance(found.get(match[1]), int)
    return {name: value for name, value in found.items() if times[name] <= 1}

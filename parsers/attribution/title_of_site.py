"""The portal's own name in the title of a web page: `…年度报告_青岛市崂山区`."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s*[-_|｜—–－>»·]+\s*")
_OF_THE_DOCUMENT = re.compile(r"公开|报告|年报|年度|20\d\d|首页|列表|详情")
_LONGEST_TITLE = 300
_SHORTEST, _LONGEST = 3, 30  # characters of a portal's name


def site_in_title(title: str) -> str:
    """What stands last in a page's title beside the document's own; "" where there is nothing."""
    parts = _BETWEEN.split(title[:_LONGEST_TITLE].strip())
    if len(parts) < 2:
        return ""
    names = [
        part
        for part in parts
        if _SHORTEST <= len(part) <= _LONGEST and not _OF_THE_DOCUMENT.search(part)
    ]
    return names[-1] if names else ""

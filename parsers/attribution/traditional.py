"""Pages in traditional characters, as gateways and copies show them, read as simplified ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from parsers.attribution.wording import plain, squash

# Characters of official prose of which a traditional page has several; no name in the lists
# of divisions has one of them.
_SIGNS = "區縣鎮鄉開報務關門會"
_ENOUGH = 2
_SYLLABLE = "[(（][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,7}[)）]"
# One and then more: a search for what begins with certain characters is quicker than for a repeat.
_READING = re.compile(f"{_SYLLABLE}(?:{_SYLLABLE})*")


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    lines = (files(__package__) / "data" / "traditional.txt").read_text("utf-8").splitlines()
    return {ord(line[0]): line[1] for line in lines if not line.startswith("#")}


def simplified(text: str) -> str:
    """The text with traditional characters of names and official prose replaced, one by one."""
    return text.translate(_table())


def without_pinyin(text: str) -> str:
    """The text without the readings that copies put behind characters: 國(guó)."""
    return _READING.sub("", text)


def readings_in(text: str) -> int:
    """How many characters of the text have their reading behind them."""
    return len(_READING.findall(text)) if "(" in text or "（" in text else 0


def is_traditional(texts: Sequence[str]) -> bool:
    """Whether a page is in traditional characters."""
    whole = "\n".join(texts)
    return sum(sign in whole for sign in _SIGNS) >= _ENOUGH


@dataclass(frozen=True, slots=True)
class Printed:
    """The original of a page that was read in simplified characters. Only the characters
    differ, one for one, so that a place in the one is the same place in the other."""

    original: str
    read: str

    def spelling(self, found: str) -> str:
        """How the page prints what was found in the simplified text; as found where it does
        not stand there."""
        for clean in (squash, plain):
            original, read = clean(self.original), clean(self.read)
            at = read.find(found)
            if at >= 0 and len(original) == len(read):
                return original[at : at + len(found)]
        return found


def printed(texts: Sequence[str]) -> Printed:
    """The memory of a page's own characters."""
    original = "\n".join(texts)
    return Printed(original, simplified(original))

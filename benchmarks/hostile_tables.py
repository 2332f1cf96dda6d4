"""Tables 3 that give the search most to do: text in which much is lost, added, alike or glued."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from tests.accuracy import flat_text, tabbed_text
from tests.sample.reports import agencies, make_report

_NUMBER = re.compile(r"(?<![\w.〔（])\d+(?![\w.〕）])")
_ROUNDS = 3  # reports that each kind of damage is done to
_LONG = 60  # times that a piece is repeated
Damage = Callable[[str, Random], str]


def _all_alike(number: str) -> Damage:
    """Every sum holds in every order, or in none."""
    return lambda text, _: _NUMBER.sub(number, text)


def _lost(share: float) -> Damage:
    return lambda text, chance: _NUMBER.sub(
        lambda match: "" if chance.random() < share else match[0], text
    )


def _added(share: float) -> Damage:
    return lambda text, chance: _NUMBER.sub(
        lambda match: f"{match[0]} {chance.randrange(9)}" if chance.random() < share else match[0],
        text,
    )


def _exchanged(share: float) -> Damage:
    """Wrong numbers: sums fail down and across."""
    return lambda text, chance: _NUMBER.sub(
        lambda match: str(chance.randrange(99)) if chance.random() < share else match[0], text
    )


def _digits_apart(text: str, _: Random) -> str:
    return _NUMBER.sub(lambda match: " ".join(match[0] + "0"), text)


def _glued(text: str, _: Random) -> str:
    """Numbers side by side as one."""
    return re.sub(r"(?<=\d)[ \t]+(?=\d)", "", text)


def _without_labels(text: str, _: Random) -> str:
    """The table's heading, and numbers alone."""
    return "自然人 法人或其他组织 商业企业 科研机构 总计 " + " ".join(_NUMBER.findall(text))


def _shuffled(text: str, chance: Random) -> str:
    pieces = text.split()
    chance.shuffle(pieces)
    return " ".join(pieces)


def _repeated(text: str, _: Random) -> str:
    return "\n".join([text] * _LONG)


def _long_rows(text: str, _: Random) -> str:
    """Behind each label many times as many numbers as the form has."""
    return _NUMBER.sub(lambda match: " ".join([match[0]] * _LONG), text)


_DAMAGE: tuple[Damage, ...] = (
    *(_all_alike(number) for number in ("0", "1", "", "/", "0 0")),
    *(damage(share) for damage in (_lost, _added, _exchanged) for share in (0.02, 0.1, 0.5)),
    _digits_apart,
    _glued,
    _without_labels,
    _shuffled,
    _repeated,
    _long_rows,
    lambda text, chance: _lost(0.05)(_all_alike("0")(text, chance), chance),
    lambda text, chance: _added(0.05)(_all_alike("1")(text, chance), chance),
    lambda text, chance: _lost(0.05)(_without_labels(text, chance), chance),
    lambda text, chance: _exchanged(0.05)(_lost(0.05)(text, chance), chance),
)


def hostile_reports() -> Iterator[bytes]:
    """Reports as plain text whose table 3 is damaged in each way, printed in three ways."""
    names = list(agencies())
    for number in range(_ROUNDS):
        report = make_report(number, agencies()[names[number]], 2023 if number % 2 else 2020)
        for printed in (flat_text.in_rows, flat_text.in_blocks, tabbed_text.with_copied_numbers):
            whole = printed(report, Random(number)).data.decode()
            table = re.search(r"(?<=三、)(?s:.*?)(?=四、)", whole)
            if table is None:
                raise RuntimeError("the sample report has no heading 三、 or 四、")
            for kind, damage in enumerate(_DAMAGE):
                heading, _, rest = table[0].partition("情况")
                damaged = damage(rest, Random(f"{number}|{kind}"))
                text = whole[: table.start()] + heading + "情况\n" + damaged + "\n"
                yield (text + whole[table.end() :]).encode()

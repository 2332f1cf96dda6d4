"""Places at the beginning of a printed name, each inside the one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers.attribution.divisions import LONGEST_NAME, Match, Register

_GOVERNMENT = ("人民政府", "政府")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Step:
    """Places read so far: up to `end`, innermost possibly `matches`; stems: how many of the last
    ones are printed without their type."""

    end: int
    matches: tuple[Match, ...]
    place: str
    depth: int
    stems: int


def walk(known: Register, text: str, step: Step) -> Iterator[Step]:
    """Every way to read places from the left, each inside the one before; first `step` itself."""
    yield step
    if step.depth == _DEEPEST:
        return
    starts = [step.end]
    for word in _GOVERNMENT:  # X区人民政府Y街道办事处
        if step.depth and text.startswith(word, step.end):
            starts.append(step.end + len(word))
    for start in starts:
        for length in range(min(LONGEST_NAME, len(text) - start), 1, -1):
            name = text[start : start + length]
            full = _inside(known, known.matches(name), step)
            if full:
                # 杭州西湖区: the place inside it bears a stem out
                yield from walk(known, text, Step(start + length, full, name, step.depth + 1, 0))
            short = _inside(known, known.stem_matches(name), step) if not full else ()
            if short:
                yield from walk(
                    known, text, Step(start + length, short, name, step.depth + 1, step.stems + 1)
                )


def _inside(known: Register, matches: tuple[Match, ...], step: Step) -> tuple[Match, ...]:
    if not step.depth or not matches:
        return matches
    return tuple(m for m in matches if any(known.within(m, above) for above in step.matches))


NO_PLACE = Step(0, (), "", 0, 0)
"""Where reading begins."""

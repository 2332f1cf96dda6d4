"""Repair of misread place names: only with evidence, never by likelihood alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.attribution.divisions import Place, register, stem_of
from parsers.attribution.pinyin import syllables
from parsers.attribution.shapes import Likeness, likeness, one_character_apart
from parsers.attribution.surroundings import Surroundings

_TYPES = ("街道", "苏木", "镇", "乡")
_UNKNOWN = "\ufffd"  # what stands for a character that a font or an encoding does not tell


@dataclass(frozen=True, slots=True)
class Repair:
    """The division meant, every misread spelling found, and why."""

    place: Place
    spellings: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: Place
    shape: Likeness
    spellings: tuple[str, ...]
    mail: str


def repair(printed: str, pool: Iterable[Place], around: Surroundings) -> Repair | None:
    """The one division of the pool that the printed name is a misreading of.

    Accepted: one character differs, of like shape or not told at all, and no other division of the
    pool is as like. Where only a radical is shared, or the printed name is a real place's
    elsewhere, the document must say more: an e-mail name with the initials of the true one, several
    different misreadings of it, or (not for a radical as frequent as 木) a character that no
    division of the country bears.
    """
    found = [c for place in pool if (c := _candidate(printed, place, around))]
    if not found:
        return None
    found.sort(key=lambda c: (c.shape, bool(c.mail), len(c.spellings)), reverse=True)
    best, rivals = found[0], found[1:]
    if any(r.shape >= best.shape for r in rivals) and not _stands_out(best, rivals):
        return None
    more = _further_evidence(printed, best, rivals)
    if not more and (best.shape < Likeness.CLOSE or register().is_name(printed)):
        return None
    shape = "alike in shape" if best.shape is Likeness.CLOSE else "the same radical"
    if _UNKNOWN in printed:
        shape = "not told by its font or encoding"
    told = [f"{'、'.join(best.spellings)} read for {best.place.name}: one character, {shape}"]
    if rivals:
        told.append(f"{'、'.join(r.place.name for r in rivals)} less like")
    return Repair(best.place, best.spellings, "; ".join(told + more))


def _candidate(printed: str, place: Place, around: Surroundings) -> _Candidate | None:
    pair = one_character_apart(printed, place.name)
    if pair is None or (place.name.endswith(pair[1]) and _type(place.name) in pair):
        return None
    # What is not told may be any: only that no other division fits makes it this one.
    shape = Likeness.CLOSE if pair[0] == _UNKNOWN else likeness(*pair)
    if shape is Likeness.NONE:
        return None
    return _Candidate(place, shape, _spellings(printed, place, around), _mail(place, around))


def _type(name: str) -> str:
    return next((t for t in _TYPES if name.endswith(t)), name[-1:])


def _spellings(printed: str, place: Place, around: Surroundings) -> tuple[str, ...]:
    """Other misreadings in the text that fit the same division, the printed one first."""
    at = next(i for i, (a, b) in enumerate(zip(printed, place.name, strict=True)) if a != b)
    siblings = {town.name for town in register().townships(place.parent)}
    spellings = dict.fromkeys([printed])
    for spelling in around.readings(place.name, at):
        if spelling not in siblings and likeness(spelling[at], place.name[at]):
            spellings[spelling] = None
    return tuple(spellings)


def _mail(place: Place, around: Surroundings) -> str:
    """The e-mail name that begins with the initials or the pinyin of the division."""
    stem = stem_of(place.name)
    sounds = syllables(stem)
    initials = "".join(sound[0] for sound in sounds)
    for name in around.mail_names():
        if name.startswith("".join(sounds)) or (len(initials) > 1 and name.startswith(initials)):
            return name
    return ""


def _stands_out(best: _Candidate, rivals: Sequence[_Candidate]) -> bool:
    """Whether only the best of equally like candidates is borne out by the e-mail name."""
    equal = [r for r in rivals if r.shape >= best.shape]
    return bool(best.mail) and not any(r.mail for r in equal)


def _further_evidence(printed: str, best: _Candidate, rivals: Sequence[_Candidate]) -> list[str]:
    told = []
    if best.mail and not any(r.mail for r in rivals):
        told.append(f"e-mail {best.mail}@ has its initials")
    if len(best.spellings) > 1:
        told.append(f"{len(best.spellings)} different misreadings")
    pair = one_character_apart(printed, best.place.name)
    unheard = pair is not None and pair[0] not in register().characters
    if pair and unheard and pair[0] != _UNKNOWN and best.shape > Likeness.FAINT:
        told.append(f"{pair[0]} is in no division's name")
    return told

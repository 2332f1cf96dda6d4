"""`python -m tests.attribution [--turns N] [--doubts] [--by-kind] [--speed]`: the whole table."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterable, Sequence

from tests.attribution.gate import complaints, read_floors
from tests.attribution.labelled import Labelled, content_hash, labelled_set
from tests.attribution.scoring import Score, Tally, attributed, describe, score_all, tally

HEAD = f"{'group':28}{'cases':>7}{'right':>8}{'unsure':>8}{'wrong':>7}"


def main() -> int:
    """Print the table; 1 where a case is wrong or a floor does not fit."""
    pinned = read_floors()
    parser = argparse.ArgumentParser(prog="python -m tests.attribution", description=__doc__)
    parser.add_argument("--turns", type=int, default=pinned.turns)
    parser.add_argument("--doubts", action="store_true", help="name the cases not told right")
    parser.add_argument("--by-kind", action="store_true", help="a line for each kind of agency")
    parser.add_argument("--speed", action="store_true", help="measure the time of a case")
    options = parser.parse_args()
    cases = labelled_set(options.turns)
    scores = list(score_all(cases))
    groups = tally(scores)
    print(HEAD)
    for name, group in groups.items():
        print(_line(name, group))
    print(_line("all", _sum(groups.values())))
    for name, group in _by_kind(scores).items() if options.by_kind else ():
        print(_line(f"  {name}", group))
    for one in scores if options.doubts else ():
        if one.verdict != "right":
            print(f"{one.verdict}: {describe(one)}")
    if options.speed:
        print(_speed(cases))
    print(f"set: {len(cases)} cases, sha256 {content_hash(cases)}")
    found = list(complaints(groups, pinned))
    print(*found, sep="\n")
    return 1 if found else 0


def _line(name: str, group: Tally) -> str:
    return f"{name:28}{group.cases:7}{group.share:8.2%}{group.unsure:8}{len(group.wrong):7}"


def _sum(groups: Iterable[Tally]) -> Tally:
    total = Tally()
    for group in groups:
        total.cases += group.cases
        total.right += group.right
        total.unsure += group.unsure
        total.wrong += group.wrong
    return total


def _by_kind(scores: Sequence[Score]) -> dict[str, Tally]:
    kinds = dict.fromkeys(one.labelled.case.kind for one in scores)
    parts = {kind: [s for s in scores if s.labelled.case.kind == kind] for kind in kinds}
    return {kind: _sum(tally(own).values()) for kind, own in parts.items()}


def _speed(cases: Sequence[Labelled]) -> str:
    taken = []
    for one in cases:
        start = time.process_time()
        attributed(one)
        taken.append((time.process_time() - start) * 1000)
    taken.sort()
    worst = taken[int(len(taken) * 0.99)]
    return f"a case: median {statistics.median(taken):.2f} ms, 99 of 100 under {worst:.2f} ms"


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.accuracy [--documents N] [--errors]`: the whole table."""

from __future__ import annotations

import argparse
import sys

from tests.accuracy.gate import complaints, read_floors
from tests.accuracy.labelled import content_hash, labelled_set
from tests.accuracy.scoring import Score, Tally, score_all, tally

HEAD = "group              documents   cells   right  unread  wrong  silent   status exact"


def main() -> int:
    """Print the table; 1 where something is below its floor or above it by the margin."""
    pinned = read_floors()
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--documents", type=int, default=pinned.documents)
    parser.add_argument("--by-printing", action="store_true", help="a line for each printing")
    parser.add_argument("--doubts", action="store_true", help="name the documents not read whole")
    options = parser.parse_args()
    documents = labelled_set(options.documents)
    scores = list(score_all(documents))
    groups = tally(scores)
    print(HEAD)
    for name, group in groups.items():
        print(_line(name, group))
        for printing, part in _parts(scores, name).items() if options.by_printing else ():
            print(_line(f"  {printing}", part))
    for one in scores if options.doubts else ():
        if one.unread or not one.exact:
            told = f"{one.status}, is {one.document.status}; {one.unread} cells unread"
            print(f"{one.document.name}: {told}")
    print(f"set: {len(documents)} documents, sha256 {content_hash(documents)}")
    found = list(complaints(groups, pinned))
    print(*found, sep="\n")
    return 1 if found else 0


def _line(name: str, group: Tally) -> str:
    total = group.right + group.unread + group.wrong
    return (
        f"{name:28} {group.documents:6} {total:7} {group.cells:7.2%} {group.unread:6} "
        f"{group.wrong:6} {len(group.silent):6} {group.statuses:9.2%}"
    )


def _parts(scores: list[Score], group: str) -> dict[str, Tally]:
    """The tallies of a group's printings."""
    parts: dict[str, list[Score]] = {}
    for one in scores:
        if one.document.group == group:
            parts.setdefault(one.document.name.split(";")[0], []).append(one)
    return {name: tally(own)[group] for name, own in parts.items()}


if __name__ == "__main__":
    sys.exit(main())

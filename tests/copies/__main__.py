"""`python -m tests.copies [TURNS]`: the whole set, its figures, and every pair wrongly merged."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.copies.scoring import score

TURNS = 60


def main() -> int:
    """Print; 1 where the figures are below what they must reach."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else TURNS
    with tempfile.TemporaryDirectory() as folder:
        pairs = score(turns, Path(folder) / "corpus.db")
    print(
        f"precision {pairs.precision:.3%}, recall {pairs.recall:.3%} of {pairs.right} right pairs"
    )
    print(*pairs.wrong, sep="\n")
    print(*(f"missed {count:4} of {kind}" for kind, count in pairs.missed.most_common()), sep="\n")
    return 0 if pairs.precision >= 0.999 and pairs.recall >= 0.99 else 1


if __name__ == "__main__":
    sys.exit(main())

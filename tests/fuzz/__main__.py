"""The long run: `python -m tests.fuzz --inputs 20000 [--seed 1] [--keep FOLDER]`.

What breaks a property, kills the process or keeps it busy is told; kept where a folder is given.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz.long_run import make_input, run


def main() -> int:
    """Run and tell; 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the inputs that broke something")
    options = parser.parse_args()

    def tell(number: int, what: str) -> None:
        kind, data = make_input(options.seed, number)
        print(f"input {number} ({kind}, {len(data)} bytes): {what}", flush=True)
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{options.seed}-{number}").write_bytes(data)

    findings = run(options.seed, options.inputs, tell)
    for kind in sorted(findings.inputs):
        seconds, number = findings.slowest[kind]
        count = findings.inputs[kind]
        print(f"{kind:28} {count:6} inputs, slowest {seconds:6.2f} s (input {number})")
    total = findings.inputs.total()
    print(f"{total} inputs, {findings.broken} broken, peak {findings.memory >> 20} MiB")
    return 1 if findings.broken else 0


if __name__ == "__main__":
    sys.exit(main())

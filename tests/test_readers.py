"""The readers are loaded one by one, each when its first document comes: in any order."""

from __future__ import annotations

import subprocess
import sys

from parsers.reading import READERS

# A fresh process for each would load the libraries anew each time.
LOAD_EACH_FIRST = """
import sys
from importlib import import_module
for reader in sys.argv[1:]:
    for loaded in [name for name in sys.modules if name.partition(".")[0] == "parsers"]:
        del sys.modules[loaded]
    import_module(reader)
"""


def test_each_reader_loads_first() -> None:
    readers = sorted(set(READERS.values()))
    command = [sys.executable, "-c", LOAD_EACH_FIRST, *readers]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr

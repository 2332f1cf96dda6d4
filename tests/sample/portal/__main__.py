"""`python -m tests.sample.portal [--port N]`: serve the sample portals until stopped."""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from tests.sample.portal.server import HOST, serve


def main() -> int:
    """Print one line a site (`name family address`) and serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.sample.portal", description=__doc__)
    parser.add_argument(
        "--port", type=int, default=0, help="port of the first site, the others follow; 0: any"
    )
    port = parser.parse_args().port
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    try:
        with serve(port=port) as portals:
            for portal in portals:
                print(f"{portal.site.name} {portal.site.family} {portal.url}/", flush=True)
            stopped.wait()
    except (OSError, OverflowError) as error:
        print(f"cannot serve on {HOST}:{port}: {error}; choose another --port", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m benchmarks`: everything, each result beside its target; 1 where one is missed."""

from __future__ import annotations

import sys

from benchmarks import (
    applications_search,
    crawl,
    html_to_record,
    pdf_to_record,
    resolving,
    store_scale,
    worker_memory,
)


def main() -> int:
    """Run all; returns the exit code."""
    results = [
        met
        for benchmark in (
            pdf_to_record,
            html_to_record,
            applications_search,
            worker_memory,
            resolving,
            store_scale,
            crawl,
        )
        for met in benchmark.results()
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

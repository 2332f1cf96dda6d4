"""`python -m benchmarks [REPORTS]`: everything, each result beside its target; 1 where one is
missed. The release of so many reports (300,000 unless said) comes last and takes longest."""

from __future__ import annotations

import sys

from benchmarks import (
    applications_search,
    crawl,
    html_to_record,
    pdf_to_record,
    release_scale,
    resolving,
    store_scale,
    worker_memory,
)


def main(reports: int) -> int:
    """Run all, with a release of so many reports; returns the exit code."""
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
    results += release_scale.results(reports)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else release_scale.REPORTS))

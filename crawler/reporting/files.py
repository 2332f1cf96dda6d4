"""Where reports stand: `<stem of the corpus>.runs/`, one JSON and one page a run, and `latest`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from crawler.errors import StorageError
from crawler.reporting.model import RunReport

LATEST = "latest"
LOOKED_AT = 50
"""Earlier reports that are read to compare with: a portal left out of them all has no history."""


def reports_folder(corpus: Path, setting: str | None = None) -> Path:
    """Where the reports of a corpus are: the setting RUN_REPORTS, else `<stem>.runs/` beside it."""
    return Path(setting) if setting else corpus.with_name(corpus.stem + ".runs")


def page_of(folder: Path, run_id: str) -> Path:
    """The page of a run."""
    return folder / f"{run_id}.html"


def earlier_reports(folder: Path, run_id: str) -> Iterator[RunReport | Path]:
    """Reports of earlier runs, newest first; the path of one that cannot be read."""
    names = sorted((p.name for p in folder.glob("*.json") if not p.is_symlink()), reverse=True)
    earlier = [name for name in names if name.removesuffix(".json") < run_id]
    for name in earlier[:LOOKED_AT]:
        yield read_report(folder / name) or folder / name


def read_report(path: Path) -> RunReport | None:
    """A report, None where the file is missing or holds none."""
    try:
        return RunReport.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def write_report(folder: Path, report: RunReport, page: str) -> Path:
    """Write both files and let `latest` lead to them; returns the page. A reader never sees half
    a file. Raises StorageError."""
    target = page_of(folder, report.run_id)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / f"{report.run_id}.json", report.model_dump_json(indent=1))
        _replace(target, page)
        for end in ("json", "html"):
            _point(folder / f"{LATEST}.{end}", f"{report.run_id}.{end}")
    except OSError as error:
        raise StorageError(
            f"the run's report {error.filename or target} cannot be written "
            f"({error.strerror or error}); free space or make the folder writable; "
            "the corpus itself is complete"
        ) from error
    return target


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.part")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def _point(link: Path, name: str) -> None:
    fresh = link.with_name(f".{link.name}.part")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(name)
    fresh.replace(link)

"""What this machine lacks that would help, each in one line with the command that installs it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """A program that Debian installs and pip cannot; any of `programs` will do."""

    programs: tuple[str, ...]
    use: str
    command: str


SYSTEM_PACKAGES = (
    SystemPackage(
        ("chromium", "chromium-browser", "google-chrome"),
        "a browser, for portals whose pages are empty without JavaScript",
        "apt-get install chromium",
    ),
    SystemPackage(
        ("soffice", "libreoffice"),
        "LibreOffice, for reports in the old .doc and .wps formats",
        "apt-get install --no-install-recommends libreoffice-writer",
    ),
)


def missing_packages() -> list[str]:
    """One line for each package that is not here."""
    return [
        f"not installed: {package.use} ({package.command})"
        for package in SYSTEM_PACKAGES
        if not any(shutil.which(program) for program in package.programs)
    ]

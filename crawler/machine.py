"""What this machine lacks that would help, each in one line with the command that installs it."""

from __future__ import annotations

from parsers.reading.programs import OFFICE, SystemPackage

SYSTEM_PACKAGES = (
    SystemPackage(
        ("chromium", "chromium-browser", "google-chrome"),
        "a browser, for portals whose pages are empty without JavaScript",
        "apt-get install chromium",
    ),
    OFFICE,
)


def missing_packages() -> list[str]:
    """One line for each package that is not here."""
    return [package.advice() for package in SYSTEM_PACKAGES if package.path() is None]

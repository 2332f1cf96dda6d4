"""Where releases stand: each in a folder of its own, never changed once it is there.

`DIR/<version>/` is a release, `DIR/latest` a symbolic link to the newest one. A release is
written in a hidden folder beside them and renamed when it is whole; then the link is replaced,
which takes one step of the kernel too. Whoever reads sees a whole release at any moment.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.errors import BadArgument, CorpusBusy, StorageError

LATEST = "latest"
CHECKSUMS = "SHA256SUMS"
"""Written last: a folder without it is no release."""
_STAGING = ".unfinished"
_LOCK = ".lock"


@contextmanager
def place_of_releases(folder: Path) -> Iterator[Place]:
    """The folder, made where missing and held by this process alone until the block ends.

    Raises BadArgument where the path is no folder or holds other things, CorpusBusy while another
    process publishes there, StorageError where it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise BadArgument(f"{folder} is a file; name a folder for the releases")
    _check_is_ours(folder)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CorpusBusy(
                f"another process publishes to {folder}; wait until it has ended"
            ) from None
        place = Place(folder)
        place.clear()  # what a killed run left
        try:
            yield place
        finally:
            place.clear()
    finally:
        os.close(descriptor)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the disk says into a StorageError that names the path."""
    try:
        yield
    except OSError as error:
        where = error.filename or path
        raise StorageError(
            f"{where} cannot be written ({error.strerror or error}); "
            "free space or make the folder writable, and run again"
        ) from error


class Place:
    """A folder of releases that this process holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.staging = folder / _STAGING

    def releases(self) -> list[Path]:
        """The whole releases, oldest first."""
        return releases_in(self.folder)

    def before(self, version: str, file: str) -> Path | None:
        """The newest release older than a version that still has a file, None where there is
        none."""
        older = [
            release
            for release in self.releases()
            if _order(release.name) < _order(version) and (release / file).is_file()
        ]
        return older[-1] if older else None

    def empty_staging(self) -> Path:
        """An empty hidden folder to write a release in."""
        with writing(self.folder):
            self.clear()
            self.staging.mkdir()
        return self.staging

    def clear(self) -> None:
        """Remove a release that was not finished."""
        shutil.rmtree(self.staging, ignore_errors=True)

    def settle(self, version: str) -> Path:
        """Put the finished release in its place, and make it the latest."""
        target = self.folder / version
        with writing(target):
            _flush(self.staging)
            self.staging.rename(target)
            _flush_folder(self.folder)
        self.point_to(version)
        return target

    def point_to(self, version: str) -> None:
        """Make a release the latest."""
        link = self.folder / LATEST
        if link.is_symlink() and str(link.readlink()) == version:
            return
        fresh = self.folder / f".{LATEST}"
        with writing(link):
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(version, target_is_directory=True)
            fresh.replace(link)
            _flush_folder(self.folder)


def releases_in(folder: Path) -> list[Path]:
    """The whole releases in a folder of releases, oldest first; none where it is missing."""
    if not folder.is_dir():
        return []
    whole = [
        path.name
        for path in folder.iterdir()
        if not path.name.startswith(".") and not path.is_symlink() and (path / CHECKSUMS).is_file()
    ]
    return [folder / name for name in sorted(whole, key=_order)]


def _order(version: str) -> tuple[str, int]:
    """By time, then by revision: `…Z`, `…Z-2`, … `…Z-10`."""
    time, _, revision = version.partition("Z-")
    return time.removesuffix("Z"), int(revision) if revision.isdecimal() else 1


def _check_is_ours(folder: Path) -> None:
    """A folder with other things in it is not taken for one of releases by mistake."""
    if not folder.is_dir() or (folder / _LOCK).exists() or releases_in(folder):
        return
    with writing(folder):
        strange = sorted(path.name for path in folder.iterdir())
    if strange:
        raise BadArgument(
            f"{folder} holds {strange[0]!r} and no releases; name an empty or a new folder"
        )


def _flush(folder: Path) -> None:
    """Bring every file to the disk before the rename tells that it is there."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        else:
            _flush_folder(path)
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Office packages that are the same bytes whenever they are written."""

from __future__ import annotations

import io
import zipfile

ZIP_TIMESTAMP = (1980, 1, 1, 0, 0, 0)  # the earliest that zip knows: same report, same bytes


def with_fixed_timestamps(package: bytes) -> bytes:
    """The package with every member dated alike."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIP_TIMESTAMP)
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()

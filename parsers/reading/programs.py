"""Programs of the operating system that some formats need: what for, and how to get them."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MEMORY = 4 * 2**30  # address space in bytes; LibreOffice needs a quarter of it
PROCESSOR_TIME = 60  # seconds
LARGEST_OUTPUT = 256 * 2**20  # bytes a file

# The limits hold for the program alone, and its orphans end with it when the caller is killed.
_LIMITED = (
    "ulimit -c 0; ulimit -f {blocks}; ulimit -t {seconds}; ulimit -v {kibibytes}; "
    'if command -v timeout >/dev/null; then exec timeout -s KILL {wall} "$@"; fi; exec "$@"'
)
_BLOCK = 512  # bytes, the unit of `ulimit -f`


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """A program that Debian installs and pip cannot; any of `programs` will do."""

    programs: tuple[str, ...]
    use: str
    command: str

    def path(self) -> str | None:
        """Where the program is, None where it is not installed."""
        return next(filter(None, (shutil.which(program) for program in self.programs)), None)

    def advice(self) -> str:
        """What is missing and the command that installs it."""
        return f"not installed: {self.use} ({self.command})"


OFFICE = SystemPackage(
    ("soffice", "libreoffice"),
    "LibreOffice, for reports in the old .doc and .wps formats",
    "apt-get install --no-install-recommends libreoffice-writer",
)
ANTIWORD = SystemPackage(
    ("antiword",),
    "antiword, for .doc without LibreOffice",
    "apt-get install antiword",
)


class ProgramFailed(Exception):
    """A program did not start or did not end in time; the message says which."""


def run(command: Sequence[str], folder: Path, timeout: float) -> tuple[int, bytes, str]:
    """Run a program in a folder that is its home too; returns (exit code, stdout, stderr).

    It has limits of its own, since a parser's would kill it, and a process group of its own,
    none of which is left when this returns. Raises ProgramFailed after `timeout` seconds.
    """
    limits = _LIMITED.format(
        blocks=LARGEST_OUTPUT // _BLOCK,
        seconds=PROCESSOR_TIME,
        kibibytes=_allowed(resource.RLIMIT_AS, MEMORY) // 1024,
        wall=int(timeout) + 5,
    )
    path = os.environ.get("PATH", os.defpath)
    home = str(folder)
    with (folder / "stdout").open("w+b") as output, (folder / "stderr").open("w+b") as errors:
        try:
            process = subprocess.Popen(
                ["/bin/sh", "-c", limits, "sh", *command],
                cwd=folder,
                env={"PATH": path, "HOME": home, "TMPDIR": home, "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                start_new_session=True,
            )
        except OSError as error:
            raise ProgramFailed(f"{command[0]} does not start ({error})") from error
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise ProgramFailed(
                f"{Path(command[0]).name} did not end in {timeout:g} seconds"
            ) from None
        finally:
            _kill_group(process)
        output.seek(0)
        errors.seek(0)
        return code, output.read(), errors.read(10_000).decode(errors="replace")


def _allowed(limit: int, wanted: int) -> int:
    """A process may lower its hard limits, never raise them."""
    hard = resource.getrlimit(limit)[1]
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

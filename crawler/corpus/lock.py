"""One writer at a time: a lock file beside the corpus, released by the kernel at any death."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

from crawler.corpus.errors import CorpusError, CorpusLocked


class WriterLock:
    """Holds `<corpus>.lock` from construction to `release`.

    The file itself stays behind, for removing it would let two processes hold two locks.
    Raises CorpusLocked, naming the process that holds it, or CorpusError.
    """

    def __init__(self, corpus: Path) -> None:
        path = corpus.with_name(corpus.name + ".lock")
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise CorpusError(
                f"lock file {path} cannot be written ({error.strerror}); "
                "make the folder of the corpus writable"
            ) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._descriptor, 32, 0).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise CorpusLocked(
                f"corpus {corpus} is being written by process {holder or 'unknown'}; "
                "wait until it has ended, or stop it"
            ) from None
        except OSError as error:
            os.close(self._descriptor)
            raise CorpusError(
                f"lock file {path} cannot be locked ({error.strerror}); "
                "keep the corpus on a file system with locks"
            ) from error
        # Only a hint for whoever is refused: on a full disk the lock holds without it.
        with contextlib.suppress(OSError):
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let the next writer in. Harmless when called again."""
        if self._descriptor < 0:
            return
        os.close(self._descriptor)
        self._descriptor = -1

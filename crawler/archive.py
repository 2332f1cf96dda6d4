"""The archive: the bytes of every document as fetched, in WARC files beside the corpus.

One run writes files of its own, `<run_id>-00000.warc.gz` and on, one gzip member a record, and
never touches another run's: what a killed run leaves behind is at worst a cut last member.
Documents fetched by HTTP are `response` records, files are `resource` records; a document made
from answers is a `conversion` record after the `response` records of these. Each document is
followed by a `metadata` record (JSON: kind, hints, source_id …) that names it in
WARC-Concurrent-To, so that the corpus can be rebuilt from the archive alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zlib
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.errors import ArchiveError
from crawler.items import Answer, Document

ROTATE_AT = 1 << 30
"""A WARC file that has reached this size (bytes) is closed and the next one begun."""

MAX_RECORD = 80 << 20
"""No record of ours is larger when unpacked: documents are capped at 64 MiB."""

# What the body is not any more once it is unpacked; kept under another name, as crawlers do.
_TRANSFER_HEADERS = frozenset({"transfer-encoding", "content-encoding", "content-length"})
_READ_SIZE = 1 << 16
_DIGEST = "sha256"  # as in the `source_id` of a document


def archive_folder(corpus: Path, setting: str | None = None) -> Path:
    """Where the archive of a corpus is: the setting ARCHIVE, else `<stem>.warc/` beside it."""
    return Path(setting) if setting else corpus.with_name(corpus.stem + ".warc")


class ArchiveWriter:
    """Writes the WARC files of one run. Not thread-safe: belongs to the one writer thread."""

    def __init__(self, folder: Path, run_id: str, software: str, rotate_at: int = ROTATE_AT):
        self._folder = folder
        self._run_id = run_id
        self._software = software
        self._rotate_at = rotate_at
        self._number = 0
        self._file: io.BufferedWriter | None = None
        self._writer: WARCWriter | None = None
        self._synced = True

    def write(self, document: Document) -> tuple[str, int]:
        """Write a document and its metadata; returns the file's name and the record's offset.

        The bytes are durable only after `sync`. Raises ArchiveError when they cannot be written.
        """
        try:
            return self._write(document)
        except OSError as error:
            raise self._unwritable(error) from error

    def sync(self) -> None:
        """Return once everything written is on disk. Raises ArchiveError."""
        if self._file is None or self._synced:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._unwritable(error) from error
        self._synced = True

    def close(self) -> None:
        """Sync and close the current file. Raises ArchiveError."""
        if self._file is None:
            return
        self.sync()
        self._file.close()
        self._file = self._writer = None

    def _write(self, document: Document) -> tuple[str, int]:
        if self._file is not None and self._file.tell() >= self._rotate_at:
            self.close()
            self._number += 1
        name = f"{self._run_id}-{self._number:05d}.warc.gz"
        if self._file is None or self._writer is None:
            self._open(name)
        assert self._file is not None and self._writer is not None
        self._synced = False
        for answer in document.made_from:
            self._writer.write_record(_answer_record(self._writer, answer))
        offset = self._file.tell()
        record = _document_record(self._writer, document)
        self._writer.write_record(record)
        self._writer.write_record(_metadata_record(self._writer, document, record))
        return name, offset

    def _open(self, name: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file = (self._folder / name).open("xb")
        self._writer = WARCWriter(self._file, gzip=True)
        self._writer.write_record(
            self._writer.create_warcinfo_record(
                name, {"software": self._software, "format": "WARC File Format 1.0"}
            )
        )
        _sync_folder(self._folder)

    def _unwritable(self, error: OSError) -> ArchiveError:
        return ArchiveError(
            f"the archive {self._folder} cannot be written ({error.strerror or error}); "
            "free space or make the folder writable, then run again"
        )


@dataclass(frozen=True)
class Archived:
    """A document as the archive keeps it: the bytes, and the server's Content-Type if any."""

    data: bytes
    content_type: str


def read_capture(folder: Path, warc_file: str, offset: int) -> bytes:
    """The bytes of the document whose record begins at `offset` of a WARC file.

    Raises ArchiveError as `read_archived` does.
    """
    return read_archived(folder, warc_file, offset).data


def read_archived(folder: Path, warc_file: str, offset: int) -> Archived:
    """The document whose record begins at `offset` (bytes) of a WARC file, digest verified.

    Raises ArchiveError when the file is missing, or the record corrupt or not a document's.
    """
    path = folder / warc_file
    place = f"{path} at offset {offset}"
    if Path(warc_file).name != warc_file:
        raise ArchiveError(f"{warc_file!r} is not the name of a file in {folder}")
    try:
        with path.open("rb") as file:
            file.seek(offset)
            member = _read_member(file, place)
        record = next(iter(ArchiveIterator(io.BytesIO(member))))
        payload: bytes = record.raw_stream.read()
    except FileNotFoundError:
        raise ArchiveError(f"{path} is missing; put the archive back beside its corpus") from None
    except (OSError, ArchiveLoadFailed, StopIteration, ValueError) as error:
        raise ArchiveError(f"{place}: no readable WARC record ({error or 'none found'})") from error
    if record.rec_type not in ("response", "resource", "conversion"):
        raise ArchiveError(f"{place}: expected a document, found a {record.rec_type} record")
    if record.rec_headers.get_header("WARC-Payload-Digest") != _digest(payload):
        raise ArchiveError(f"{place}: the record does not match its digest, the file is damaged")
    http = record.http_headers
    if record.rec_type == "conversion":
        return Archived(payload, record.rec_headers.get_header("Content-Type") or "")
    return Archived(payload, (http.get_header("Content-Type") or "") if http else "")


def _read_member(file: io.BufferedReader, place: str) -> bytes:
    """Unpack the one gzip member that begins here; gzip's own checksum is verified by zlib."""
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts: list[bytes] = []
    size = 0
    while not unpack.eof:
        packed = unpack.unconsumed_tail or file.read(_READ_SIZE)
        if not packed:
            raise ArchiveError(f"{place}: the record is cut off")
        try:
            parts.append(unpack.decompress(packed, _READ_SIZE * 16))
        except zlib.error as error:
            raise ArchiveError(f"{place}: the record is damaged ({error})") from error
        size += len(parts[-1])
        if size > MAX_RECORD:
            raise ArchiveError(f"{place}: the record unpacks to more than {MAX_RECORD} bytes")
    return b"".join(parts)


def _answer_record(writer: WARCWriter, answer: Answer) -> ArcWarcRecord:
    return writer.create_warc_record(
        answer.url,
        "response",
        payload=io.BytesIO(answer.data),
        length=len(answer.data),
        warc_headers_dict=_warc_headers(answer, _digest(answer.data)),
        http_headers=_http_headers(answer),
    )


def _document_record(writer: WARCWriter, document: Document) -> ArcWarcRecord:
    http = document.http_status is not None and not document.made_from
    kind = "conversion" if document.made_from else "response" if http else "resource"
    content_type = next((v for k, v in document.headers if k.lower() == "content-type"), "")
    return writer.create_warc_record(
        document.url,
        kind,
        payload=io.BytesIO(document.data),
        length=len(document.data),
        warc_content_type="" if http else content_type or "application/octet-stream",
        warc_headers_dict=_warc_headers(document, f"{_DIGEST}:{document.source_id}"),
        http_headers=_http_headers(document) if http else None,
    )


def _metadata_record(writer: WARCWriter, document: Document, about: ArcWarcRecord) -> ArcWarcRecord:
    told = {
        "source_id": document.source_id,
        "url": document.url,
        "kind": document.kind,
        "fetched_at": document.fetched_at.isoformat(),
        "http_status": document.http_status,
        "hints": document.hints.model_dump(mode="json"),
    }
    block = json.dumps(told, ensure_ascii=False).encode()
    headers = _warc_headers(document, _digest(block))
    headers["WARC-Concurrent-To"] = about.rec_headers.get_header("WARC-Record-ID")
    return writer.create_warc_record(
        document.url,
        "metadata",
        payload=io.BytesIO(block),
        length=len(block),
        warc_content_type="application/json",
        warc_headers_dict=headers,
    )


def _warc_headers(document: Document | Answer, payload_digest: str) -> dict[str, str]:
    fetched = document.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"WARC-Date": fetched, "WARC-Payload-Digest": payload_digest}


def _http_headers(document: Document | Answer) -> StatusAndHeaders:
    status = document.http_status or 0
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in _TRANSFER_HEADERS else name, value)
        for name, value in (_clean_header(*header) for header in document.headers)
    ]
    headers.append(("Content-Length", str(len(document.data))))
    return StatusAndHeaders(f"{status} {phrase}".strip(), headers, protocol="HTTP/1.1")


def _clean_header(name: str, value: str) -> tuple[str, str]:
    """A server's header without line breaks: it must not be able to begin another one."""
    return " ".join(name.split()), " ".join(value.split())


def _digest(payload: bytes) -> str:
    return f"{_DIGEST}:{hashlib.sha256(payload).hexdigest()}"


def _sync_folder(folder: Path) -> None:
    """A new file's name is durable only once its folder is synced."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Reading: the bytes of one document become paragraphs and tables in document order.

The type is told by the bytes alone: portals name files and set headers as they like. One
module reads one format, and each has the same door, `read(data) -> Reading`.
"""

from __future__ import annotations

from importlib import import_module

from parsers.reading.model import Reading, Unreadable
from parsers.reading.sniff import media_type_of

__all__ = ["LARGEST_DOCUMENT", "READERS", "read"]

# The largest real report is a scan of some 40 MB. Beyond this a document is a mistake or an
# attack, and a parser needs several times its size in memory.
LARGEST_DOCUMENT = 64 * 1024 * 1024

# Media type -> module, imported when first needed: PDF and Word libraries load slowly.
READERS = {
    "text/html": "parsers.reading.html",
    "text/plain": "parsers.reading.text",
    "application/pdf": "parsers.reading.pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (
        "parsers.reading.docx"
    ),
    "application/vnd.ms-word2006ml": "parsers.reading.word_xml",
    "application/vnd.ms-wordml": "parsers.reading.word_xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "parsers.reading.xlsx",
    "application/vnd.ms-excel": "parsers.reading.xls",
    "application/msword": "parsers.reading.doc",
    "application/rtf": "parsers.reading.doc",
    "application/vnd.oasis.opendocument.text": "parsers.reading.doc",
    "application/vnd.oasis.opendocument.text-flat-xml": "parsers.reading.doc",
    "application/vnd.oasis.opendocument.spreadsheet": "parsers.reading.ods",
    "application/vnd.oasis.opendocument.spreadsheet-flat-xml": "parsers.reading.spreadsheet_xml",
    "application/vnd.ms-spreadsheetml": "parsers.reading.spreadsheet_xml",
    "multipart/related": "parsers.reading.mhtml",
    "application/ofd": "parsers.reading.ofd",
    "application/zip": "parsers.reading.zip",
    "image/png": "parsers.reading.image",
    "image/jpeg": "parsers.reading.image",
    "image/gif": "parsers.reading.image",
    "image/bmp": "parsers.reading.image",
    "image/tiff": "parsers.reading.image",
    "image/webp": "parsers.reading.image",
}

_TEXT_TYPES = {"text/html", "text/plain"}

# What would be needed for the types that nothing here reads.
_NEEDS = {
    "application/vnd.ms-powerpoint": "an old PowerPoint file (OLE): needs a converter",
    "application/x-ole-encrypted": "an Office document that opens with a password only",
    "application/x-ole-storage": "an OLE file of unknown kind: needs a converter",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": (
        "a binary Excel workbook (.xlsb): needs to be saved as .xlsx"
    ),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": (
        "a PowerPoint file (.pptx): needs a presentation reader"
    ),
    "application/xml": "an XML document that is no web page: needs a reader for its kind",
    "application/vnd.rar": "a RAR archive: needs to be unpacked (unrar x) and read file by file",
    "application/x-7z-compressed": (
        "a 7z archive: needs to be unpacked (7z x) and read file by file"
    ),
    "application/gzip": "a gzip file: needs to be unpacked",
}


def read(data: bytes, *, declared_charset: str | None = None) -> Reading:
    """Read a document of any known format.

    declared_charset: what the server said about the text's encoding, one clue among others.
    Raises Unreadable, with the reason, for what is empty, too large, damaged, or of a type
    that has no reader.
    """
    if len(data) > LARGEST_DOCUMENT:
        raise Unreadable(_too_large(data))
    media_type = media_type_of(data)
    if media_type not in READERS:
        needs = _NEEDS.get(media_type, "bytes of no known kind: neither text nor a document")
        raise Unreadable(f"{media_type}: {needs}")
    reader = import_module(READERS[media_type])
    if media_type in _TEXT_TYPES:
        reading: Reading = reader.read(data, declared_charset=declared_charset)
    else:
        reading = reader.read(data)
    return reading


def _too_large(data: bytes) -> str:
    if not data.strip(b"\0"):
        return f"{len(data)} bytes of zeros: nothing was written here"
    limit = LARGEST_DOCUMENT // 2**20
    return f"{len(data)} bytes: documents of more than {limit} MiB are not read"

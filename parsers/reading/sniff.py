"""Which format the bytes are in, from the bytes alone.

Names and headers lie: portals serve Word files as text/plain, web pages as .doc, and error
pages as .pdf.
"""

from __future__ import annotations

import io
import re
import zipfile

from parsers.reading import ole
from parsers.reading.model import Unreadable

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"{\\rtf", "application/rtf"),
)

# Members that tell a zip container's kind.
_ZIP_MEMBERS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", XLSB),
    ("ppt/presentation.xml", PPTX),
    ("OFD.xml", "application/ofd"),
)

# Streams at the top of an OLE file; `Book` is a workbook of Excel 95.
_OLE_STREAMS = (
    ("EncryptedPackage", "application/x-ole-encrypted"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)

# Members of a zip container that some programs number: word/document2.xml of Word on the web.
_ZIP_PATTERNS = ((re.compile(r"word/document\d*\.xml"), DOCX),)

# Namespaces that tell what one XML file holds.
_XML_KINDS = (
    ("http://schemas.microsoft.com/office/2006/xmlPackage", "application/vnd.ms-word2006ml"),
    ("http://schemas.microsoft.com/office/word/2003/wordml", "application/vnd.ms-wordml"),
    ("urn:schemas-microsoft-com:office:spreadsheet", "application/vnd.ms-spreadsheetml"),
    (
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.text-flat-xml",
    ),
    (
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.spreadsheet-flat-xml",
    ),
)
_XML_ROOT = re.compile(r"<(?:pkg:package|w:wordDocument|(?:ss:)?Workbook|office:document)[\s>]")

_PDF = re.compile(rb"(?:\A|[\r\n\0 ])%PDF-\d")
_BYTE_ORDER_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_HEAD = 64 * 1024  # enough to tell text from the rest

_LEADING_MARKUP = re.compile(r"(?:[\s\ufeff\0]+|<!--.*?-->|<\?.*?>|<!\[[^>]*\]>)*", re.DOTALL)
_ROOT_TAG = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|title|meta|link|base|script|style|frameset|iframe"
    r"|noscript|form|div|section|article|main|header|nav|center|font|span|a|p|h[1-6]|ul|ol|li|dl"
    r"|table|tbody|tr|td|br|hr|img|b|strong|input|ucaptitle|ucapcontent)(?=[\s/>]))",
    re.IGNORECASE,
)
_CLOSING_TAG = re.compile(r"</(?:html|body|div|p|span)\s*>", re.IGNORECASE)
# A page may begin with words that some script printed before the markup.
_CLOSING_TAGS_OF_A_PAGE = 3

# Browsers write who saved the page before the version; messages have further lines.
_MHTML = re.compile(
    rb"\A\s*(?:[A-Za-z-]{2,40}:[^\r\n]{0,2000}\r?\n(?:[ \t][^\r\n]{0,2000}\r?\n){0,9}){0,30}?"
    rb"(?:MIME-Version|Content-Type):.{0,2000}?multipart/(?:related|alternative|mixed)",
    re.DOTALL | re.IGNORECASE,
)
_BLANK_BYTES = b"\0\t\n\v\f\r \xef\xbb\xbf"
_CONTROL = bytes(set(range(32)) - set(b"\0\t\n\v\f\r\x1b")) + b"\x7f"


def media_type_of(data: bytes) -> str:
    """The media type of a document; `application/octet-stream` where nothing fits.

    Raises Unreadable for an empty file and for one that holds nothing but zeros or blanks.
    """
    if not data:
        raise Unreadable("an empty file: 0 bytes")
    if not data.strip(b"\0"):
        raise Unreadable(f"{len(data)} bytes of zeros: nothing was written here")
    for signature, media_type in _SIGNATURES:
        if data.startswith(signature):
            return media_type
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if data.startswith(ole.SIGNATURE):
        return _ole_type(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data)
    if _PDF.search(data, 0, 1024):  # readers accept up to a kilobyte of junk before it
        return "application/pdf"
    return _text_type(data)


def _ole_type(data: bytes) -> str:
    streams = ole.top_streams(data)
    for stream, media_type in _OLE_STREAMS:
        # Where the directory is lost, the name in UTF-16 anywhere has to do.
        if stream in streams or (not streams and stream.encode("utf-16-le") in data):
            return media_type
    return "application/x-ole-storage"


def _zip_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.getinfo("mimetype") if "mimetype" in names else None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return _damaged_zip_type(data)
    for member, media_type in _ZIP_MEMBERS:
        if member in names:
            return media_type
    for pattern, media_type in _ZIP_PATTERNS:
        if any(map(pattern.fullmatch, names)):
            return media_type
    for kind in ("text", "spreadsheet") if mimetype is not None else ():
        if f"opendocument.{kind}".encode() in data[:200]:
            return f"application/vnd.oasis.opendocument.{kind}"
    return "application/zip"


def _damaged_zip_type(data: bytes) -> str:
    """The directory at the end is lost: the names stand before each member, too."""
    for member, media_type in _ZIP_MEMBERS:
        if member.encode() in data:
            return media_type
    return "application/zip"


def _text_type(data: bytes) -> str:
    head = data[:_HEAD]
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return _markup_type(head.decode(encoding, "replace"))
    if _MHTML.match(head):
        return "multipart/related"
    if not head.strip(_BLANK_BYTES) and not data.strip(_BLANK_BYTES):
        raise Unreadable(f"{len(data)} bytes of blanks: no text")
    if _is_binary(head):
        return "application/octet-stream"
    # Latin-1 keeps every ASCII byte, and markup is ASCII in all encodings left.
    return _markup_type(head.decode("latin-1").removeprefix("\xef\xbb\xbf"))


def _is_binary(head: bytes) -> bool:
    controls = len(head) - len(head.translate(None, _CONTROL))
    return controls * 50 > len(head) or head.count(0) * 2 > len(head)


def _markup_type(head: str) -> str:
    leading = _LEADING_MARKUP.match(head)
    start = leading.end() if leading else 0
    if _ROOT_TAG.match(head, start):
        return "text/html"
    if _XML_ROOT.match(head, start):
        return next((kind for name, kind in _XML_KINDS if name in head), "application/xml")
    if head[start : start + 1] == "<" and head.lstrip("\ufeff\0 \t\r\n").startswith("<?xml"):
        return "application/xml"
    if len(_CLOSING_TAG.findall(head)) >= _CLOSING_TAGS_OF_A_PAGE:
        return "text/html"
    return "text/plain"

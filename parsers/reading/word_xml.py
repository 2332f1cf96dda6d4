"""Word documents in one XML file: those of 2003, which fill-in systems print, and the parts of a
.docx in one another ("flat OPC"). Both become a .docx in memory and are read as such.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace

from lxml import etree

from parsers.reading import docx
from parsers.reading.docx.package import MAX_BYTES, MAX_MARKS, WORD, XML_OPTIONS, packed
from parsers.reading.model import Reading, Unreadable

WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
TYPE_OF_2003 = "application/vnd.ms-wordml"
TYPE_OF_PACKAGE = "application/vnd.ms-word2006ml"

# Properties of 2003 that were written in other letters.
_RENAMED = ((b":vmerge", b":vMerge"), (b":hmerge", b":hMerge"))
_MAIN = "word/document.xml"


def read(data: bytes) -> Reading:
    """Read a Word document that is one XML file. Raises Unreadable as `docx.read` does."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"Word XML of {len(data)} bytes: expected at most {MAX_BYTES}")
    if WORD_2003 in data[: 64 * 1024]:
        content = data.replace(WORD_2003, WORD.encode())
        for old, new in _RENAMED:
            content = content.replace(old, new)
        return replace(docx.read(packed({_MAIN: content})), media_type=TYPE_OF_2003)
    return replace(docx.read(packed(_parts(data))), media_type=TYPE_OF_PACKAGE)


def _parts(data: bytes) -> dict[str, bytes]:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable("Word XML declares a DTD: refused (entity expansion)")
    if data.count(b"<") + data.count(b"=") > 2 * MAX_MARKS:
        raise Unreadable(f"Word XML of more than {2 * MAX_MARKS} tags and attributes")
    try:
        root = etree.fromstring(data, etree.XMLParser(remove_pis=True, **XML_OPTIONS))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"damaged Word XML: no valid XML ({error})") from error
    found: dict[str, bytes] = {}
    for part in root.iterfind(f"{PACKAGE}part"):
        name = str(part.get(f"{PACKAGE}name", "")).lstrip("/")
        content = _content(part)
        if name and content:
            found[name] = content
    return found


def _content(part: etree._Element) -> bytes:
    """A part's XML, or the bytes of one that is none; b"" where it holds nothing."""
    xml = part.find(f"{PACKAGE}xmlData")
    if xml is not None:
        return bytes(etree.tostring(xml[0], encoding="utf-8")) if len(xml) else b""
    binary = part.find(f"{PACKAGE}binaryData")
    try:
        return base64.b64decode((binary.text or "") if binary is not None else "")
    except (binascii.Error, ValueError):
        return b""

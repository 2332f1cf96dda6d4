"""The container of .docx, .xlsx and .ofd: a zip of XML parts, opened without trusting a word of it.

Every bound is checked before anything is decompressed or parsed, and again on the bytes that
really come out, since a zip may declare any size.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from lxml import etree

from parsers.reading.model import Unreadable

# Real reports: 15-60 members, a main part of 0.1-3 MB that shrinks to a tenth or a thirtieth.
MAX_BYTES = 64 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_DECLARED = 300 * 1024 * 1024
MAX_RATIO = 200
MIN_RATIO_SIZE = 4 * 1024 * 1024  # a small member may be all blanks
MAX_PART = 24 * 1024 * 1024
# Tags and attributes of one part: a parsed one takes some 150 bytes, so this bounds the memory
# that a part of tiny elements can take. A report of 30 pages has about 60,000.
MAX_MARKS = 600_000

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Strict documents (ISO 29500) differ in the namespaces alone.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD.encode()),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", SHEET.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", OFFICE.encode()),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)
XML_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
}
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
_OLE = b"\xd0\xcf\x11\xe0"


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts by name as an archive, for every bound of a package to hold for them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


class Package:
    """An opened .docx, .xlsx or .ofd; `part(name)` parses one member."""

    def __init__(
        self, data: bytes, kind: str = ".docx", usual_main: str = "word/document.xml"
    ) -> None:
        """Open and check the container; raises Unreadable.

        kind: what the messages call it. usual_main: the main part where no relation names it.
        """
        self.kind = kind
        _check_bytes(data, kind)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (*_DAMAGE, ValueError) as error:
            raise Unreadable(f"damaged {kind}: not a complete zip archive ({error})") from error
        self._members = {info.filename: info for info in self._archive.infolist()}
        self._check_members()
        self.main = self._main_part(usual_main)

    @property
    def names(self) -> list[str]:
        """Names of all members."""
        return list(self._members)

    def has(self, name: str) -> bool:
        """Whether there is a member of that name."""
        return name in self._members

    def part(self, name: str) -> etree._Element | None:
        """The root of a part, None where the archive has no such member; raises Unreadable."""
        content = self.content(name)
        if content is None:
            return None
        where = f"{self.kind} part {name[:80]}"
        if content.count(b"<") + content.count(b"=") > MAX_MARKS:
            raise Unreadable(f"{where}: more than {MAX_MARKS} tags and attributes")
        try:
            return etree.fromstring(content, etree.XMLParser(remove_pis=True, **XML_OPTIONS))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable(f"damaged {where}: no valid XML ({error})") from error

    def content(self, name: str) -> bytes | None:
        """The XML of a part, checked but not parsed, for parts that are read as a stream.

        None where the archive has no such member; raises Unreadable.
        """
        info = self._members.get(name)
        if info is None:
            return None
        content = self._bytes(info)
        for encoding in ("ascii", "utf-16-le", "utf-16-be"):
            if "<!DOCTYPE".encode(encoding) in content or "<!ENTITY".encode(encoding) in content:
                raise Unreadable(
                    f"{self.kind} part {name[:80]} declares a DTD: refused (entity expansion)"
                )
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        return content

    def raw(self, name: str) -> bytes:
        """The bytes of a member that is no XML, b"" where there is none; raises Unreadable."""
        info = self._members.get(name)
        return self._bytes(info) if info is not None else b""

    def related(self, kind: str) -> etree._Element | None:
        """The part that the main part names as its `kind` (`numbering`, `styles`)."""
        folder, base = posixpath.split(self.main)
        target = self._target(posixpath.join(folder, "_rels", f"{base}.rels"), kind, folder)
        return self.part(target or posixpath.join(folder, f"{kind}.xml"))

    def targets(self) -> dict[str, str]:
        """What the main part's relations lead to inside the archive: relation id -> part."""
        folder, base = posixpath.split(self.main)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return {}
        return {
            str(relation.get("Id", "")): _resolved(relation, folder)
            for relation in root.iter(f"{{{RELATIONSHIPS}}}Relationship")
            if relation.get("TargetMode") != "External"
        }

    def _main_part(self, usual: str) -> str:
        name = self._target("_rels/.rels", "officeDocument", "") or usual
        if name in self._members:
            return name
        found = ", ".join(sorted(self._members)[:5]) or "nothing"
        raise Unreadable(f"no {self.kind}: expected {name} in the archive, found {found}")

    def _target(self, relations: str, kind: str, folder: str) -> str | None:
        root = self.part(relations)
        if root is None:
            return None
        for relation in root.iter(f"{{{RELATIONSHIPS}}}Relationship"):
            internal = relation.get("TargetMode") != "External"
            if internal and str(relation.get("Type", "")).endswith(f"/{kind}"):
                return _resolved(relation, folder)
        return None

    def _check_members(self) -> None:
        declared = sum(info.file_size for info in self._members.values())
        if declared > MAX_DECLARED:
            raise Unreadable(
                f"{self.kind} would unpack to {declared} bytes: "
                f"at most {MAX_DECLARED} expected (bomb)"
            )
        for name, info in self._members.items():
            large = info.file_size > MIN_RATIO_SIZE
            if large and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                raise Unreadable(
                    f"{self.kind} member {name[:80]} unpacks {info.compress_size} bytes to "
                    f"{info.file_size}: expected at most {MAX_RATIO} times (zip bomb)"
                )

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise Unreadable(
                f"{self.kind} member {info.filename[:80]} is encrypted with a password"
            )
        try:
            with self._archive.open(info) as member:
                content = member.read(MAX_PART + 1)
        except (*_DAMAGE, ValueError) as error:
            raise Unreadable(f"damaged {self.kind}: {info.filename[:80]} ({error})") from error
        if len(content) > MAX_PART:
            raise Unreadable(
                f"{self.kind} member {info.filename[:80]}: expected at most {MAX_PART} bytes"
            )
        return content


def _resolved(relation: etree._Element, folder: str) -> str:
    target = str(relation.get("Target", ""))
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _check_bytes(data: bytes, kind: str) -> None:
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{kind} of {len(data)} bytes: expected at most {MAX_BYTES}")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(f"{kind} is encrypted: it opens with a password only")
        raise Unreadable(f"an old Office file (OLE), not a {kind}: convert it to {kind}")
    if not data.startswith(b"PK"):
        raise Unreadable(f"not a {kind}: expected a zip archive, found {data[:16]!r}")
    # Counted in the bytes: reading a directory of a million members would itself fill the memory.
    members = data.count(b"PK\x01\x02")
    if members > MAX_MEMBERS:
        raise Unreadable(f"{kind} of {members} members: expected at most {MAX_MEMBERS} (zip bomb)")

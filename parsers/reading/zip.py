"""Archives: the one document of a .zip that is offered for a single report, or its several."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from parsers import reading
from parsers.reading import image, sniff
from parsers.reading.model import Reading, SeveralDocuments, Unreadable
from parsers.reading.sniff import media_type_of

# A portal's archive holds a report, perhaps its attachments and a picture or two.
_MOST_MEMBERS = 200
_LARGEST_MEMBER = 64 * 1024 * 1024
_LARGEST_TOTAL = 128 * 1024 * 1024
# Text shrinks to a twentieth; a member that grows two hundred times is a bomb. Small members
# may be anything.
_HIGHEST_RATIO = 200
_SMALL_MEMBER = 1024 * 1024
_DEEPEST = 1  # archives in the archive are opened, those inside them are not

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_REPORT_NAMES = ("年度报告", "年报")
_SHOWN_NAMES = 20
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NUMERALS = "〇一二三四五六七八九十"  # each by itself: right up to nineteen
_NAME_PARTS = re.compile(rf"(\d{{1,18}})|([{_NUMERALS}])|([^\d{_NUMERALS}]+)")
_ANY_OTHER = "*"
_BEST_FORMS = (
    sniff.DOCX,
    "application/msword",
    "text/html",
    sniff.XLSX,
    "application/pdf",
    _ANY_OTHER,
)


_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,  # an offset before the beginning of a file that was cut
)


def read(data: bytes) -> Reading:
    """The reading of the archive's document, with a note naming it.

    That is its only document that has a reader, or the only one named 年度报告 or 年报; of one
    document in several forms the best one. Where all it holds are pictures they are its pages,
    in the order of the numbers in their names.
    Raises SeveralDocuments where there are more, Unreadable where there is none.
    """
    found = [(name, content) for name, content in members(data) if _has_reader(content)]
    # A picture beside a document illustrates it.
    documents = [(n, c) for n, c in found if not _type_of(c).startswith("image/")]
    if not documents and len(found) > 1 and _of_one_year(found):
        return _read_pages(sorted(found, key=lambda entry: _page_order(entry[0])))
    several = len(documents) > 1
    documents = documents or found
    chosen = documents
    if len(chosen) > 1:
        chosen = [(n, c) for n, c in documents if any(word in n for word in _REPORT_NAMES)]
    chosen = _best_forms(chosen)
    if several and len(chosen) != 1:
        raise _several(_best_forms(documents))
    if len(chosen) != 1:
        raise Unreadable(_why_not(data, documents))
    name, content = chosen[0]
    try:
        read_in = reading.read(content)
    except Unreadable as error:
        raise Unreadable(f"{name} in the zip archive: {error}") from error
    notes = [f"read from {name} in a zip archive"]
    if len(documents) > 1:
        notes.append(f"the archive also holds {', '.join(n for n, _ in documents if n != name)}")
    return replace(read_in, notes=(*notes, *read_in.notes))


def _read_pages(pictures: list[tuple[str, bytes]]) -> Reading:
    names = ", ".join(name for name, _ in pictures[:_SHOWN_NAMES])
    try:
        read_in = image.read_document([content for _, content in pictures])
    except Unreadable as error:
        raise Unreadable(f"{len(pictures)} page images in the zip archive: {error}") from error
    told = f"read from {len(pictures)} page images in a zip archive, in this order: {names}"
    return replace(read_in, notes=(*read_in.notes, told))


def _of_one_year(documents: list[tuple[str, bytes]]) -> bool:
    """Whether the names tell of no two years: pictures of several reports are no one document."""
    return len({year for name, _ in documents for year in _YEAR.findall(name)}) <= 1


def _page_order(name: str) -> tuple[tuple[int, str], ...]:
    """Numbers in a name count as numbers: 2.jpg stands before 10.jpg, 第二页 before 第十一页."""
    return tuple(
        (int(number or _NUMERALS.index(numeral)) if not word else -1, word)
        for number, numeral, word in _NAME_PARTS.findall(name)
    )


def _best_forms(documents: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Of documents with one name and different endings, the form that keeps its tables best."""
    best: dict[str, str] = {}
    for name, _ in sorted(documents, key=lambda entry: _BEST_FORMS.index(_form_of(entry[1]))):
        best.setdefault(name.rpartition(".")[0], name)
    return [(name, content) for name, content in documents if name in best.values()]


def _several(documents: list[tuple[str, bytes]]) -> SeveralDocuments:
    names = tuple(name for name, _ in documents)
    shown = ", ".join(names[:_SHOWN_NAMES]) + (" …" if len(names) > _SHOWN_NAMES else "")
    return SeveralDocuments(f"a zip archive of {len(names)} documents: {shown}", names)


def _form_of(content: bytes) -> str:
    media_type = _type_of(content)
    return media_type if media_type in _BEST_FORMS else _ANY_OTHER


def members(data: bytes) -> list[tuple[str, bytes]]:
    """The files of a zip archive, and of archives in it, as (name, bytes), folders left out.

    Names are decoded as the archiver wrote them: UTF-8 where flagged or valid, else GB18030.
    Raises Unreadable for damaged, encrypted, oversized archives and zip bombs.
    """
    return list(_unpacked(data, "", _DEEPEST, _Room()))


def documents_of(data: bytes, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The documents that `read` named when it raised SeveralDocuments, one after the other."""
    wanted = frozenset(names)
    for name, content in _unpacked(data, "", _DEEPEST, _Room()):
        if name in wanted:
            yield name, content


@dataclass
class _Room:
    """How much more is unpacked of one archive and those in it."""

    files: int = _MOST_MEMBERS
    bytes: int = _LARGEST_TOTAL


def _unpacked(data: bytes, prefix: str, depth: int, room: _Room) -> Iterator[tuple[str, bytes]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(f"a damaged zip archive ({error})") from error
    with archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            if not room.files:
                raise Unreadable(f"a zip archive of more than {_MOST_MEMBERS} files")
            name = prefix + _name_of(member)
            content = _content(archive, member, name, room.bytes)
            if depth and _is_zip(content):
                yield from _unpacked(content, f"{name}/", depth - 1, room)
                continue
            room.files -= 1
            room.bytes -= len(content)
            yield name, content


def _name_of(member: zipfile.ZipInfo) -> str:
    """zipfile reads unflagged names as cp437; Chinese archivers write GBK there."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return member.filename


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, left: int) -> bytes:
    if member.flag_bits & _ENCRYPTED:
        raise Unreadable(f"{name} in the zip archive is encrypted")
    room = min(_LARGEST_MEMBER, left)
    try:
        with archive.open(member) as stream:
            content = stream.read(room + 1)  # whatever size the archive declares
    except _DAMAGE as error:
        raise Unreadable(f"{name} in the zip archive is damaged ({error})") from error
    if len(content) > room:
        raise Unreadable(f"{name} in the zip archive unpacks to more than {room} bytes")
    is_bomb = len(content) > max(member.compress_size, 1) * _HIGHEST_RATIO
    if is_bomb and len(content) > _SMALL_MEMBER:
        raise Unreadable(f"{name} in the zip archive is a bomb: it grows {_HIGHEST_RATIO} times")
    return content


def _is_zip(content: bytes) -> bool:
    return content.startswith(b"PK") and _type_of(content) == "application/zip"


def _has_reader(content: bytes) -> bool:
    media_type = _type_of(content)
    return media_type in reading.READERS and media_type != "application/zip"


def _type_of(content: bytes) -> str:
    try:
        return media_type_of(content)
    except Unreadable:
        return ""


def _why_not(data: bytes, pictures: list[tuple[str, bytes]]) -> str:
    names = [name for name, _ in pictures] or [name for name, _ in members(data)]
    shown = ", ".join(names[:_SHOWN_NAMES]) or "nothing"
    if pictures:
        return f"a zip archive of {len(names)} pictures of several years: {shown}"
    return f"a zip archive without a document that has a reader; it holds {shown}"

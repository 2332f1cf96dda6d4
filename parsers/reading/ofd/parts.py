"""The parts of an OFD: its documents, their pages and templates, what pages refer to by number.

Writers differ in the namespace: elements are known by their local names.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import isfinite

from lxml import etree

from parsers.reading.docx.package import Package

A4 = (0.0, 0.0, 210.0, 297.0)  # millimetres, as everything in an OFD
LONGEST_SIDE = 3000.0
MOST_TEMPLATES = 8  # on one page: a letterhead, a frame, a background


@dataclass(frozen=True, slots=True)
class Document:
    """One document: the parts that hold its pages, and what these refer to by number.

    area: left, upper bound, width and height of a page that does not say its own. templates:
    the parts that hold them. pictures: the files.
    """

    package: Package
    pages: tuple[str, ...]
    area: tuple[float, float, float, float]
    templates: dict[str, str]
    composites: dict[str, etree._Element]
    pictures: dict[str, str]

    def area_of(self, page: etree._Element) -> tuple[float, float, float, float]:
        """Left, upper bound, width and height of a page in millimetres."""
        return _area_in(child(page, "Area")) or self.area

    def templates_of(self, page: etree._Element) -> Iterator[etree._Element]:
        """What the page says is printed on it beside its own content."""
        for used in islice(children(page, "Template"), MOST_TEMPLATES):
            template = self.package.part(self.templates.get(used.get("TemplateID", ""), ""))
            if template is not None:
                yield template


def documents_of(package: Package) -> Iterator[Document]:
    """The documents of a package, in the order of OFD.xml."""
    entry = package.part(package.main)
    if entry is None:
        return
    for body in children(entry, "DocBody"):
        root = child(body, "DocRoot")
        name = _resolved(package, "", (root.text or "") if root is not None else "")
        document = package.part(name)
        if document is not None:
            yield _document(package, posixpath.dirname(name), document)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that local name."""
    return next(children(element, name), None)


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that local name."""
    for found in () if element is None else element:
        if local_name(found) == name:
            yield found


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def numbers(text: str | None) -> list[float]:
    """Numbers written one after the other, as far as they are numbers."""
    found: list[float] = []
    for word in (text or "").split():
        try:
            number = float(word)
        except ValueError:
            break
        if not isfinite(number):
            break
        found.append(number)
    return found


def _document(package: Package, folder: str, document: etree._Element) -> Document:
    common = child(document, "CommonData")
    composites: dict[str, etree._Element] = {}
    pictures: dict[str, str] = {}
    for kind in ("PublicRes", "DocumentRes"):
        for listed in islice(children(common, kind), MOST_TEMPLATES):
            name = _resolved(package, folder, listed.text or "")
            resources = package.part(name)
            for group in children(resources, "CompositeGraphicUnits"):
                composites |= {unit.get("ID", ""): unit for unit in group}
            if resources is not None:
                pictures |= _pictures(package, posixpath.dirname(name), resources)
    pages = children(child(document, "Pages"), "Page")
    return Document(
        package=package,
        pages=tuple(_location(package, folder, page) for page in pages),
        area=_area_in(child(common, "PageArea")) or A4,
        templates={
            template.get("ID", ""): _location(package, folder, template)
            for template in children(common, "TemplatePage")
        },
        composites=composites,
        pictures=pictures,
    )


def _pictures(package: Package, folder: str, resources: etree._Element) -> dict[str, str]:
    """The files of pictures, by the numbers of these."""
    folder = posixpath.join(folder, resources.get("BaseLoc", ""))
    return {
        medium.get("ID", ""): _resolved(package, folder, file.text or "")
        for media in children(resources, "MultiMedias")
        for medium in children(media, "MultiMedia")
        if (file := child(medium, "MediaFile")) is not None
    }


def _location(package: Package, folder: str, page: etree._Element) -> str:
    return _resolved(package, folder, page.get("BaseLoc", ""))


def _resolved(package: Package, folder: str, location: str) -> str:
    """The member that a location names: from the root where it begins with a slash, else from
    the folder of the part that names it; some writers mean the root all the same."""
    within = posixpath.normpath(posixpath.join("/", folder, location.strip())).lstrip("/")
    from_root = posixpath.normpath(posixpath.join("/", location.strip())).lstrip("/")
    return within if package.has(within) else from_root


def _area_in(area: etree._Element | None) -> tuple[float, float, float, float] | None:
    box = child(area, "PhysicalBox")
    found = numbers(None if box is None else box.text)
    if len(found) != 4 or not all(0 < side <= LONGEST_SIDE for side in found[2:]):
        return None
    left, top, width, height = found
    return left, top, width, height

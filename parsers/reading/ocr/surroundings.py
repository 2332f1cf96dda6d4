"""What a picture shows around the page: a scanner's black lid, or the desk under a photograph; and
paper put around a table that was cut out along its borders, as from a screen."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.reading.ocr.upright import Picture, runs_in

WIDTH = 600  # pixels of the copy in which it is sought: a point, or nearly
DARK = 0.4  # of the paper's shade
THINNEST = 7  # pixels of the copy: strokes and lines that run to the edge are thinner
FRINGE = 3  # pixels of the copy over which it passes into paper
EDGE = 3  # pixels of the copy: a line so near to the picture's edge has no paper on one side
MARGIN = 8  # pixels of the copy: paper put around it
DARKER = 24  # grey levels by which a line is darker than paper
DRAWN = 0.5  # share of an edge along which it is drawn
REACH, FEWEST_INTO = 10, 3  # pixels of the copy for which lines run into it; how many do
NEARBY = 12.0  # pixels of the copy: radius within which the paper beside it shows its shade


def without_surroundings(grey: Picture) -> Picture:
    """The page's grey, what is dark and reaches the picture's edge made paper.

    Its edges are long straight lines, which lie as the scanner does, not as the page.
    """
    rows, columns = grey.shape
    size = (WIDTH, max(1, round(rows * WIDTH / columns)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    paper = float(np.percentile(small, 80))
    dark = (small < DARK * paper).astype(np.uint8)
    # Beyond the picture it goes on.
    solid = cv2.morphologyEx(
        cv2.copyMakeBorder(dark, THINNEST, THINNEST, THINNEST, THINNEST, cv2.BORDER_REPLICATE),
        cv2.MORPH_OPEN,
        np.ones((THINNEST, THINNEST), np.uint8),
    )[THINNEST:-THINNEST, THINNEST:-THINNEST]
    _, labels = cv2.connectedComponents(np.ascontiguousarray(solid), connectivity=8)
    at_edge = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    outer = np.isin(labels, at_edge[at_edge > 0])
    if not outer.any():
        return grey
    around = cv2.dilate(outer.astype(np.uint8), np.ones((2 * FRINGE + 1, 2 * FRINGE + 1), np.uint8))
    is_page = (around == 0).astype(np.float32)
    share = cv2.GaussianBlur(is_page, (0, 0), NEARBY)
    shade = cv2.GaussianBlur(small.astype(np.float32) * is_page, (0, 0), NEARBY)
    beside = np.where(share > 0.01, shade / np.maximum(share, 0.01), paper).astype(np.uint8)
    where = cv2.resize(around, (columns, rows), interpolation=cv2.INTER_NEAREST) > 0
    filling = cv2.resize(beside, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.where(where, filling, grey)


def is_cut_out(grey: Picture) -> bool:
    """Whether a picture is a table cut out along its borders: a line runs along one of its edges,
    and others run into it, as none do into the edge of a lid."""
    unit = grey.shape[1] / WIDTH
    dark = grey < float(np.percentile(grey[::7, ::7], 80)) - DARKER
    return any(_is_border(side, unit) for side in (dark, dark[::-1], dark.T, dark.T[::-1]))


def _is_border(dark: Picture, unit: float) -> bool:
    """Whether the first rows of what is dark are a table's border. unit: pixels one of the copy."""
    edge = max(2, round(EDGE * unit))
    beyond = dark[edge : edge + max(2, round(REACH * unit))]
    if not beyond.size or dark[:edge].mean(axis=1).max() <= DRAWN:
        return False
    starts, ends = runs_in(beyond.all(axis=0))
    return bool(np.count_nonzero(ends - starts <= 2 * edge) >= FEWEST_INTO)


def with_margins(grey: Picture) -> tuple[Picture, int]:
    """The picture with paper of its own shade around it, and how many pixels on each side."""
    margin = round(MARGIN * grey.shape[1] / WIDTH)
    across = 4 * margin | 1  # broader than lines and print: what is left is paper
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((across, across), np.uint8))
    padded = np.pad(paper, margin, mode="edge")
    padded[margin:-margin, margin:-margin] = grey
    return padded, margin

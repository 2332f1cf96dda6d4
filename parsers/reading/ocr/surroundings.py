"""What a picture shows around the page: a scanner's black lid, or the desk under a photograph."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.reading.ocr.upright import Picture

WIDTH = 600  # pixels of the copy in which it is sought: a point, or nearly
DARK = 0.4  # of the paper's shade
THINNEST = 7  # pixels of the copy: strokes and lines that run to the edge are thinner
FRINGE = 3  # pixels of the copy over which it passes into paper
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

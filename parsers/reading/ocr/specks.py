"""Specks all over a picture, as a bad sensor or a noisy line leaves them, made what is around."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.reading.ocr.upright import Picture

SPECK = 80  # grey levels by which a lone pixel differs from all around it
FEWEST = 2e-4  # of a page's pixels: a page with fewer has none but its own small print
# Where lone specks are many, some touch: two or three together are sharp, as no decimal point is,
# which is at least two pixels wide and high or pales towards its edge.
MANY, VERY_MANY = 1e-3, 1e-2  # of a page's pixels
TOUCHING, MANY_TOUCHING = 2, 3  # pixels
PALE = 40  # grey levels: what is darker belongs to the speck


def without_specks(grey: Picture) -> Picture:
    """Without lone dark or bright pixels, where there are so many that they are noise."""
    around = np.ones((3, 3), np.uint8)
    around[1, 1] = 0
    darker = cv2.subtract(cv2.erode(grey, around), grey) > SPECK
    brighter = cv2.subtract(grey, cv2.dilate(grey, around)) > SPECK
    specks = darker | brighter
    share = np.count_nonzero(specks) / grey.size
    if share < FEWEST:
        return grey
    cleaned = np.where(specks, cv2.medianBlur(grey, 3), grey)
    if share < MANY:
        return cleaned
    return _without_touching(cleaned, MANY_TOUCHING if share >= VERY_MANY else TOUCHING)


def _without_touching(grey: Picture, most: int) -> Picture:
    """Without specks of up to so many pixels."""
    usual = cv2.medianBlur(grey, 5)
    specks = np.zeros(grey.shape, bool)
    for difference in (cv2.subtract(usual, grey), cv2.subtract(grey, usual)):
        _, labels, stats, _ = cv2.connectedComponentsWithStats(
            (difference > PALE).astype(np.uint8), connectivity=8
        )
        small = stats[:, cv2.CC_STAT_AREA] <= most
        specks |= small[labels] & (difference > PALE)
    return np.where(specks, usual, grey)

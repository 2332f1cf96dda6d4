"""Dashes drawn so thin that a scan shows them paler than other print, whole or in pieces."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.reading.ocr.printed import Box, box_around

MIDDLE = 0.4  # share of a line's or a cell's height, around its middle
NARROWEST, THICKEST = 5.0, 2.0  # points
# Of the height of print: no digit is so wide, whose level stroke may be all that was left of it.
WIDER_THAN_DIGITS = 0.75
WHOLE = 0.9  # share of a dash that is dark: the rest is its end


def thin_dash(shapes: Sequence[Box], pale: Sequence[Box], inside: Box, unit: float) -> Box | None:
    """The one stroke in the middle of a cell that is all its print; None where there is other
    print, or the stroke is as dark as any.

    shapes, pale: what is as dark as print, and all that is no paper. unit: pixels a point.
    """
    if len(pale) != 1:
        return None
    (dash,) = pale
    if dash.width < NARROWEST * unit or dash.height > THICKEST * unit:
        return None
    off_middle = (dash.top + dash.bottom) / 2 - (inside.top + inside.bottom) / 2
    if abs(off_middle) > MIDDLE / 2 * inside.height or _goes_on(dash, inside):
        return None
    if len(shapes) == 1 and shapes[0].width >= WHOLE * dash.width:
        return None
    return dash if box_around([dash, *shapes]) == dash else None


def _goes_on(dash: Box, inside: Box) -> bool:
    """Whether a stroke reaches a side of the cell: a streak or a fold runs on into the next."""
    return dash.left <= inside.left or dash.right >= inside.right

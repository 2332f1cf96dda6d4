"""The pictures of a release's page, as SVG without script; colours come from its style sheet."""

from __future__ import annotations

from html import escape

from crawler.publication.figures import Coverage, Covered, Sum, Years

SHADES = 5
_ROW, _STEP, _HEAD = 26, 36, 24
_CHARACTER, _LONGEST_NAME = 12, 8
_NO_PLACE = {"zh": "地区不明", "en": "elsewhere"}
"""National organs too, and agencies above the level of the rows."""
_OTHER_PLACES = {"zh": "其余{}地", "en": "{} others"}


def shade(covered: Covered) -> int:
    """Shade of a share verified, from 0 (none) to SHADES (all)."""
    if covered.verified == covered.reports:
        return SHADES
    return covered.verified * SHADES // covered.reports


def coverage_picture(coverage: Coverage) -> str:
    """Places by years; a cell tells the number of reports, its shade the share verified."""
    left = 10 + _CHARACTER * max(len(_shortened(place)) for place in coverage.places)
    width = left + len(coverage.years) * _STEP
    height = _HEAD + len(coverage.places) * _ROW
    # It grows with its page up to half again, and is scrolled where the page is narrower.
    parts = [
        f'<svg class="coverage" style="min-width:{width}px;max-width:{width * 3 // 2}px"'
        f' viewBox="0 0 {width} {height}" role="img" aria-labelledby="coverage-title">'
    ]
    for place, year in enumerate(coverage.years):
        x = left + place * _STEP + _STEP // 2
        parts.append(f'<text class="year" x="{x}" y="16">{year}</text>')
    for row, name in enumerate(coverage.places):
        y = _HEAD + row * _ROW
        parts.append(_place_label(name, coverage.rest, left - 8, y + 17))
        for place, year in enumerate(coverage.years):
            covered = coverage.cells.get((name, year))
            parts.append(_cell(name, year, covered, left + place * _STEP, y))
    return "".join([*parts, "</svg>"])


def _shortened(name: str | None) -> str:
    if name is None:
        return _NO_PLACE["zh"]
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _place_label(name: str | None, rest: int, x: int, y: int) -> str:
    if name is not None:
        told = f"{escape(_shortened(name))}<title>{escape(name)}</title>"
        return f'<text class="place" x="{x}" y="{y}">{told}</text>'
    label = _OTHER_PLACES if rest else _NO_PLACE
    return "".join(
        f'<text class="place {lang}" lang="{lang}" x="{x}" y="{y}">{text.format(rest)}</text>'
        for lang, text in label.items()
    )


def _cell(name: str | None, year: int, covered: Covered | None, x: int, y: int) -> str:
    size = f'x="{x + 1}" y="{y + 1}" width="{_STEP - 2}" height="{_ROW - 2}" rx="2"'
    if covered is None:
        return f'<rect class="none" {size}/>'
    level = shade(covered)
    data = (
        f'data-place="{escape(name or "")}" data-year="{year}" data-reports="{covered.reports}"'
        f' data-verified="{covered.verified}"'
    )
    told = f"{name or '—'} {year}: {covered.verified} / {covered.reports} verified"
    return (
        f'<g class="cell s{level}" {data}><title>{escape(told)}</title><rect {size}/>'
        f'<text x="{x + _STEP // 2}" y="{y + 18}">{covered.reports}</text></g>'
    )


_CHART_WIDTH, _CHART_HEIGHT, _FLOOR, _TOP = 340, 150, 128, 20
_LEAST_LABELLED = 14
"""Width of a bar that has room for its number."""


def years_chart(years: Years, measure: str) -> str:
    """Bars by year: single agencies and, beside them, people's governments."""
    sums = {key: sum_ for key, sum_ in years.sums.items() if key[1] == measure}
    scale = (_FLOOR - _TOP) / max([1, *(sum_.value or 0 for sum_ in sums.values())])
    step = _CHART_WIDTH / len(years.years)
    width = min(26.0, step * 0.36)
    parts = [
        f'<svg class="bars" viewBox="0 0 {_CHART_WIDTH} {_CHART_HEIGHT}" role="img"'
        f' aria-label="{measure}">',
        f'<line class="floor" x1="0" x2="{_CHART_WIDTH}" y1="{_FLOOR}" y2="{_FLOOR}"/>',
    ]
    every = max(1, -(-len(years.years) * 36 // _CHART_WIDTH))  # so that the years fit
    for place, year in enumerate(years.years):
        middle = step * (place + 0.5)
        if (len(years.years) - 1 - place) % every == 0:
            at = f'x="{middle:.1f}" y="{_CHART_HEIGHT - 6}"'
            parts.append(f'<text class="year" {at}>{year}</text>')
        for of_governments in (False, True):
            key = (year, measure, of_governments)
            x = middle + (1 if of_governments else -width - 1)
            parts.append(_bar(key, sums.get(key, Sum(None, 0)), x, width, scale))
    return "".join([*parts, "</svg>"])


def _bar(key: tuple[int, str, bool], sum_: Sum, x: float, width: float, scale: float) -> str:
    if sum_.value is None:
        return ""
    year, measure, of_governments = key
    height = max(0.0, scale * sum_.value)
    series = "governments" if of_governments else "agencies"
    label = ""
    if width >= _LEAST_LABELLED:
        # The left one of two bars has its number to the left, clear of the higher one beside it.
        across = x + (width / 2 if of_governments else width)
        at = f'x="{across:.1f}" y="{_FLOOR - height - 4:.1f}"'
        label = f'<text class="value" {at}>{short(sum_.value)}</text>'
    return (
        f'<g class="{series}"><title>{year}: {sum_.value:,} ({sum_.reports} reports)</title>'
        f'<rect x="{x:.1f}" y="{_FLOOR - height:.1f}" width="{width:.1f}"'
        f' height="{max(height, 1):.1f}" data-year="{year}" data-measure="{measure}"'
        f' data-series="{series}" data-value="{sum_.value}"/>{label}</g>'
    )


def short(value: int) -> str:
    """A number for a narrow place: 950, 1.2k, 233k, 4.5M."""
    if abs(value) >= 1_000_000:
        return f"{value / 1_000_000:.1f}M"
    if abs(value) >= 100_000:
        return f"{value / 1000:.0f}k"
    return f"{value / 1000:.1f}k" if abs(value) >= 1000 else str(value)

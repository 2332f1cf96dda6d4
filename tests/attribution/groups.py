"""The groups of cases: what makes one, and how often it is made in each turn."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.attribution.cases import Case
from tests.attribution.vary_places import (
    county_by_telephone,
    county_of_many,
    foreign_place,
    merged_county_town,
    own_words_and_copied_ones,
    pooled_portal,
    town_alone,
    town_by_host,
    town_with_portal,
)
from tests.attribution.vary_publishers import (
    copied_text,
    data_in_a_table,
    foreign_site,
    links_at_the_end,
    no_agency_in_title,
    nobody_named,
    own_portal,
    portal_in_lines,
    short_department,
    short_department_alone,
)
from tests.attribution.vary_spellings import (
    misread,
    misread_without_county,
    raised_town,
    renamed,
    traditional_page,
)
from tests.attribution.vary_titles import (
    bare_title,
    broken_title,
    doubled,
    full_name,
    name_behind,
    shell,
    spaced_title,
    whole_page,
    with_remark,
)
from tests.attribution.vary_years import (
    no_year_in_title,
    nothing_tells_the_year,
    numerals,
    odd_publication,
    two_years,
    wrong_period,
    wrong_title_year,
)

GROUPS: dict[str, tuple[Callable[[Random], Case], int]] = {
    "title alone": (bare_title, 4),
    "whole page": (whole_page, 4),
    "full name": (full_name, 2),
    "white space": (spaced_title, 2),
    "title over lines": (broken_title, 2),
    "words doubled": (doubled, 2),
    "notices and letters": (shell, 2),
    "Chinese numerals": (numerals, 1),
    "two years": (two_years, 2),
    "no year in the title": (no_year_in_title, 2),
    "no year at all": (nothing_tells_the_year, 1),
    "wrong period": (wrong_period, 1),
    "wrong title year": (wrong_title_year, 1),
    "odd publication": (odd_publication, 1),
    "town by portal": (town_with_portal, 3),
    "town alone": (town_alone, 2),
    "department by place": (short_department, 2),
    "department alone": (short_department_alone, 1),
    "city's portal": (pooled_portal, 2),
    "no agency in the title": (no_agency_in_title, 3),
    "nobody named": (nobody_named, 1),
    "name behind the title": (name_behind, 2),
    "portal among the lines": (portal_in_lines, 1),
    "own portal": (own_portal, 1),
    "foreign place": (foreign_place, 1),
    "own and copied words": (own_words_and_copied_ones, 1),
    "name with a remark": (with_remark, 1),
    "table of data": (data_in_a_table, 2),
    "town by host": (town_by_host, 1),
    "county by telephone": (county_by_telephone, 1),
    "county of many": (county_of_many, 1),
    "merged county's town": (merged_county_town, 1),
    "foreign SiteName": (foreign_site, 1),
    "copied text": (copied_text, 2),
    "links at the end": (links_at_the_end, 1),
    "traditional": (traditional_page, 2),
    "misread": (misread, 2),
    "misread, no county": (misread_without_county, 1),
    "renamed division": (renamed, 1),
    "乡 raised to 镇": (raised_town, 1),
}

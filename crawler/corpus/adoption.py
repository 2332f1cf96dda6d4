"""Copies whose name does not tell the agency: misread beyond repair, or borne by several.

Such a copy joins the report of a placed agency where it prints the same telling numbers in the
same places, its text is a near copy or a part of the other's, its name may be that agency's, and
one agency alone answers to this. In doubt it stays apart.
"""

from __future__ import annotations

import sqlite3

from crawler.corpus.likeness import likeness_of, same_report
from crawler.corpus.number_keys import sharing, stored_keys
from crawler.corpus.own_keys import Key, Own, own_key
from parsers.attribution import may_be_same


def adopted_key(connection: sqlite3.Connection, source_id: str, own: Own) -> Key | None:
    """The key of the one placed report that an unplaced source is a copy of; None without one."""
    mine = likeness_of(own.record_json)
    found: set[Key] = set()
    for other_id in dict.fromkeys(sharing(connection, stored_keys(connection, [source_id]))):
        if other_id == source_id:
            continue
        other = own_key(connection, other_id)
        if other is None or not other.is_placed or other.key[1] != own.key[1]:
            continue
        if not may_be_same(own.agency, other.agency) or other.key in found:
            continue
        if same_report(mine, likeness_of(other.record_json)):
            found.add(other.key)
    return found.pop() if len(found) == 1 else None

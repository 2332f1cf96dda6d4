"""The ready queries of a release, for its page and for Datasette."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Query:
    """A ready query. title, description: by language, zh and en. page: told on the release's page.
    example: values for its parameters."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    sql: str
    page: bool = False
    example: Mapping[str, str] = field(default_factory=dict)

    @property
    def with_example(self) -> str:
        """The statement with the example's values in the place of parameters."""
        sql = self.sql
        for name, value in self.example.items():
            literal = "'" + value.replace("'", "''") + "'"
            # escape_fts is Datasette's own function, which no other tool has.
            sql = sql.replace(f"escape_fts(:{name})", literal).replace(f":{name}", literal)
        return sql


@cache
def ready_queries() -> tuple[Query, ...]:
    """All of them, in the order of the file."""
    text = files("crawler.publication").joinpath("queries.toml").read_text(encoding="utf-8")
    return tuple(
        Query(**{**told, "sql": told["sql"].strip()}) for told in tomllib.loads(text)["query"]
    )

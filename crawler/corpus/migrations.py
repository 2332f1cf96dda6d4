"""The schema's history. A released migration is never edited: a change is a new one."""

from __future__ import annotations

from importlib.resources import files

from crawler.corpus.number_keys import note_keys
from crawler.corpus.sqlite_tools import Database, Migrations

corpus_migrations = Migrations("corpus")

MIGRATION_NAMES = ("0001_corpus", "0002_visits", "0003_cut", "0005_decisions", "0006_number_keys")
"""The changes that this version knows; a file with others was written by a newer one."""


def packaged_sql(name: str) -> list[str]:
    """The statements of a packaged SQL file, in order."""
    text = files("crawler.corpus").joinpath(name).read_text(encoding="utf-8")
    code = "".join(f"{line}\n" for line in text.splitlines() if not line.startswith("--"))
    return [statement.strip() for statement in code.split(";\n") if statement.strip()]


@corpus_migrations(name=MIGRATION_NAMES[0])
def create_tables(db: Database) -> None:
    """Every table of the first released corpus."""
    for statement in packaged_sql("0001_corpus.sql"):
        db.execute(statement)


@corpus_migrations(name=MIGRATION_NAMES[1])
def create_visits(db: Database) -> None:
    """What crawls of portals remember."""
    for statement in packaged_sql("0002_visits.sql"):
        db.execute(statement)


@corpus_migrations(name=MIGRATION_NAMES[2])
def add_cut(db: Database) -> None:
    """What is missing of a document."""
    for statement in packaged_sql("0003_cut.sql"):
        db.execute(statement)


@corpus_migrations(name=MIGRATION_NAMES[3])
def create_decisions(db: Database) -> None:
    """What operators decided on agencies."""
    for statement in packaged_sql("0005_decisions.sql"):
        db.execute(statement)


@corpus_migrations(name=MIGRATION_NAMES[4])
def create_number_keys(db: Database) -> None:
    """Sources by the numbers that they print, those that are there as well."""
    for statement in packaged_sql("0006_number_keys.sql"):
        db.execute(statement)
    for (source_id,) in db.execute("SELECT DISTINCT source_id FROM sources").fetchall():
        note_keys(db.conn, source_id)

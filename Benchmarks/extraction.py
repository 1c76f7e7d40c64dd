"""Measures how fast databases are read into the star, beside their own clients piped into psql."""

import json
import os
import shlex
from pathlib import Path

from measurement import ProgramFailed, measure, note
from workshop import MEASURED

SQL = Path(__file__).resolve().parent / "sql"


def feed_from(mart, project):
    """Lets the feed of claims read a database instead of files."""
    pipeline = project / "pipelines/claims.yaml"
    text = pipeline.read_text(encoding="utf-8")
    source = next(line for line in text.splitlines() if line.startswith(("  csv:", "  postgres:", "  odbc:")))
    changed = text.replace(source, f'  {mart.kind}: {{ connection: mart, query: "{mart.query}"{mart.options} }}')
    changed = changed.replace("date: dd/MM/yyyy, calendar: buddhist", "date: yyyy-MM-dd")
    if "dd/MM" in changed or f"  {mart.kind}:" not in changed:
        raise SystemExit("pipelines/claims.yaml is not what this benchmark knows")
    pipeline.write_text(changed, encoding="utf-8")
    settings = project / "uptake.yaml"
    text = settings.read_text(encoding="utf-8")
    if "  mart:" not in text:
        settings.write_text(
            text.replace("connections:\n", "connections:\n  mart: { environment: UPTAKE_MART }\n"), encoding="utf-8")


class Extraction:
    """Both ways out of one database, in turns, each into a fresh one."""

    def __init__(self, workshop, mart):
        self.workshop = workshop
        self.mart = mart
        self.results = {"pipe": [], "load": []}
        self.stages = []

    def run(self, rows, repetitions):
        for repetition in range(repetitions):
            for way in ("pipe", "load") if repetition % 2 == 0 else ("load", "pipe"):
                result = getattr(self, way)(rows)
                self.results[way].append(result)
                note(f"  {self.mart.name:>8}  {way:4} {result.seconds:8.2f} s   load average {os.getloadavg()[0]:.1f}")

    def pipe(self, rows):
        """The database's client | psql \\copy, into a flat table."""
        self.workshop.fresh_database()
        right = self.workshop.psql_words(MEASURED) + [
            "--single-transaction", "--file", str(SQL / "flat_stream.sql"), "--command",
            f"\\copy flat_text from pstdin with (format text, null '{self.mart.null}')"]
        result = self.measured(["bash", "-o", "pipefail", "-c",
                                f"{shlex.join(self.mart.client_words())} | {shlex.join(right)}"])
        self.expect("rows in the flat table", "select count(*) from flat_text", rows)
        return result

    def load(self, rows):
        """uptake run, everything on, out of the database into the star."""
        self.workshop.fresh_database()
        result = self.measured(
            self.workshop.uptake_words(MEASURED, "run", "claims", "--json", "--log-level", "info"))
        outcome = json.loads(result.output)["deliveries"][0]
        if outcome["read"] != rows:
            raise ProgramFailed(f"rows read: {outcome['read']}, expected {rows}; the measurement says nothing")
        self.expect("published rows", "select count(*) from star.claim", outcome["loaded"])
        return result

    def measured(self, words):
        return measure(words, folder=self.workshop.folder, postmaster=self.workshop.postmaster,
                       environment=os.environ | {"UPTAKE_MART": self.mart.connection_string})

    def expect(self, what, query, expected):
        found = int(self.workshop.sql(MEASURED, query))
        if found != expected:
            raise ProgramFailed(f"{what}: {found}, expected {expected}; the measurement says nothing")

    def best(self, way):
        return min(self.results[way], key=lambda result: result.seconds)

    def table(self, rows):
        lines = [f"{rows:,} rows out of {self.mart.name}".replace(",", " ")]
        for way, title in (("pipe", "its client | psql \\copy"), ("load", "uptake run, everything on")):
            best = self.best(way)
            lines.append(
                f"{title:36} {best.seconds:8.2f} {rows / best.seconds:10.0f} rows/s "
                f"{best.client_cpu_seconds:8.2f} client CPU s   "
                + " ".join(f"{result.seconds:.2f}" for result in self.results[way]))
        return "\n".join(lines)

    def figures(self, rows):
        name, load, pipe = self.mart.name, self.best("load"), self.best("pipe")
        return {
            f"{name}_vs_pipe": load.seconds / pipe.seconds,
            f"{name}_rows_per_second": rows / load.seconds,
            f"{name}_memory_mib": max(result.peak_mib for result in self.results["load"]),
            f"{name}_client_cpu_seconds": load.client_cpu_seconds,
            f"{name}_seconds": load.seconds,
            f"{name}_pipe_seconds": pipe.seconds,
        }


def measure_databases(workshop, marts, claims, repetitions):
    """Measures each database with the claims of a file.

    Returns the lines of a table and the figures by name.
    """
    tables, figures = [], {}
    for mart in marts:
        try:
            mart.open()
            rows = mart.fill(claims)
            feed_from(mart, workshop.project)
            extraction = Extraction(workshop, mart)
            extraction.run(rows, repetitions)
        finally:
            mart.close()
        tables.append(extraction.table(rows))
        figures |= extraction.figures(rows)
    return tables, figures

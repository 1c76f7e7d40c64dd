"""Measures how fast a database is read by ODBC into the star, beside its own client piped into psql.

Called by scripts/benchmark; README.md beside this file says what is measured and why it is fair.
"""

import argparse
import json
import os
import shlex
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from load import rounded, stage_seconds
from machine import describe_machine
from mart import Mart
from measurement import ProgramFailed, measure, note
from sample import claims_file
from workshop import MEASURED, REPOSITORY, Workshop

SQL = Path(__file__).resolve().parent / "sql"
QUERY = "select * from claims"


def feed_from_mart(project):
    """Lets the feed of claims read the database instead of files."""
    pipeline = project / "pipelines/claims.yaml"
    text = pipeline.read_text(encoding="utf-8")
    changed = text.replace(
        "  csv: { path: sample-data/claims/*.csv, encoding: windows-874 }",
        f'  odbc: {{ connection: mart, query: "{QUERY}" }}'
    ).replace("date: dd/MM/yyyy, calendar: buddhist", "date: yyyy-MM-dd")
    if changed.count("odbc:") != 1 or "dd/MM" in changed:
        raise SystemExit("pipelines/claims.yaml is not what this benchmark knows")
    pipeline.write_text(changed, encoding="utf-8")
    settings = project / "uptake.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("connections:\n", "connections:\n  mart: { environment: UPTAKE_MART }\n"),
        encoding="utf-8")


def pipe(workshop, mart):
    """mariadb --batch --quick | psql \\copy, into a flat table."""
    workshop.fresh_database()
    left = mart.client_words("--batch", "--quick", "--skip-column-names", "mart", "--execute", QUERY)
    right = workshop.psql_words(MEASURED) + ["--file", str(SQL / "flat_stream.sql")]
    return measure(["bash", "-o", "pipefail", "-c", f"{shlex.join(left)} | {shlex.join(right)}"],
                   folder=workshop.folder, postmaster=workshop.postmaster)


def load(workshop, mart):
    """uptake run, everything on, out of the database into the star."""
    workshop.fresh_database()
    return measure(
        workshop.uptake_words(MEASURED, "run", "claims", "--json", "--log-level", "info"), folder=workshop.folder,
        environment=os.environ | {"UPTAKE_MART": mart.connection_string}, postmaster=workshop.postmaster)


def expect(what, actual, expected):
    if actual != expected:
        raise ProgramFailed(f"{what}: {actual}, expected {expected}; the measurement says nothing")


def compare(workshop, mart, rows, repetitions):
    """Both ways in turns; each counts with its best run, memory with the worst."""
    results = {pipe: [], load: []}
    for repetition in range(repetitions):
        for way in (pipe, load) if repetition % 2 == 0 else (load, pipe):
            result = way(workshop, mart)
            results[way].append(result)
            note(f"  {way.__name__:6} {result.seconds:8.2f} s   load average {os.getloadavg()[0]:.1f}")
            if way is pipe:
                expect("rows in the flat table", int(workshop.sql(MEASURED, "select count(*) from flat_text")), rows)
                continue
            outcome = json.loads(result.output)[0]
            expect("rows read", outcome["read"], rows)
            published = int(workshop.sql(MEASURED, "select count(*) from star.claim"))
            expect("published rows", published, outcome["loaded"])
            note("         " + ", ".join(f"{name} {spent:.2f}" for name, spent in stage_seconds(result.errors).items()))
    return results


def main():
    parser = argparse.ArgumentParser(prog="Benchmarks/odbc.py", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", default="3m", help="the size: 3m if not given")
    parser.add_argument("--repetitions", type=int, default=3, help="how often each is measured; the best counts")
    parser.add_argument("--uptake", type=Path, default=REPOSITORY / ".build/release/uptake",
                        help="the program to measure")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    folder = Path(tempfile.mkdtemp(prefix="uptake-benchmark-")).resolve()
    workshop, mart = Workshop(options.uptake, folder), Mart(folder)
    try:
        workshop.open()
        mart.open()
        print(describe_machine(workshop), flush=True)
        file, _ = claims_file(workshop.uptake, workshop.project, folder, options.rows)
        rows = mart.fill(file)
        file.unlink()
        feed_from_mart(workshop.project)
        results = compare(workshop, mart, rows, options.repetitions)
        best = {way: min(found, key=lambda result: result.seconds) for way, found in results.items()}
        figures = {
            "odbc_vs_pipe": best[load].seconds / best[pipe].seconds,
            "odbc_rows_per_second": rows / best[load].seconds,
            "odbc_memory_mib": max(result.peak_mib for result in results[load]),
            "odbc_client_cpu_seconds": best[load].client_cpu_seconds,
            "odbc_seconds": best[load].seconds,
            "odbc_pipe_seconds": best[pipe].seconds,
        }
        print("\n" + "\n".join(f"{name} {rounded(value)}" for name, value in figures.items()))
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        mart.close()
        workshop.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    try:
        main()
    except ProgramFailed as error:
        sys.exit(f"error: {error}")

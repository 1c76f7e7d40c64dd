"""Measures how fast a file is loaded, side by side with what psql and plain SQL need for the same file.

Called by scripts/benchmark; README.md beside this file says what is measured and why it is fair.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from extraction import measure_databases
from machine import describe_machine
from mariadb_mart import MariaDBMart
from measurement import ProgramFailed, measure, note, stage_seconds
from postgres_mart import PostgresMart
from reporting import Reporting
from sample import claims_file, require_space, size_in_rows
from workshop import MEASURED, REPOSITORY, Workshop

SQL = Path(__file__).resolve().parent / "sql"
#: What a load does once its rows are in their table.
STAGES_AFTER_COPY = {"duplicates", "carry", "index", "analyze", "audit", "decide", "publish", "compact"}
#: The databases that are read out of, by the names that --databases knows.
MARTS = {"postgres": PostgresMart, "mariadb": MariaDBMart}
TITLES = {
    "copy": "(a) \\copy into a flat text table",
    "elt": "(b) text staging, INSERT SELECT",
    "load": "(c) uptake run, everything on",
    "ready": "    \\copy of ready binary rows",
}


class Benchmark:
    """All measurements of one file: each way so many times, in turns, in a fresh database each time."""

    def __init__(self, workshop, name, file, rows):
        self.workshop = workshop
        self.name = name
        self.rows = rows
        self.bytes = file.stat().st_size
        self.place = workshop.deliver(file)
        self.results = {way: [] for way in TITLES}
        #: Beside the measurements of (b): what proving the grain takes; of (c): the seconds of its stages.
        self.grain = []
        self.stages = []
        #: How many rows (c) has published of the file, once it has.
        self.loaded = None

    def run(self, repetitions):
        ways = [self.copy, self.elt, self.load]
        for repetition in range(repetitions):
            # In turns, and not always in the same order, so that a slow minute of the machine meets all alike.
            for offset in range(len(ways)):
                ways[(repetition + offset) % len(ways)]()
        (self.place.parent / "claims.binary").unlink(missing_ok=True)

    def copy(self):
        self.psql("copy", "flat_text.sql")
        self.expect("rows in the flat table", self.count("flat_text"), self.rows)

    def elt(self):
        self.psql("elt", "staging.sql")
        self.grain.append(self.measured(self.workshop.psql_words(MEASURED) + ["--file", str(SQL / "grain.sql")]))
        if self.loaded is not None:
            # What is wrong falls out of the joins without a word; of the rest nothing must be missing. The recipe makes
            # some thirty broken rows at any scale, and (b) finds fewer of them.
            keyed = self.count("keyed_claim")
            self.expect(f"rows in the keyed table are about {self.loaded}", abs(keyed - self.loaded) <= 100, True)

    def load(self):
        self.workshop.fresh_database()
        words = self.workshop.uptake_words(MEASURED, "run", "claims", "--json", "--log-level", "info")
        result = self.measured(words)
        self.results["load"].append(result)
        self.stages.append(stage_seconds(result.errors))
        self.tell("load", result)
        outcomes = json.loads(result.output)["deliveries"]
        read, loaded, rejected, duplicate = (
            sum(outcome[key] for outcome in outcomes) for key in ("read", "loaded", "rejected", "duplicate"))
        self.expect("rows read", read, self.rows)
        self.expect("rows loaded, rejected and twice", loaded + rejected + duplicate, self.rows)
        self.expect("published rows", self.count("star.claim"), loaded)
        self.loaded = loaded
        self.export_ready_rows()

    def export_ready_rows(self):
        """Writes what was loaded in the server's own form, once, and then puts it into another table."""
        binary = self.place.parent / "claims.binary"
        if not binary.exists():
            self.workshop.sql(MEASURED, f"\\copy (select * from store.claim) to '{binary}' with (format binary)")
        self.psql("ready", "ready_rows.sql")

    def psql(self, way, script):
        self.workshop.fresh_database()
        result = self.measured(self.workshop.psql_words(MEASURED) + ["--file", str(SQL / script)])
        self.results[way].append(result)
        self.tell(way, result)

    def measured(self, words):
        return measure(words, folder=self.place.parent, postmaster=self.workshop.postmaster)

    def count(self, table):
        return int(self.workshop.sql(MEASURED, f"select count(*) from {table}"))

    def expect(self, what, actual, expected):
        if actual != expected:
            raise ProgramFailed(f"{what}: {actual}, expected {expected}; the measurement says nothing")

    def tell(self, way, result):
        note(f"  {self.name:>4}  {TITLES[way]:36} {result.seconds:8.2f} s   load average {os.getloadavg()[0]:.1f}")

    def best(self, way):
        return min(self.results[way], key=lambda result: result.seconds)

    @property
    def load_seconds_before_indexes(self):
        """The best time until all rows are in their table; nothing when the program does not tell its stages."""
        times = [
            result.seconds - sum(seconds for stage, seconds in stages.items() if stage in STAGES_AFTER_COPY)
            for result, stages in zip(self.results["load"], self.stages) if "copy" in stages
        ]
        return min(times, default=None)

    def table(self):
        """All ways side by side, the best run of each; memory is the largest of all runs."""
        lines = [f"{self.rows:,} rows, {self.bytes:,} bytes".replace(",", " "),
                 f"{'':36} {'seconds':>8} {'rows/s':>10} {'MB/s':>7} {'client MiB':>11} {'client CPU s':>13} "
                 f"{'server CPU s':>13}   all runs"]
        for way, title in TITLES.items():
            best = self.best(way)
            lines.append(
                f"{title:36} {best.seconds:8.2f} {self.rows / best.seconds:10.0f} "
                f"{self.bytes / best.seconds / 1e6:7.1f} {self.peak_mib(way):11.0f} {best.client_cpu_seconds:13.2f} "
                f"{best.server_cpu_seconds:13.2f}   "
                + " ".join(f"{result.seconds:.2f}" for result in self.results[way]))
        if self.stages:
            stages = self.stages[self.results["load"].index(self.best("load"))]
            if stages:
                lines.append("(c) by stage: " + ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in stages.items()))
        return "\n".join(lines)

    def peak_mib(self, way):
        return max(result.peak_mib for result in self.results[way])

    def figures(self):
        """The figures of this size by their names, without the size."""
        copy, elt, load, ready = (self.best(way) for way in TITLES)
        figures = {"load_vs_copy": load.seconds / copy.seconds}
        if self.load_seconds_before_indexes is not None:
            figures["load_vs_copy_no_indexes"] = self.load_seconds_before_indexes / copy.seconds
        figures |= {
            "load_vs_elt": load.seconds / elt.seconds,
            "load_vs_elt_with_grain": load.seconds / min(
                result.seconds + grain.seconds for result, grain in zip(self.results["elt"], self.grain)),
            "load_vs_ready_rows": load.seconds / ready.seconds,
            "rows_per_second": self.rows / load.seconds,
            "mb_per_second": self.bytes / load.seconds / 1e6,
            "memory_mib": self.peak_mib("load"),
            "client_cpu_seconds": load.client_cpu_seconds,
            "server_cpu_seconds": load.server_cpu_seconds,
            "copy_client_cpu_seconds": copy.client_cpu_seconds,
            "copy_server_cpu_seconds": copy.server_cpu_seconds,
            "copy_seconds": copy.seconds,
            "elt_seconds": elt.seconds,
            "ready_rows_seconds": ready.seconds,
            "load_seconds": load.seconds,
        }
        if self.load_seconds_before_indexes is not None:
            figures["load_seconds_no_indexes"] = self.load_seconds_before_indexes
        return figures


#: Figures whose name alone says which size they are of when several are measured: that of the first.
OF_FIRST_SIZE = {"load_vs_copy", "load_vs_copy_no_indexes", "load_vs_elt", "load_vs_elt_with_grain",
                 "load_vs_ready_rows", "rows_per_second", "mb_per_second"}


def all_figures(benchmarks):
    """One `name value` line per figure; what is of one size ends in it."""
    lines = {}
    for number, benchmark in enumerate(benchmarks):
        for name, value in benchmark.figures().items():
            plain = number == 0 and name in OF_FIRST_SIZE
            lines[name if plain else f"{name}_{benchmark.name}"] = value
    first = benchmarks[0]
    for other in benchmarks[1:]:
        pair = f"{other.name}_{first.name}"
        lines[f"growth_{pair}"] = other.best("load").seconds / first.best("load").seconds
        lines[f"memory_growth_{pair}"] = other.peak_mib("load") / first.peak_mib("load")
    return [f"{name} {rounded(value)}" for name, value in lines.items()]


def rounded(value):
    return f"{value:.0f}" if value >= 1000 else f"{value:.3f}" if value < 10 else f"{value:.1f}"


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/benchmark", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", default="3m,30m", help="sizes, by commas: 3m,30m if not given")
    parser.add_argument("--repetitions", type=int, default=3, help="how often each is measured; the best counts")
    parser.add_argument("--work", type=Path, help="the folder to work in; a new one in the system's folder of "
                                                  "temporary files if not given")
    parser.add_argument("--keep", action="store_true", help="leave the generated files in the folder of --work, "
                                                            "where the next benchmark finds them")
    parser.add_argument("--databases", default=",".join(MARTS), help="databases to read out of, by commas; none leaves "
                                                                     f"them out: {','.join(MARTS)} if not given")
    parser.add_argument("--reports", default="1m,30m", help="numbers of claims over which a workbook is asked for, by "
                                                            "commas; none leaves it out: 1m,30m if not given")
    parser.add_argument("--without-files", action="store_true", help="measure the databases and the workbook only")
    parser.add_argument("--uptake", type=Path, default=REPOSITORY / ".build/release/uptake",
                        help="the program to measure")
    options = parser.parse_args()
    if options.keep and not options.work:
        parser.error("please name the folder to keep the files in with --work DIR")
    options.names = options.rows.lower().split(",")
    options.databases = [] if options.databases == "none" else options.databases.lower().split(",")
    for name in options.databases:
        if name not in MARTS:
            parser.error(f"there is no database `{name}` here; name some of {', '.join(MARTS)}")
    options.reports = [] if options.reports == "none" else options.reports.lower().split(",")
    options.largest = max(size_in_rows(name) for name in options.names + options.reports)
    return options


def main():
    options = arguments()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    folder = options.work or Path(tempfile.mkdtemp(prefix="uptake-benchmark-"))
    existed = folder.exists() and options.work is not None
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    files = []
    workshop = None
    try:
        require_space(folder, options.largest)
        workshop = Workshop(options.uptake, folder)
        workshop.open()
        print(describe_machine(workshop), flush=True)
        benchmarks = []
        for name in options.names:
            file, rows = claims_file(workshop.uptake, workshop.project, folder, name)
            files.append(file)
            if options.without_files:
                continue
            benchmarks.append(Benchmark(workshop, name, file, rows))
            benchmarks[-1].run(options.repetitions)
            print("\n" + benchmarks[-1].table(), flush=True)
        reporting = Reporting(workshop, folder)
        if options.reports:
            reporting.open()
            for name in options.reports:
                reporting.measure(name, options.repetitions)
        marts = [MARTS[name](workshop) for name in options.databases]
        tables, figures = measure_databases(workshop, marts, files[0], options.repetitions)
        for table in tables:
            print("\n" + table, flush=True)
        if options.reports:
            figures = reporting.figures(options.reports) | figures
        print("\n" + "\n".join(
            (all_figures(benchmarks) if benchmarks else [])
            + [f"{name} {rounded(value)}" for name, value in figures.items()]))
    finally:
        # Nobody is to interrupt the cleaning up.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if workshop:
            workshop.close()
        if not options.keep:
            clean(folder, existed)


def clean(folder, existed):
    """Removes what was generated, and the folder too if it was made for this."""
    if not existed:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in [*folder.glob("claims-*"), *folder.glob("generated-*")]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


if __name__ == "__main__":
    try:
        main()
    except ProgramFailed as error:
        sys.exit(f"error: {error}")

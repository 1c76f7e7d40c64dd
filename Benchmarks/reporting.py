"""Measures how long a year's workbook asks the warehouse, with few claims and with many."""

import os
import shutil

from measurement import ProgramFailed, measure, note, run, stage_seconds
from sample import claims_file
from workshop import MEASURED, REPOSITORY

REPORT, PERIOD = "annual-adoption", "2024"
#: The deliveries of the other feeds, as they stand in the project.
OTHER_FEEDS = [path.name for path in sorted((REPOSITORY / "sample-data").iterdir())
               if path.is_dir() and path.name not in {"claims", "offices", "operations", "recipes"}]


class Reporting:
    """The queries of one workbook over claims of several sizes: from monthly rollups, and from the rows themselves."""

    def __init__(self, workshop, folder):
        self.workshop = workshop
        self.folder = folder
        #: Seconds by size and way.
        self.seconds = {}

    def open(self):
        for name in OTHER_FEEDS:
            shutil.copytree(REPOSITORY / "sample-data" / name, self.workshop.project / "sample-data" / name,
                            dirs_exist_ok=True)
        report = self.workshop.project / f"reports/{REPORT}.yaml"
        text = report.read_text(encoding="utf-8")
        if "requires: complete" not in text:
            raise SystemExit(f"reports/{REPORT}.yaml is not what this benchmark knows")
        # One feed of the sample, the claims that another system keeps, is not made in these sizes.
        report.write_text(text.replace("requires: complete", "requires: nothing"), encoding="utf-8")

    def measure(self, name, repetitions):
        file, _ = claims_file(self.workshop.uptake, self.workshop.project, self.folder, name)
        self.workshop.deliver(file)
        self.workshop.fresh_database()
        note(f"loading {name} claims and all other feeds …")
        run(self.workshop.uptake_words(MEASURED, "run", *self.feeds(), "--quiet"))
        self.workshop.sql(MEASURED, "vacuum analyze", "checkpoint")
        workbooks = set()
        for way, flags, times in (("rollups", [], repetitions + 1), ("rows", ["--from-rows"], 1)):
            results = []
            for _ in range(times):
                seconds, workbook = self.ask(flags)
                results.append(seconds)
                workbooks.add(workbook)
            self.seconds[name, way] = min(results)
            note(f"  {name:>4}  {way:8} {min(results):8.3f} s   load average {os.getloadavg()[0]:.1f}")
        if len(workbooks) != 1:
            raise ProgramFailed("rollups and rows gave different workbooks; the measurement says nothing")
        return file

    def feeds(self):
        """The feeds that read files."""
        return [path.stem for path in sorted((self.workshop.project / "pipelines").glob("*.yaml"))
                if "\n  postgres:" not in path.read_text(encoding="utf-8")]

    def ask(self, flags):
        """Writes the workbook once. Returns how long it asked, and the workbook."""
        out = self.folder / "workbooks"
        out.mkdir(exist_ok=True)
        result = measure(self.workshop.uptake_words(
            MEASURED, "report", REPORT, "--period", PERIOD, "--language", "en", "--out", str(out), "--log-level", "info",
            *flags), folder=self.folder)
        book = out / f"{REPORT}-{PERIOD}-en.xlsx"
        content = book.read_bytes()
        shutil.rmtree(out)
        return stage_seconds(result.errors)["queries"], content

    def figures(self, names):
        """What of several sizes is compared: the last with the first."""
        first, last = names[0], names[-1]
        figures = {f"report_{last}_vs_{first}": self.seconds[last, "rollups"] / self.seconds[first, "rollups"],
                   "rollup_speedup": self.seconds[last, "rows"] / self.seconds[last, "rollups"]}
        for (name, way), seconds in self.seconds.items():
            figures[f"report_{way}_seconds_{name}"] = seconds
        return figures

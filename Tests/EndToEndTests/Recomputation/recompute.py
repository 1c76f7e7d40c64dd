"""Recomputes every metric of a project from its deliveries, and holds the figures against those of the program.

    recompute.py PROGRAM PROJECT

Prints how many figures are equal to the last digit; ends with 1 when one is not.
"""
import collections
import json
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

from deliveries import Project
from metrics import Metrics, State, period

PERIODS = ["2024", "2568", "FY2567", "2024-Q3", "2024-02", "2023-11..2024-02", "2021"]
#: By every attribute in use, for these.
PERIODS_BY_ATTRIBUTE = ["2567", "FY2023"]
DIVISORS = {"thousand": 10 ** 3, "million": 10 ** 6, "billion": 10 ** 9}


class Comparison:
    def __init__(self, program, folder):
        self.words = [program, "--project", folder]
        self.program, self.folder, self.asked = program, folder, folder
        self.url = self.uptake("server", "connect", "--url").strip()
        self.project = Project(folder, self.refused())
        self.metrics = Metrics(self.project)
        self.equal, self.different = 0, []

    def uptake(self, *arguments):
        outcome = subprocess.run([self.program, *arguments, "--project", self.asked], capture_output=True, text=True)
        if outcome.returncode:
            raise SystemExit(f"uptake {' '.join(arguments)}: {outcome.stderr}")
        return outcome.stdout

    def refused(self):
        """The lines that were not loaded, by the file they stand in."""
        rows = subprocess.run(
            ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--dbname", self.url, "--command",
             "select source, line from ledger.reject join ledger.delivery using (delivery_key) "
             "where severity <> 'warn' and state = 'published'"], capture_output=True, text=True, check=True).stdout
        lines = collections.defaultdict(set)
        for row in rows.splitlines():
            source, line = row.rsplit("|", 1)
            lines[source].add(int(line))
        return lines

    def run(self):
        """Asks with nothing hidden: what is to be recomputed is every figure, the small ones too."""
        with tempfile.TemporaryDirectory() as copy:
            for part in ("pipelines", "warehouse", "reports"):
                shutil.copytree(Path(self.folder, part), Path(copy, part))
            shutil.copy(Path(self.folder, "uptake.yaml"), copy)
            rules = 0
            for path in Path(copy, "reports", "metrics").glob("*.yaml"):
                text, found = re.subn(r"(?m)^ +disclosure: .*\n", "", path.read_text())
                path.write_text(text)
                rules += found
            if not rules:
                raise SystemExit("no metric declares what is hidden")
            self.asked = copy
            self.compare_all()

    def compare_all(self):
        for names, by, where in self.tables():
            for text in PERIODS:
                self.compare(names, by, where, text)
        for fact, paths in self.attributes().items():
            names = [name for name in self.project.metrics if self.facts(name) == {fact}]
            for path in sorted(paths):
                for text in PERIODS_BY_ATTRIBUTE:
                    self.compare(names, [path], {}, text)
        for text in PERIODS:
            self.compare(sorted(self.project.metrics), [], {}, text)

    def tables(self):
        """What the sheets of the reports ask."""
        for report in self.project.reports.values():
            for sheet in report["sheets"]:
                if "figures" in sheet:
                    for figure in sheet["figures"]:
                        by = [figure["ranked"]["by"]] if "ranked" in figure else []
                        yield [figure["metric"]], by, figure.get("where", {})
                elif "columns" in sheet:
                    yield listed(sheet["columns"]), listed(sheet.get("rows", [])), sheet.get("where", {})

    def attributes(self):
        """The attributes by which reports show the metrics of a fact."""
        found = collections.defaultdict(set)
        for names, by, where in self.tables():
            for name in names:
                for fact in self.facts(name):
                    found[fact] |= set(by) | set(where)
        return found

    def facts(self, name):
        return {self.project.metrics[leaf]["fact"] for leaf, _ in self.metrics.leaves(name, period("2024"))}

    def compare(self, names, by, where, text):
        flags = [flag for path, values in where.items() if not isinstance(values, (list, dict))
                 for flag in ("--where", f"{path}={values}")]
        if len(flags) < 2 * len(where):
            # The command line has single values only.
            return
        if by:
            flags += ["--by", ",".join(by)]
        answer = json.loads(self.uptake("metric", *names, "--period", text, "--format", "json", "--database", self.url, *flags))
        span = period(text)
        what = f"{text} by {by} where {where}"
        given = collections.defaultdict(list)
        for row in answer["rows"] if by else []:
            given[tuple(row["members"].get(path) for path in by)].append(row["figures"])
        groups = self.metrics.groups(names, span, by, where) if by else set()
        expected = collections.defaultdict(list)
        for group in groups:
            members = tuple(part[0] if isinstance(part, tuple) else part for part in group)
            expected[members].append({name: self.metrics.cell(name, span, by, where, group) for name in names})
        for members in sorted(set(given) | set(expected), key=str):
            if len(given[members]) != len(expected[members]):
                self.different.append(f"{what}: {members} {len(given[members])} times, not {len(expected[members])}")
                continue
            for name in names:
                self.hold(f"{what}: {name} of {members}", name, [row[name] for row in given[members]],
                          [row[name] for row in expected[members]])
        total = {name: self.metrics.cell(name, span, by, where, None) for name in names}
        for name in names:
            self.hold(f"{what}: {name}", name, [answer["total"]["figures"][name]], [total[name]])

    def hold(self, what, name, given, expected):
        """Holds cells of one metric against each other, in whatever order they stand."""
        texts = sorted(cell.get("value") or cell.get("state") for cell in given)
        wanted = sorted(self.shown(name, cell) for cell in expected)
        if texts == wanted:
            self.equal += len(texts)
        else:
            self.different.append(f"{what}: {texts}, not {wanted}")

    def shown(self, name, value):
        """The figure as it is shown: rounded once, half away from zero."""
        if isinstance(value, State):
            return str(value)
        metric = self.project.metrics[name]
        is_share = self.metrics.unit(name) in ("percent", "percentage_point")
        number = value * 100 if is_share else value / DIVISORS.get(metric.get("scale"), 1)
        places = metric.get("decimals", 2 if is_share or metric["type"] == "ratio" else 0)
        if places == "as_needed":
            # Two, or as many as it takes to show two digits that are not zero.
            places = 2
            while number and abs(number) < Fraction(1, 10 ** (places - 1)) and places < 6:
                places += 1
        places = int(places)
        scaled = abs(number) * 10 ** places
        digits = str(int(scaled + Fraction(1, 2))).rjust(places + 1, "0")
        text = digits[:-places] + "." + digits[-places:] if places else digits
        return "-" + text if number < 0 and digits.strip("0") else text


def listed(value):
    return value if isinstance(value, list) else [value]


if __name__ == "__main__":
    comparison = Comparison(*sys.argv[1:3])
    comparison.run()
    for line in comparison.different[:50]:
        print(line)
    print(f"{comparison.equal} figures are equal, {len(comparison.different)} are not")
    sys.exit(1 if comparison.different or comparison.equal == 0 else 0)

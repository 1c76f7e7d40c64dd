"""What any reader of the workbooks knows: which member belongs to which group, and what each figure is made of.

A cell is a set of sites, of homes, of ways, of lengths and of quarters; every published number is a count of cells, or a sum,
difference or ratio of such. A quarter carries the content of the delivery that it was counted from, so that what two
editions say is one number only where they stand on the same data.
"""
import csv
import hashlib
from pathlib import Path
from typing import NamedTuple

import yaml


#: From how many lessons on an enrolment is a long one.
LONG = 500
LENGTHS = ["short", "long"]


class Cell(NamedTuple):
    site: frozenset
    home: frozenset
    way: frozenset
    #: Enrolments of few lessons and of many, which no dimension tells apart.
    length: frozenset
    time: frozenset

    def has_nobody(self):
        return not all(self)


class Count(NamedTuple):
    """`rows`, `persons` or `lessons` of a cell."""
    quantity: str
    cell: Cell


class Ratio(NamedTuple):
    numerator: Count
    denominator: Count


class Difference(NamedTuple):
    left: object
    right: object
    #: 100 where the difference of two shares is shown in points.
    scale: int = 1


class Growth(NamedTuple):
    now: Count
    before: Count


def counts(figure):
    """The counts that a figure is made of."""
    if isinstance(figure, Count):
        return [figure]
    return [count for part in figure[:2] for count in counts(part)]


class Project:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.sites = self.reference("site")
        self.ways = self.reference("way")
        self.districts = self.reference("district")
        self.metrics = {metric["name"]: metric for file in sorted((self.folder / "reports/metrics").glob("*.yaml"))
                        for metric in self.read(file)["metrics"]}
        self.reports = {path.stem: self.read(path) for path in sorted((self.folder / "reports").glob("*.yaml"))}

    @staticmethod
    def read(path):
        return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)

    def reference(self, name):
        with (self.folder / f"warehouse/reference/{name}.csv").open(encoding="utf-8") as file:
            return {row["code"]: row for row in csv.DictReader(file)}

    # Attributes

    def members(self, path):
        """The members of an attribute: what each is called in a language, and the part of a cell that it selects."""
        role, *steps = path.split(" ")[0].split(".")
        table = self.ways if role == "way" else self.sites
        groups = {}
        for code, row in table.items():
            if steps[0] == "district":
                row, steps_of_row = self.districts[row["district"]], steps[1:]
            else:
                steps_of_row = steps
            groups.setdefault(row.get("code") if steps_of_row[0] == "name" else row[steps_of_row[0]], [set(), row])[0].add(code)
        return [(lambda language, row=row, key=key: row.get(f"name_{language}") if steps[-1] == "name" else key,
                 role, frozenset(codes)) for key, (codes, row) in groups.items()]

    def everybody(self, time):
        return Cell(frozenset(self.sites), frozenset(self.sites), frozenset(self.ways), frozenset(LENGTHS), frozenset(time))

    def meeting(self, cell, conditions):
        for path, condition in (conditions or {}).items():
            if path == "lessons":
                if condition != {"from": str(LONG)}:
                    raise SystemExit(f"no such length: {condition}")
                cell = cell._replace(length=cell.length & {"long"})
                continue
            wanted, negated = condition, False
            if isinstance(wanted, dict):
                wanted, negated = wanted["not"], True
            wanted = [wanted] if isinstance(wanted, str) else wanted
            selected = set()
            for name, role, codes in self.members(path):
                if (name("en") in wanted) != negated:
                    selected |= codes
            cell = cell._replace(**{role: getattr(cell, role) & selected})
        return cell

    # Metrics

    def figure(self, name, cell, period, times):
        """What a metric is made of; None where its base period lies before all deliveries.

        times: from a period to the quarters of the edition.
        """
        metric = self.metrics[name]
        kind = metric["type"]
        if kind == "simple":
            quantity = {"count": "rows", "count_distinct": "persons", "sum": "lessons"}[metric["agg"]]
            time = times(period)
            return time and Count(quantity, self.meeting(cell._replace(time=time), metric.get("where")))
        if kind == "ratio":
            return Ratio(*(self.figure(metric[side], cell, period, times) for side in ("numerator", "denominator")))
        if kind == "difference":
            return Difference(*(self.figure(metric[side], cell, period, times) for side in ("of", "minus")))
        if kind == "cumulative":
            first = (int(metric["from"]), period[1], period[2])
            time = times((first[0], 1, (period[0] - first[0]) * 4 + period[1] + period[2] - 1))
            return Count("rows", cell._replace(time=time))
        now, before = self.figure(metric["of"], cell, period, times), self.figure(metric["of"], cell, earlier(period), times)
        if before is None or isinstance(before, Ratio) and None in before:
            return None
        return changed(metric["kind"], now, before)


def changed(kind, now, before):
    if kind == "previous":
        return before
    if kind == "relative_change":
        return Growth(now, before)
    return Difference(now, before, 100 if isinstance(now, Ratio) else 1)


# Periods: a year, the quarter it begins with, and how many quarters it has.

def period(text):
    if text.startswith("FY"):
        return (int(text[2:]) - 1, 4, 4)
    if "-Q" in text:
        return (int(text[:4]), int(text[-1]), 1)
    return (int(text), 1, 4)


def earlier(span):
    return (span[0] - 1, span[1], span[2])


class Edition:
    """The deliveries that the workbooks of one moment stand on: one of each year and site, named by their content."""

    def __init__(self, folder):
        self.folder = Path(folder)
        #: By year and site, what the delivery is called and what is in it.
        self.files = {}
        for path in sorted((self.folder / "deliveries").glob("enrolments-*.csv")):
            _, year, site = path.stem.split("-")
            content = path.read_bytes()
            self.files[int(year), site] = (hashlib.sha256(content).hexdigest()[:8], content)
        self.years = {year: hashlib.sha256("".join(name for (other, _), (name, _) in self.files.items() if other == year).encode())
                      .hexdigest()[:8] for year, _ in self.files}

    def times(self, span):
        """The quarters of a period with the content they stand on; None if none of its years was delivered at all."""
        year, quarter, number = span
        quarters = [(year + (quarter - 1 + offset) // 4, (quarter - 1 + offset) % 4 + 1) for offset in range(number)]
        known = frozenset((self.years[year], year, quarter) for year, quarter in quarters if year in self.years)
        return known or None

"""Tries to find out what workbooks hide, from everything that they show.

    attack.py PROJECT BELOW EDITION [EDITION …]

An edition is a folder with `*.xlsx` (and `*.json`, answers of `uptake metric`, `uptake explain` and `uptake diff`), and with `deliveries/` that they stand on:
these are read for the truth alone, and to know which years two editions have the same data of.

What may be anything is how many rows, persons and lessons each smallest part of the population has. Every number shown is
an equation or, where it is rounded, a pair of inequalities; linear programming then gives the lowest and highest value of
each hidden count. Prints as JSON what it found.
"""
import csv
import io
import json
import math
import re
import sys
import zipfile
from fractions import Fraction
from xml.etree import ElementTree

import highspy
import numpy
import openpyxl
from scipy.sparse import coo_array, vstack

from answers import answers, differences, explanation
from project import LENGTHS, LONG, Count, Difference, Edition, Growth, Project, Ratio, counts
from published import Reading, described

SLACK = 1e-7
READERS = {"metric": answers, "explain": explanation, "diff": differences}
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


class Truth:
    """The records of all editions, to count by hand."""

    def __init__(self, project, editions):
        self.homes, self.ways = ({code: number for number, code in enumerate(members)} for members in (project.sites, project.ways))
        #: What a year of an edition is made of: by the year's name and the site, the delivery.
        self.deliveries = {(edition.years[year], site): name for edition in editions
                           for (year, site), (name, _) in edition.files.items()}
        contents = {(year, site, name): data for edition in editions for (year, site), (name, data) in edition.files.items()}
        #: A delivery's quarter: two editions with the same delivery have the same rows of it.
        self.slots = {(*delivery, quarter): number
                      for number, (delivery, quarter) in enumerate((delivery, quarter) for delivery in sorted(contents)
                                                                   for quarter in (1, 2, 3, 4))}
        self.shape = (len(self.slots), len(self.homes), len(self.ways), len(LENGTHS))
        places, people, lessons = [], [], []
        for delivery, data in contents.items():
            for row in csv.DictReader(io.StringIO(data.decode("utf-8"))):
                slot = self.slots[(*delivery, (int(row["day"][5:7]) + 2) // 3)]
                places.append(numpy.ravel_multi_index(
                    (slot, self.homes[row["home"]], self.ways[row["way"]], int(int(row["lessons"]) >= LONG)), self.shape))
                people.append(row["person"])
                lessons.append(int(row["lessons"]))
        self.places = numpy.array(places, dtype=int)
        self.people = numpy.unique(people, return_inverse=True)[1] if people else numpy.array([], dtype=int)
        self.lessons = numpy.array(lessons, dtype=int)
        self.masks, self.values = {}, {}

    def mask(self, cell):
        """Which of the smallest parts a cell is made of."""
        if cell not in self.masks:
            slots = [self.slots[year, site, self.deliveries[content, site], quarter] for content, year, quarter in cell.time
                     for site in cell.site if (content, site) in self.deliveries]
            mask = numpy.zeros(self.shape, dtype=bool)
            mask[numpy.ix_(sorted(slots), [self.homes[code] for code in cell.home], [self.ways[code] for code in cell.way],
                           [LENGTHS.index(length) for length in cell.length])] = True
            self.masks[cell] = mask.ravel()
        return self.masks[cell]

    def count(self, quantity, cell):
        if (quantity, cell) not in self.values:
            inside = self.mask(cell)[self.places] if len(self.places) else numpy.zeros(0, dtype=bool)
            self.values[quantity, cell] = int(
                inside.sum() if quantity == "rows" else self.lessons[inside].sum() if quantity == "lessons"
                else len(numpy.unique(self.people[inside])))
        return self.values[quantity, cell]

    def value(self, figure):
        """The exact figure; None where something is divided by zero."""
        if isinstance(figure, Count):
            return Fraction(self.count(*figure))
        first, second = self.value(figure[0]), self.value(figure[1])
        if first is None or second is None:
            return None
        if isinstance(figure, Ratio):
            return first / second if second else None
        if isinstance(figure, Growth):
            return first / second - 1 if second else None
        return (first - second) * figure.scale


def complement(figure):
    """What a share leaves of its denominator."""
    numerator, denominator = figure
    if numerator.quantity != denominator.quantity:
        return None
    # A numerator is told apart from its denominator by one kind of condition.
    rest = [whole - part or whole for whole, part in zip(denominator.cell, numerator.cell)]
    return Count(denominator.quantity, type(denominator.cell)(*rest))


class Attack:
    def __init__(self, project, below, editions, published):
        self.below = below
        self.truth = Truth(project, editions)
        self.published = self.settled(published)
        self.findings = {name: [] for name in ("wrong", "shown", "hidden_zero", "inconsistent", "reopened", "exposed", "exact")}

    def settled(self, published):
        """Says of each figure that is hidden at one of two moments whether it is so at this one: elsewhere it may be shown."""
        shown = {item.figure for item in published if item.value is not None}
        return [item._replace(state="c") if item.state == "?" else item for item in published
                if item.state != "?" or item.figure not in shown and self.truth.value(item.figure)]

    def is_small(self, count):
        return 1 <= self.truth.count(*count) < self.below

    def is_sensitive(self, count):
        """Whether a count is small, or a sum over few rows."""
        return self.is_small(count if count.quantity == "persons" else Count("rows", count.cell))

    # What the rules say of each number by itself

    def judge(self):
        for item in self.published:
            true = self.truth.value(item.figure)
            note = f"{item.place}: {item.value if item.value is None else float(item.value)} [{item.state}], really {true}"
            if item.value is not None:
                # Rounded half away from zero, and a cell holds sixteen digits.
                if true is None or abs(item.value - true) > item.half + Fraction(1, 10**9):
                    self.findings["wrong"].append(note)
                if any(self.is_sensitive(count) for count in counts(item.figure)) or \
                        isinstance(item.figure, Ratio) and (rest := complement(item.figure)) and self.is_small(rest):
                    self.findings["shown"].append(note)
            elif item.state == "c":
                if isinstance(item.figure, Count) and true == 0:
                    self.findings["hidden_zero"].append(note)
            elif item.state == "x" and isinstance(item.figure, Count) and true:
                self.findings["wrong"].append(note)

    def hidden_cells(self):
        """The cells of which some count is hidden somewhere, and those of which one is shown."""
        hidden, shown = {}, {}
        for item in self.published:
            if isinstance(item.figure, Count):
                key = self.truth.mask(item.figure.cell).tobytes()
                (hidden if item.state == "c" else shown).setdefault(key, item)
        return hidden, shown

    def compare(self):
        """A cell is hidden everywhere or nowhere, whatever it is called, and in later editions too."""
        hidden, shown = self.hidden_cells()
        for key in [key for key in hidden if key in shown]:
            if self.truth.count("rows", hidden[key].figure.cell):
                self.findings["inconsistent"].append(f"{hidden[key].place} is hidden, {shown[key].place} is shown")
        # Without the content of the deliveries: what was hidden stays hidden when the data are corrected.
        def place_of(cell):
            return cell._replace(time=frozenset((year, quarter) for _, year, quarter in cell.time))
        first = {}
        for item in self.published:
            if isinstance(item.figure, Count):
                place, edition = place_of(item.figure.cell), item.place.split("/")[0]
                if item.state == "c":
                    first.setdefault(place, (edition, item))
                elif item.value and place in first and first[place][0] < edition:
                    self.findings["reopened"].append(f"{first[place][1].place} was hidden, {item.place} shows {item.value}")
        for item in self.published:
            if item.value is None:
                continue
            if not isinstance(item.figure, Count):
                for count in counts(item.figure):
                    key = self.truth.mask(count.cell).tobytes()
                    if key in hidden and self.truth.count("rows", count.cell):
                        self.findings["inconsistent"].append(f"{item.place} is shown, and {hidden[key].place} in it is hidden")

    # Linear programming

    def solve(self):
        targets = self.targets()
        cells = {count.cell for item in self.published for count in counts(item.figure)} | {cell for _, cell in targets}
        cells = sorted(cells, key=lambda cell: [sorted(map(str, part)) for part in cell])
        # Parts that are in the same cells need not be told apart.
        membership = numpy.array([self.truth.mask(cell) for cell in cells], dtype=numpy.uint8)
        classes, numbers = numpy.unique(membership, axis=1, return_inverse=True)
        keep = numpy.flatnonzero(classes.any(axis=0))
        self.atoms = {cell: numpy.flatnonzero(classes[row, keep]) for row, cell in enumerate(cells)}
        self.atom_count = len(keep)
        self.person_cells = {}
        #: Presence: that a hidden cell has somebody, since zeros are shown.
        self.equal, self.at_most, self.presence = Rows(), Rows(), Rows()
        # The same number in another language or sheet says nothing new.
        said = set()
        for item in self.published:
            what = (item.figure, item.value, item.half, item.state)
            if what not in said:
                said.add(what)
                self.use(item)
        for quantity, cell in targets:
            if quantity == "persons":
                self.persons(cell)
        self.relate_persons()
        self.variables = 2 * self.atom_count + len(self.person_cells)
        if targets:
            self.bound(sorted(targets, key=lambda target: (target[0], cells.index(target[1]))), targets)

    def targets(self):
        """The counts that must not be known, with why: all hidden ones, and what small shares leave."""
        targets = {}
        for item in self.published:
            if isinstance(item.figure, Count) and item.state == "c":
                if self.truth.value(item.figure):
                    targets.setdefault(("rows", item.figure.cell), item.place)
                    targets.setdefault(tuple(item.figure), item.place)
            if isinstance(item.figure, Ratio):
                for count in [*item.figure, complement(item.figure)]:
                    if count is not None and count.quantity == "rows" and self.is_small(count):
                        targets.setdefault(tuple(count), f"{item.place} ({described(count.cell)})")
        return targets

    def terms(self, count):
        quantity, cell = count
        if quantity == "persons":
            return [(self.persons(cell), 1.0)]
        offset = 0 if quantity == "rows" else self.atom_count
        return [(offset + atom, 1.0) for atom in self.atoms[cell]]

    def persons(self, cell):
        return self.person_cells.setdefault(cell, 2 * self.atom_count + len(self.person_cells))

    def use(self, item):
        figure, value, half = item.figure, item.value, item.half
        if value is None:
            if isinstance(figure, Count):
                if item.state == "c" and self.truth.value(figure):
                    self.presence.add([(index, -weight) for index, weight in self.terms(Count("rows", figure.cell))], -1)
                    self.presence.add([(self.persons(figure.cell), -1)], -1)
                elif item.state == "x":
                    self.equal.add(self.terms(figure), 0)
            elif item.state == "z" and isinstance(figure, (Ratio, Growth)):
                self.equal.add(self.terms(figure[1]), 0)
            return
        if isinstance(figure, Count):
            self.equal.add(self.terms(figure), float(value))
        elif isinstance(figure, (Ratio, Growth)):
            share = value + (1 if isinstance(figure, Growth) else 0)
            first, second = self.terms(figure[0]), self.terms(figure[1])
            self.at_most.add(first + [(index, -float(share + half) * weight) for index, weight in second], 1e-6)
            self.at_most.add([(index, -weight) for index, weight in first]
                             + [(index, float(share - half) * weight) for index, weight in second], 1e-6)
        elif isinstance(figure, Difference) and isinstance(figure.left, Count):
            self.equal.add(self.terms(figure.left) + [(index, -weight) for index, weight in self.terms(figure.right)], float(value))

    def relate_persons(self):
        """Relates persons, who do not add up.

        Those of a cell are no more than its rows, than those of its parts together, or than those of one part and the rows of
        the rest; and no fewer than those of any part.
        """
        cells = [(cell, index, frozenset(self.atoms[cell])) for cell, index in self.person_cells.items()]
        for cell, index, atoms in cells:
            self.at_most.add([(index, 1)] + [(atom, -1) for atom in atoms], 0)
            parts = [(lower, part) for _, lower, part in cells if part < atoms]
            for lower, part in parts:
                # What holds of a part of a part follows.
                if not any(part < other for _, other in parts):
                    self.at_most.add([(lower, 1), (index, -1)], 0)
                    self.at_most.add([(index, 1), (lower, -1)] + [(atom, -1) for atom in atoms - part], 0)
        groups = {}
        for item in self.published:
            if item.group and isinstance(item.figure, Count) and item.figure.quantity == "persons":
                groups.setdefault(item.group, set()).add(item.figure.cell)
        for parts in groups.values():
            parts = [(self.persons(part), frozenset(self.atoms[part])) for part in sorted(parts, key=str)]
            together = frozenset().union(*[part for _, part in parts])
            for cell, index, atoms in cells:
                if atoms <= together and all(lower != index for lower, _ in parts):
                    self.at_most.add([(index, 1)] + [(lower, -1) for lower, part in parts if part & atoms], 0)

    def bound(self, targets, places):
        """Finds the range of every target; one solution is a witness for all of them."""
        forms = numpy.zeros((len(targets), self.variables))
        for row, target in enumerate(targets):
            for index, weight in self.terms(Count(*target)):
                forms[row, index] = weight
        lowest, highest = numpy.full(len(targets), 1e15), numpy.full(len(targets), -1e15)
        needs = [self.need(target) for target in targets]
        program = self.program(self.equal, self.at_most, self.presence)
        self.programs = 0

        def solve(objective):
            """The lowest value of an objective; each program begins where the last one ended."""
            self.programs += 1
            program.changeColsCost(self.variables, numpy.arange(self.variables, dtype=numpy.int32), objective)
            program.run()
            status = program.getModelStatus()
            if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
                return None
            if status != highspy.HighsModelStatus.kOptimal:
                raise SystemExit(f"what is shown contradicts itself: {status}; wrong are {self.findings['wrong'][:5]}")
            values = forms @ numpy.array(program.getSolution().col_value)
            numpy.minimum(lowest, values, out=lowest)
            numpy.maximum(highest, values, out=highest)
            return program.getInfo().objective_function_value

        def is_done(row):
            low, high = needs[row]
            least, most = math.ceil(lowest[row] - SLACK), math.floor(highest[row] + SLACK)
            return least <= low and most >= high and least < most

        # As long as a mixture of all that are open settles more than one program for each end would.
        chance, turn, idle = numpy.random.default_rng(1), 0, 0
        open_rows = [row for row in range(len(targets)) if not is_done(row)]
        while len(open_rows) > 2 and idle < 4:
            weights = numpy.zeros(len(targets))
            signs = chance.choice([-1, 1], len(open_rows)) if turn > 3 else 1 if turn % 2 else -1
            weights[open_rows] = signs * chance.uniform(0.1, 1, len(open_rows))
            solve(-(weights @ forms))
            left = [row for row in open_rows if not is_done(row)]
            turn, idle, open_rows = turn + 1, idle + 1 if len(open_rows) - len(left) < 2 else 0, left
        for row, target in enumerate(targets):
            if is_done(row):
                continue
            low = solve(forms[row])
            high = solve(-forms[row])
            low = math.ceil(lowest[row] - 1e-6) if low is None else math.ceil(low - 1e-6)
            high = None if high is None else math.floor(-high + 1e-6)
            need_low, need_high = needs[row]
            if need_low < low and (self.lowest(target, self.equal, self.at_most) <= need_low or low <= self.least(target)):
                need_low = low
            if low > need_low or high is not None and (high < need_high or high <= low):
                true = self.truth.count(*target)
                self.findings["exact" if low == high else "exposed"].append(
                    f"{target[0]} of {described(target[1])} is {low}…{high}, really {true}: {places[target]}")

    def program(self, equations, *inequalities):
        """What is known, as a linear program without an objective."""
        equal = numpy.array(equations.right, dtype=float)
        at_most = numpy.array([right for rows in inequalities for right in rows.right], dtype=float)
        rows = vstack([part.matrix(self.variables) for part in (equations, *inequalities)]).tocsr()
        rows.sum_duplicates()
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = self.variables, rows.shape[0]
        program.col_cost_ = numpy.zeros(self.variables)
        program.col_lower_, program.col_upper_ = numpy.zeros(self.variables), numpy.full(self.variables, highspy.kHighsInf)
        program.row_lower_ = numpy.concatenate([equal, numpy.full(len(at_most), -highspy.kHighsInf)])
        program.row_upper_ = numpy.concatenate([equal, at_most])
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_, program.a_matrix_.index_, program.a_matrix_.value_ = rows.indptr, rows.indices, rows.data
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        # A new objective leaves the last solution possible, so that the primal method goes on from it.
        solver.setOptionValue("simplex_strategy", 4)
        solver.passModel(program)
        return solver

    def need(self, target):
        """The interval that the range of a target must hold: of a small count what the rule itself tells."""
        quantity, cell = target
        if quantity != "lessons" and self.is_small(Count(quantity, cell)):
            return 1, max(self.below - 1, 2)
        true = self.truth.count(quantity, cell)
        return true, true

    def least(self, target):
        """The least that a count can be when no number is known but which are zero: zeros are shown, so others are not.

        Of persons as of rows: where a total has as many of the one as of the other, so has every part.
        """
        zero, some = Rows(), Rows()
        for item in self.published:
            if isinstance(item.figure, Count):
                terms = self.terms(Count("rows", item.figure.cell))
                if self.truth.count("rows", item.figure.cell):
                    some.add([(index, -weight) for index, weight in terms], -1)
                else:
                    zero.add(terms, 0)
        return self.lowest(("rows", target[1]) if target[0] == "persons" else target, zero, some)

    def lowest(self, target, equations, *inequalities):
        """The lowest value of a count under some of what is known."""
        program = self.program(equations, *inequalities)
        objective = numpy.zeros(self.variables)
        for index, weight in self.terms(Count(*target)):
            objective[index] = weight
        program.changeColsCost(self.variables, numpy.arange(self.variables, dtype=numpy.int32), objective)
        program.run()
        return math.ceil(program.getInfo().objective_function_value - 1e-6)

    # The files themselves

    def search(self, editions):
        """Looks for hidden sums in every part of the packages: they have digits enough to be found."""
        hidden, shown = {}, set()
        for item in self.published:
            if isinstance(item.figure, Count):
                if item.value is not None:
                    shown.add(str(item.value))
                elif item.state == "c":
                    hidden.setdefault(str(self.truth.count("lessons", item.figure.cell)), item.place)
        found = []
        for edition in editions:
            for path in sorted(edition.folder.glob("*.xlsx")):
                with zipfile.ZipFile(path) as package:
                    found += [f"{path.name} {note}" for note in points_of_hidden_cells(path, package)]
                    for name in package.namelist():
                        text = package.read(name).decode("utf-8", "replace")
                        # Styles and relations number things of their own.
                        for digits in sorted(set(re.findall(r"(?<![\w.#-])\d[\d,]{4,}(?![\w.])", text))):
                            plain = digits.replace(",", "").rstrip(",")
                            if plain in hidden and plain not in shown and len(plain) >= 4:
                                found.append(f"{path.name} {name}: {digits}, which is hidden in {hidden[plain]}")
        return found


def points_of_hidden_cells(path, package):
    """Says which charts hold a number of their own for a cell that has none."""
    workbook = openpyxl.load_workbook(path, data_only=True)
    for name in package.namelist():
        if not name.startswith("xl/charts/chart"):
            continue
        for values in ElementTree.fromstring(package.read(name)).iterfind(f".//{CHART}val/{CHART}numRef"):
            tab, _, place = values.findtext(f"{CHART}f").rpartition("!")
            cells = [cell for row in workbook[tab.strip("'").replace("''", "'")][place.replace("$", "")] for cell in
                     (row if isinstance(row, tuple) else (row,))]
            for point in values.iterfind(f".//{CHART}pt"):
                cell = cells[int(point.get("idx"))]
                text = point.findtext(f"{CHART}v")
                if isinstance(cell.value, str) and cell.value.startswith("[c]") and re.search(r"\d", text or "") and float(text):
                    yield f"{name} has {text} for {tab}!{cell.coordinate}"


class Rows:
    """The rows of a sparse matrix, and what each is equal to or at most."""

    def __init__(self):
        self.places, self.values, self.right = ([], []), [], []

    def add(self, terms, right):
        for index, weight in terms:
            self.places[0].append(len(self.right))
            self.places[1].append(index)
            self.values.append(weight)
        self.right.append(right)

    def matrix(self, width):
        return coo_array((self.values, self.places), shape=(len(self.right), width)).tocsr()


def main():
    project, below = Project(sys.argv[1]), int(sys.argv[2])
    editions = [Edition(folder) for folder in sys.argv[3:]]
    published, remarks = [], []
    for edition in editions:
        for path in sorted(edition.folder.glob("*.xlsx")):
            reading = Reading(project, edition, path).read()
            published += reading.found
            remarks += reading.remarks
        for path in sorted(edition.folder.glob("*.json")):
            found, said = READERS[path.stem](project, edition, path)
            published += found
            remarks += said
    published = [item for item in published if not any(count.cell.has_nobody() for count in counts(item.figure))]
    attack = Attack(project, below, editions, published)
    attack.judge()
    attack.compare()
    attack.solve()
    print(json.dumps({
        "published": len(published), "hidden": sum(1 for item in attack.published if item.state == "c"),
        "hidden_cells": len(attack.hidden_cells()[0]), "programs": getattr(attack, "programs", 0),
        "remarks": remarks, "found_in_file": attack.search(editions), **attack.findings}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()

"""Reads what workbooks publish: each number, or why there is none, with what it is made of.

Only the files are read, as openpyxl sees them, and the definitions that every reader can see.
"""
import re
import warnings
from fractions import Fraction
from typing import NamedTuple

import openpyxl

from project import Count, Difference, Ratio, changed, earlier, period

warnings.simplefilter("ignore")

STATE = re.compile(r"\[([cxz])\]")
HEADINGS = {"figure": {"Figure", "ตัวเลข"}, "base": {"Base value", "ค่าฐาน"}, "change": {"Change", "การเปลี่ยนแปลง"}}
CONTROL = {"file": {"File", "แฟ้ม"}, "measured": {"Counted", "สิ่งที่นับ"}, "read": {"Read", "อ่าน"}, "loaded": {"Loaded", "บรรจุ"}}


class Published(NamedTuple):
    place: str
    figure: object
    #: The number, and by how much rounding may have moved it; None where there is none.
    value: object
    half: Fraction
    #: `c`, `x` or `z` where there is no number.
    state: object
    #: Which rows stand beside each other and make up one whole: all those of the same group.
    group: object = None


def number(cell):
    """A number with half of its last place as it is shown, or the reason for there being none."""
    if isinstance(cell.value, str) or cell.value is None:
        state = STATE.match(cell.value or "")
        return (None, 0, state[1]) if state else (None, 0, None)
    # What is in quotes is a mark or a unit; a percent sign out of them divides by a hundred.
    form = re.sub(r'"[^"]*"', "", cell.number_format).split(";")[0]
    places = len((re.search(r"\.(0+)", form) or [None, ""])[1]) + (2 if "%" in form else 0)
    value = Fraction(repr(cell.value))
    return value, (Fraction(1, 2 * 10**places) if places else Fraction(0)), None


class Reading:
    def __init__(self, project, edition, path):
        self.project, self.edition = project, edition
        self.report_name, self.period_name, self.language = re.fullmatch(
            r"(\w+)-((?:FY)?\d{4}(?:-\w\d+)?)-(en|th)(?:-\w+)?", path.stem).groups()
        self.report = project.reports[self.report_name]
        self.period = period(self.period_name)
        self.workbook = openpyxl.load_workbook(path, data_only=True)
        self.label = f"{edition.folder.name}/{path.name}"
        self.found = []
        #: What is wrong with the sheets themselves.
        self.remarks = []

    def read(self):
        for sheet in self.report["sheets"]:
            tab = self.workbook[sheet["name"][self.language]]
            (table,) = tab.tables.values()
            rows = list(tab[table.ref])
            header, body = rows[0], rows[1:]
            totals = body.pop() if table.totalsRowCount else None
            place = f"{self.label} {sheet['name']['en']}"
            if "figures" in sheet:
                self.figures(sheet, place, header, body)
            elif "explain" in sheet:
                self.explanation(sheet, place, body, totals)
            else:
                self.table(sheet, place, body, totals)
        self.control_totals()
        return self

    def control_totals(self):
        """What each delivery had: nothing is rejected or told apart as a duplicate in these."""
        (tab,) = [tab for tab in self.workbook if "table_control_totals" in tab.tables]
        rows = list(tab[tab.tables["table_control_totals"].ref])
        texts = [cell.value for cell in rows[0]]
        columns = {name: next(index for index, text in enumerate(texts) if text in words) for name, words in CONTROL.items()}
        for row in rows[1:]:
            _, year, site = row[columns["file"]].value.removesuffix(".csv").split("-")
            quantity = "lessons" if row[columns["measured"]].value in ("lessons", "คาบ") else "rows"
            cell = self.all()._replace(site=frozenset([site]), time=self.edition.times((int(year), 1, 4)))
            for column in ("read", "loaded"):
                value, half, _ = number(row[columns[column]])
                # To hide more here than elsewhere harms nobody.
                if value is not None:
                    place = f"{self.label} control totals {year} {site} {column}"
                    self.found.append(Published(place, Count(quantity, cell), value, half, None))

    def add(self, place, figure, cell, group=None):
        value, half, state = number(cell)
        if figure is None or isinstance(figure, Ratio) and None in figure:
            if value is not None:
                self.remarks.append(f"{place}: {value} although there is nothing of the period")
            return
        if value is None and state is None:
            self.remarks.append(f"{place}: neither a number nor a state: {cell.value!r}")
            return
        if isinstance(figure, Count):
            # Whole numbers are shown as they are.
            half = Fraction(0)
        self.found.append(Published(place, figure, value, half, state, group))

    def selected(self, paths, texts, cell):
        """The part of a cell that a row's members select; None for a row that stands for something else."""
        for path, text in zip(paths, texts):
            chosen = [(role, codes) for name, role, codes in self.project.members(path) if name(self.language) == text]
            if len(chosen) != 1:
                return None
            role, codes = chosen[0]
            cell = cell._replace(**{role: getattr(cell, role) & codes})
        return cell

    def all(self, conditions=None):
        return self.project.meeting(self.project.everybody([]), conditions)

    # Tables

    def table(self, sheet, place, body, totals):
        paths = sheet.get("rows", [])
        paths = [paths] if isinstance(paths, str) else paths
        metrics = sheet["columns"]
        periods = self.periods(sheet)
        key_count = len(paths) + (1 if "periods" in sheet else 0)
        whole = self.all(sheet.get("where"))
        seen, was_hidden = set(), False
        for index, row in enumerate(body):
            texts = [cell.value for cell in row]
            if texts[0] == "[x]":
                continue
            cell = self.selected(paths, texts, whole)
            if cell is None:
                self.remarks.append(f"{place}: no members {texts[:len(paths)]}")
                continue
            span = periods[index % len(periods)]
            seen.add((cell, span))
            for metric, value in zip(metrics, row[key_count:]):
                figure = self.project.figure(metric, cell, span, self.edition.times)
                self.add(f"{place} {texts[:key_count]} {metric}", figure, value, (place, metric, span))
            if "order" in sheet:
                is_hidden = STATE.match(str(row[key_count + metrics.index(sheet["order"]["by"])].value)) is not None
                if was_hidden and not is_hidden:
                    self.remarks.append(f"{place}: a hidden row stands before {texts[:key_count]} in order of its size")
                was_hidden = was_hidden or is_hidden
        if totals:
            for metric, value in zip(metrics, totals[key_count:]):
                figure = self.project.figure(metric, whole, self.period, self.edition.times)
                self.add(f"{place} total {metric}", figure, value)
        # Whoever is not there has nothing.
        if "limit" not in sheet and "enrolments" in metrics:
            for cell in self.combinations(paths, whole):
                for span in periods:
                    time = self.edition.times(span)
                    if (cell, span) not in seen and time and not cell._replace(time=time).has_nobody():
                        self.found.append(Published(
                            f"{place} not there {described(cell)}", Count("rows", cell._replace(time=time)), Fraction(0),
                            Fraction(0), None))

    def combinations(self, paths, whole):
        cells = [whole]
        for path in paths:
            cells = [cell._replace(**{role: getattr(cell, role) & codes}) for cell in cells
                     for _, role, codes in self.project.members(path)]
        return [cell for cell in cells if cell.site and cell.home and cell.way]

    def periods(self, sheet):
        if "periods" not in sheet:
            return [self.period]
        declared = sheet["periods"]
        if "from" in declared:
            return [(year, 1, 4) for year in range(int(declared["from"]), self.period[0] + 1)]
        return [(self.period[0], quarter, 1) for quarter in range(1, 5)][-int(declared["last"]):]

    # Lists of figures

    def figures(self, sheet, place, header, body):
        texts = [cell.value for cell in header]
        columns = {name: next((index for index, text in enumerate(texts) if text in words), None)
                   for name, words in HEADINGS.items()}
        rows = list(body)
        for declared in sheet["figures"]:
            cell = self.all(declared.get("where"))
            if "ranked" not in declared:
                self.figure_row(declared, cell, place, rows.pop(0), columns)
                continue
            # Who is hidden has no rank, so that there may be fewer than are asked for.
            place_of, label = declared["ranked"]["by"], declared["label"][self.language] + ": "
            while rows and rows[0][columns["figure"]].value.startswith(label):
                row = rows.pop(0)
                member = row[columns["figure"]].value.removeprefix(label)
                chosen = self.selected([place_of], [member], cell)
                if chosen is None:
                    self.remarks.append(f"{place}: no member {member}")
                elif number(row[columns["figure"] + 1])[2] == "c":
                    self.remarks.append(f"{place}: a hidden figure has a rank: {member}")
                else:
                    self.figure_row(declared, chosen, place, row, columns)

    def figure_row(self, declared, cell, place, row, columns):
        name = declared["metric"]
        where = f"{place} {row[columns['figure']].value}"
        now = self.project.figure(name, cell, self.period, self.edition.times)
        before = self.project.figure(name, cell, earlier(self.period), self.edition.times)
        self.add(where, now, row[columns["figure"] + 1])
        if declared.get("change") == "none" or columns["base"] is None:
            return
        kind = declared.get("change") or ("difference" if isinstance(now, Ratio) else "relative_change")
        is_there = before is not None and not (isinstance(before, Ratio) and None in before)
        self.add(f"{where} base", before if is_there else None, row[columns["base"]])
        self.add(f"{where} change", changed(kind, now, before) if is_there else None, row[columns["change"]])

    # Explanations

    def explanation(self, sheet, place, body, totals):
        paths = [sheet["by"]] if isinstance(sheet["by"], str) else sheet["by"]
        metric = self.project.metrics[sheet["explain"]]
        sides = [metric["numerator"], metric["denominator"], sheet["explain"]] if metric["type"] == "ratio" else [sheet["explain"]]
        whole = self.all()
        named = [(row, self.selected(paths, [cell.value for cell in row], whole)) for row in body
                 if row[0].value != "[x]"]
        rows = [(row, cell) for row, cell in named if cell is not None]
        for row, cell in named:
            if cell is None:
                rows.append((row, self.rest(paths, row, body, whole)))
        if totals:
            rows.append((totals, whole))
        for row, cell in rows:
            texts = [value.value for value in row[:len(paths)]]
            if cell is None:
                self.remarks.append(f"{place}: no members {texts}")
                continue
            figures = row[len(paths):]
            spans = [earlier(self.period), self.period]
            for span, offset in zip(spans, (0, len(sides))):
                for side, value in zip(sides, figures[offset:]):
                    figure = self.project.figure(side, cell, span, self.edition.times)
                    self.add(f"{place} {texts} {side} {span[0]}", figure, value)
            contributions = figures[2 * len(sides):]
            if len(sides) == 1:
                then, now = (self.project.figure(sides[0], cell, span, self.edition.times) for span in spans)
                if then is not None:
                    self.add(f"{place} {texts} contribution", Difference(now, then), contributions[0])
            elif any(number(value)[2] == "c" for value in figures[:2 * len(sides)]):
                if any(number(value)[0] is not None for value in contributions):
                    self.remarks.append(f"{place} {texts}: a contribution of hidden figures is shown")

    def rest(self, paths, row, body, whole):
        """What a row stands for that folds members: all those beneath the same upper ones that are named in no row."""
        texts = [cell.value for cell in row[:len(paths)]]
        depth = next(level for level, path in enumerate(paths) if self.selected([path], [texts[level]], whole) is None)
        within = self.selected(paths[:depth], texts[:depth], whole)
        role, taken = paths[depth].split(".")[0], frozenset()
        for other in body:
            named = self.selected([paths[depth]], [other[depth].value], whole)
            if named is not None and [cell.value for cell in other[:depth]] == texts[:depth]:
                taken |= getattr(named, role)
        return within and within._replace(**{role: getattr(within, role) - taken})


def described(cell):
    """A cell in short: what it selects, by role; nothing for a role of which it has all."""
    parts = [f"{role} {','.join(sorted(getattr(cell, role)))}" for role, size in (("site", 6), ("home", 6), ("way", 4), ("length", 2))
             if len(getattr(cell, role)) < size]
    years = sorted({f"{year}#{content}" for content, year, _ in cell.time})
    quarters = len(cell.time) / max(1, len(years))
    return "; ".join(parts + [" ".join(years) + ("" if quarters == 4 else f" ({len(cell.time)} quarters)")])

"""Reads what the program answers, as `published.py` reads workbooks: `uptake metric`, `uptake explain` and `uptake diff`."""
import csv
import json
import re
from fractions import Fraction
from pathlib import Path

from project import Count, Difference, Edition, Growth, Ratio, changed, counts, earlier, period
from published import HEADINGS, Published, Reading


def digits(project, metric, figure, text):
    """The number in a text, and by how much rounding may have moved it."""
    places = len(text.partition(".")[2])
    value, half = Fraction(text), Fraction(1, 2 * 10**places) if places else Fraction(0)
    is_percent = isinstance(figure, Ratio) and project.metrics[metric].get("unit") == "percent" or isinstance(figure, Growth)
    return (value / 100, half / 100) if is_percent else (value, half)


def selected(project, cell, paths, texts, language="en"):
    """The part of a cell that members select; None where one of the texts is not the name of a single one."""
    for path, text in zip(paths, texts):
        chosen = [(role, codes) for name, role, codes in project.members(path) if name(language) == text]
        if len(chosen) != 1:
            return None
        role, codes = chosen[0]
        cell = cell._replace(**{role: getattr(cell, role) & codes})
    return cell


def is_there(figure):
    """Whether there is anything of all the periods that a figure is made of."""
    return figure is not None and not (isinstance(figure, Ratio) and None in figure)


def answers(project, edition, path):
    """What `uptake metric --format json` said; the file says what was asked: {"by": [...], "where": {...}, "answer": {...}}."""
    document = json.loads(path.read_text(encoding="utf-8"))
    asked, found, remarks = document["by"], [], []
    span = period(document["answer"]["period"])
    whole = project.meeting(project.everybody([]), document.get("where"))
    for row in document["answer"]["rows"] + [document["answer"]["total"]]:
        cell = selected(project, whole, row["members"].keys(), row["members"].values())
        if cell is None:
            remarks.append(f"{path.name}: no members {row['members']}")
            continue
        for metric, facets in row["figures"].items():
            place = f"{edition.folder.name}/{path.name} {list(row['members'].values())} {metric}"
            figure = project.figure(metric, cell, span, edition.times)
            if not is_there(figure):
                continue
            text = facets.get("value")
            if text is None:
                found.append(Published(place, figure, None, Fraction(0), facets.get("state"), None))
                extra = [name for name in ("numerator", "denominator", "count", "count_before", "base", "low", "high", "gap") if facets.get(name) is not None]
                if facets.get("state") == "c" and extra:
                    remarks.append(f"{place}: {', '.join(extra)} of a hidden figure")
                continue
            value, half = digits(project, metric, figure, text)
            found.append(Published(place, figure, value, half, None, None))
            if isinstance(figure, Ratio):
                for side, part in zip(("numerator", "denominator"), figure):
                    if facets.get(side) is not None:
                        found.append(Published(f"{place} {side}", part, Fraction(facets[side]), Fraction(0), None, None))
            # A change stands on the rows of two periods, whatever else on those of one.
            parts = figure[:2] if isinstance(figure, (Difference, Growth)) else [figure]
            for part, facet in zip(parts, ("count", "count_before")):
                if facets.get(facet) is not None:
                    found.append(Published(f"{place} {facet}", Count("rows", counts(part)[-1].cell), Fraction(facets[facet]), Fraction(0), None, None))
    return found, remarks


def explanation(project, edition, path):
    """What `uptake explain` said, as CSV and as JSON:
    {"explain": metric, "by": [...], "where": {...}, "period": ..., "csv": ..., "json": ...}.

    The edition is the one that it was asked as of; of another one, "now" and "published" name the folders.
    """
    document = json.loads(path.read_text(encoding="utf-8"))
    name, by, found, remarks = document["explain"], document["by"], [], []
    metric, span = project.metrics[name], period(document["period"])
    whole = project.meeting(project.everybody([]), document.get("where"))
    sides = {"numerator": metric.get("numerator"), "denominator": metric.get("denominator"), "value": name}
    label = f"{edition.folder.name}/{path.name}"

    def add(row, cell):
        place = f"{label} {[row[path_] for path_ in by]}"
        for column, text in row.items():
            side, _, year = column.rpartition("_")
            if side not in sides or not year.isdigit():
                continue
            figure = project.figure(sides[side], cell, (int(year), span[1], span[2]), edition.times)
            value = Fraction(text) if re.fullmatch(r"-?\d+(\.\d+)?", text or "") else None
            found.append(Published(f"{place} {column}", figure, value, Fraction(0), None if value is not None else "c", None))
        if metric["type"] != "ratio" and re.fullmatch(r"-?\d+", row["contribution"] or ""):
            now, then = (project.figure(name, cell, when, edition.times) for when in (span, earlier(span)))
            found.append(Published(f"{place} contribution", Difference(now, then), Fraction(row["contribution"]), Fraction(0), None))

    rows = list(csv.DictReader(document["csv"].splitlines()))
    names = [[row[path_] for path_ in by[:int(row["level"])]] for row in rows]
    cells = [selected(project, whole, by, texts) for texts in names]
    for row, texts, cell in zip(rows, names, cells):
        if cell is None:
            # It stands for all those beneath the same upper members that have no row.
            above = selected(project, whole, by, texts[:-1])
            role = by[len(texts) - 1].split(".")[0]
            taken = frozenset().union(*[getattr(other, role) for other, others in zip(cells, names)
                                        if other is not None and len(others) == len(texts) and others[:-1] == texts[:-1]])
            cell = above._replace(**{role: getattr(above, role) - taken})
        add(row, cell)

    # What was known of the whole at other moments stands in no row.
    answer = json.loads(document["json"])
    restated = [(answer[part][side], document[named], when) for part, named, side, when in (
        ("restatement", "published", "published", earlier(span)), ("since", "now", "after", span), ("since", "now", "before", earlier(span)))
        if answer.get(part)]
    for told, folder, when in restated:
        times = Edition(edition.folder.parent / folder).times
        place = f"{label} {Path(folder).name} {when[0]}"
        if told.get("state") == "c":
            # Which side of a ratio it is that is hidden, nobody says.
            found.append(Published(place, project.figure(name, whole, when, times), None, Fraction(0), "c"))
        for side, called in sides.items():
            # The value of a ratio follows from its sides.
            if told.get(side) is not None and not (side == "value" and metric["type"] == "ratio"):
                found.append(Published(f"{place} {side}", project.figure(called, whole, when, times), Fraction(told[side]), Fraction(0), None))
    return found, remarks


class Differences:
    """What `uptake diff --json` said: {"diff": report, "before": edition, "answer": {...}}.

    Of a figure that is hidden at one of the two moments neither is told; the state `?` says that, as nobody knows which it is.
    """

    def __init__(self, project, edition, path):
        self.project, self.after = project, edition
        document = json.loads(path.read_text(encoding="utf-8"))
        self.before = Edition(edition.folder.parent / document["before"])
        self.name, self.answer = document["diff"], document["answer"]
        self.sheets = {sheet["name"]["en"]: sheet for sheet in project.reports[self.name]["sheets"]}
        self.label = f"{edition.folder.name}/{path.name}"
        self.found, self.remarks = [], []

    def read(self):
        listed = set()
        for row in self.answer["changed"]:
            place = f"{self.label} {row['sheet']} {row['row']} {row['column']}"
            cell = self.cell(self.sheets[row["sheet"]], row["row"])
            if cell is None:
                self.remarks.append(f"{place}: no members")
                continue
            figures = [self.figure(row, cell, edition) for edition in (self.before, self.after)]
            texts = [row.get("before"), row.get("after")]
            if None not in texts:
                listed.add(figures[0])
            for side, figure, text, edition in zip(("before", "after"), figures, texts, (self.before, self.after)):
                if text is not None and is_there(figure):
                    self.side(f"{place} {side}", row["metric"], figure, text)
                    self.deliveries(f"{place} {side}", figure, row["deliveries"], f"rows{side.capitalize()}", edition)
            if row.get("change") is not None and isinstance(figures[0], Count) and isinstance(figures[1], Count):
                self.found.append(Published(f"{place} change", Difference(*reversed(figures)), Fraction(row["change"]), Fraction(0), None))
        self.unlisted(listed)
        return self

    def cell(self, sheet, texts):
        """The part of the population that a row is about."""
        if "figures" in sheet:
            number, label = texts
            declared = next(figure for figure in sheet["figures"] if figure.get("number") == number)
            cell = self.project.meeting(self.project.everybody([]), declared.get("where"))
            if "ranked" in declared:
                cell = selected(self.project, cell, [declared["ranked"]["by"]], [label.removeprefix(declared["label"]["en"] + ": ")])
            return cell
        paths = sheet["by"] if "explain" in sheet else sheet.get("rows", [])
        paths = [paths] if isinstance(paths, str) else paths
        whole = self.project.meeting(self.project.everybody([]), sheet.get("where"))
        return whole if texts[:1] == ["Total"] else selected(self.project, whole, paths, texts)

    def figure(self, row, cell, edition):
        span, metric = period(row["period"]), row["metric"]
        figure = self.project.figure(metric, cell, span, edition.times)
        sheet = self.sheets[row["sheet"]]
        if "figures" not in sheet or row["column"] not in HEADINGS["change"]:
            return figure
        declared = next(figure for figure in sheet["figures"] if figure["number"] == row["row"][0])
        kind = declared.get("change") or ("difference" if isinstance(figure, Ratio) else "relative_change")
        before = self.project.figure(metric, cell, earlier(span), edition.times)
        return changed(kind, figure, before) if is_there(before) else None

    def side(self, place, metric, figure, text):
        text, _, _ = text.partition(" [")
        if text == "[c]":
            self.found.append(Published(place, figure, None, Fraction(0), "?"))
        elif state := re.fullmatch(r"\[([xz])\]", text):
            self.found.append(Published(place, figure, None, Fraction(0), state[1]))
        else:
            self.found.append(Published(place, figure, *digits(self.project, metric, figure, text), None))

    def deliveries(self, place, figure, deliveries, side, edition):
        """What each delivery gave a figure: of a rate the rows of its denominator."""
        for delivery in deliveries:
            # One that gave nothing was not there at that moment.
            if not delivery.get(side):
                continue
            _, year, site = delivery["source"].removesuffix(".csv").split("-")
            cells = [count.cell._replace(site=count.cell.site & {site}, time=frozenset(time for time in count.cell.time if time[1] == int(year)))
                     for count in counts(figure)]
            widest = max(cells, key=lambda cell: [len(part) for part in cell])
            if all(part <= other for cell in cells for part, other in zip(cell, widest)):
                self.found.append(Published(f"{place} of {delivery['source']}", Count("rows", widest), Fraction(delivery[side]), Fraction(0), None))

    def unlisted(self, listed):
        """Whatever the earlier workbook shows and nobody says has changed is the same now."""
        for path in sorted(self.before.folder.glob(f"{self.name}-{self.answer['period']}-en*.xlsx")):
            reading = Reading(self.project, self.before, path)
            # Of an explanation, members that stand together are not compared.
            reading.report = {"sheets": [sheet for sheet in reading.report["sheets"] if "explain" not in sheet]}
            for item in reading.read().found:
                if item.value is None or "control totals" in item.place or item.figure in listed:
                    continue
                if isinstance(item.figure, Count):
                    figure = self.known_now(item.figure)
                elif isinstance(item.figure, Ratio):
                    figure = Ratio(*map(self.known_now, item.figure))
                else:
                    continue
                if figure != item.figure:
                    self.found.append(item._replace(place=f"{self.label} unlisted {item.place}", figure=figure, group=None))

    def known_now(self, count):
        time = frozenset((self.after.years[year], year, quarter) for _, year, quarter in count.cell.time)
        return count._replace(cell=count.cell._replace(time=time))


def differences(project, edition, path):
    reading = Differences(project, edition, path).read()
    return reading.found, reading.remarks

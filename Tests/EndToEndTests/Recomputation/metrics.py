"""Computes declared metrics over the rows of a project, with exact fractions: METRICS.md in pandas."""
import datetime
import re
from fractions import Fraction

FISCAL_START = 10


class Period:
    def __init__(self, start, end):
        self.start, self.end = start, end

    def earlier(self, years):
        return Period(self.start.replace(year=self.start.year - years), self.end.replace(year=self.end.year - years))


def period(text):
    """`2024`, `FY2024`, `2024-Q3`, `2024-06` or a range of such; years from 2400 on are Buddhist."""
    if ".." in text:
        first, last = text.split("..")
        return Period(period(first).start, period(last).end)
    found = re.fullmatch(r"(FY)?(\d{4})(?:-(?:Q([1-4])|(\d\d)))?", text)
    year = int(found[2]) - (543 if int(found[2]) >= 2400 else 0)
    month, months = 1, 12
    if found[1]:
        year, month = year - 1, FISCAL_START
    if found[3]:
        month, months = 3 * int(found[3]) - 2, 3
    if found[4]:
        month, months = int(found[4]), 1
    last = year * 12 + month - 1 + months
    return Period(datetime.date(year, month, 1), datetime.date(last // 12, last % 12 + 1, 1))


CALENDAR = {
    "year": lambda day: day.year, "year_be": lambda day: day.year + 543, "month": lambda day: day.month,
    "quarter": lambda day: (day.month + 2) // 3, "year_month": lambda day: f"{day:%Y-%m}",
    "fiscal_year": lambda day: day.year + (day.month >= FISCAL_START),
}


class State(str):
    """Why there is no value: x, z."""


def combined(*cells):
    states = [cell for cell in cells if isinstance(cell, State)]
    return State("x") if "x" in states else State("z")


class Metrics:
    def __init__(self, project):
        self.project = project
        self.columns = {}

    # Attributes

    def attribute(self, fact, path, role_of_period):
        """The values of an attribute for every row of a fact, with the natural key behind a name."""
        known = (fact, path, role_of_period)
        if known not in self.columns:
            self.columns[known] = self.look_up(fact, path, role_of_period)
        return self.columns[known]

    def look_up(self, fact, path, role_of_period):
        declared, rows = self.project.facts[fact], self.project.rows[fact]
        head, *steps = path.split(".")
        if not steps:
            return rows[head].tolist()
        roles = {role: name if isinstance(name, str) else name["dimension"] for role, name in declared["dimensions"].items()}
        role = head if head in roles else next((role for role, name in roles.items() if name == head), None)
        if head not in roles and "calendar" in self.project.dimensions[head]:
            role = role_of_period
        dimension = roles[role]
        if "calendar" in self.project.dimensions[dimension]:
            return [None if day is None else str(CALENDAR[steps[0]](day)) for day in rows[role]]
        return [self.value(dimension, key, when, steps) for key, when in zip(rows[role], rows[declared["event"]])]

    def value(self, dimension, key, when, steps):
        if key is None:
            return None
        member = self.project.version(dimension, key, when)
        if member is None:
            return None
        columns = self.project.dimensions[dimension]["columns"]
        column = columns.get(steps[0])
        if isinstance(column, dict) and "references" in column:
            return self.value(column["references"], (member[steps[0]],), when, steps[1:])
        name = steps[0] if steps[0] in columns else steps[0] + "_en"
        if name not in self.project.dimensions[dimension].get("history", {}):
            # Overwritten: what holds now holds for all days.
            member = self.project.members[dimension][key][-1]
        # Two members of one name are two rows.
        return (member[name], key) if steps[0] in ("name", "name_en", "name_th") else member.get(name) or None

    # Simple metrics

    def simple(self, name, span, by, where):
        """The value and the number of rows of every group, and of all; nothing when there are no data of the span."""
        metric = self.project.metrics[name]
        fact = self.project.facts[metric["fact"]]
        rows = self.project.rows[metric["fact"]]
        role = metric.get("date", fact["event"])
        days = rows[role].tolist()
        events = days if "date" not in metric else rows[fact["event"]].tolist()
        # What slices are cut by is delivered whole: a year's survey speaks for each of its months.
        start, end = span.start, span.end
        if self.has_slices_of_years(metric["fact"]):
            start = start.replace(month=1)
            end = end if (end.month, end.day) == (1, 1) else datetime.date(end.year + 1, 1, 1)
        if not any(day is not None and day < end and ("date" in metric or day >= start) for day in events):
            return None
        inside = [day is not None and span.start <= day < span.end for day in days]
        conditions = [(self.attribute(metric["fact"], path, role), condition)
                      for path, condition in metric.get("where", {}).items()] + \
                     [(self.attribute(metric["fact"], path, role), condition) for path, condition in where.items()]
        groups = [self.attribute(metric["fact"], path, role) for path in by]
        measure = rows[metric["of"]].tolist() if "of" in metric else None
        times = self.attribute(metric["fact"], metric["times"], role) if "times" in metric else None
        last = max((day for day, is_in in zip(days, inside) if is_in), default=None)
        found = {}
        for index, is_in in enumerate(inside):
            if not is_in or not all(holds(values[index], condition) for values, condition in conditions):
                continue
            if metric["agg"] == "last" and days[index] != last:
                continue
            value = None if measure is None else measure[index]
            if times is not None and value is not None:
                value = value * Fraction(times[index])
            for group in {tuple(group[index] for group in groups), None}:
                found.setdefault(group, []).append(value)
        scale = 1
        if "of" in metric and metric["agg"] != "count_distinct":
            declared = fact["measures"][metric["of"]]["type"]
            scale = 10 ** int(declared.rstrip(")").split(",")[1]) if "(" in declared else 1
        return {group: (aggregated(metric["agg"], values, scale), len(values)) for group, values in found.items()}

    def has_slices_of_years(self, fact):
        return any(pipeline["load"] == fact and pipeline["slice"]["by"] == "year"
                   for pipeline in self.project.pipelines.values())

    def cell(self, name, span, by, where, group):
        """One figure: a fraction, or why there is none."""
        metric = self.project.metrics[name]
        kind = metric["type"]
        if kind == "simple":
            return self.simple_cell(name, span, by, where, group)
        if kind == "cumulative":
            start = period(str(metric["from"])).start if "from" in metric else datetime.date(1, 1, 1)
            return self.simple_cell(metric["of"], Period(start, span.end), by, where, group)
        if kind == "ratio":
            top, bottom = (self.cell(metric[part], span, by, where, group) for part in ("numerator", "denominator"))
            if "less" in metric:
                less = self.cell(metric["less"], span, by, where, group)
                if isinstance(less, State):
                    return combined(top, bottom, less)
                top, bottom = (part if isinstance(part, State) else part - less for part in (top, bottom))
            if isinstance(top, State) or isinstance(bottom, State):
                return combined(top, bottom)
            return State("z") if bottom == 0 else top / bottom
        if kind == "difference":
            return change(self.cell(metric["minus"], span, by, where, group),
                          self.cell(metric["of"], span, by, where, group), False)
        base = self.cell(metric["of"], base_period(metric, span), by, where, group)
        if metric["kind"] == "previous":
            return base
        now = self.cell(metric["of"], span, by, where, group)
        return change(base, now, metric["kind"] == "relative_change")

    def simple_cell(self, name, span, by, where, group):
        answers = self.answers(name, span, by, where)
        if answers is None:
            return State("x")
        value, rows = answers.get(group, (None, 0))
        aggregate = self.project.metrics[name]["agg"]
        if value is None:
            if aggregate in ("count", "count_distinct") or aggregate == "sum" and rows == 0:
                return Fraction(0)
            return State("z") if rows == 0 else State("x")
        return value

    def answers(self, name, span, by, where):
        known = (name, span.start, span.end, tuple(by), repr(where))
        if known not in self.columns:
            self.columns[known] = self.simple(name, span, by, where)
        return self.columns[known]

    def leaves(self, name, span):
        """The simple metrics with the periods that a metric comes down to."""
        metric = self.project.metrics[name]
        kind = metric["type"]
        if kind == "simple":
            return [(name, span)]
        if kind == "cumulative":
            start = period(str(metric["from"])).start if "from" in metric else datetime.date(1, 1, 1)
            return [(metric["of"], Period(start, span.end))]
        parts = [metric[part] for part in ("numerator", "denominator", "less", "of", "minus") if part in metric]
        spans = [span] + ([base_period(metric, span)] if kind == "change" else [])
        return [leaf for part in parts for each in spans for leaf in self.leaves(part, each)]

    def groups(self, names, span, by, where):
        """The groups that any of some metrics has rows of."""
        return {group for name in names for leaf, each in self.leaves(name, span)
                for group, (_, rows) in (self.answers(leaf, each, by, where) or {}).items() if group is not None and rows}

    def unit(self, name):
        metric = self.project.metrics[name]
        if "unit" in metric:
            return metric["unit"]
        if metric["type"] == "ratio" or metric.get("kind") == "relative_change":
            return "percent"
        if metric["type"] in ("change", "difference", "cumulative"):
            unit = self.unit(metric["of"])
            is_difference = metric["type"] == "difference" or metric.get("kind") == "difference"
            return "percentage_point" if unit == "percent" and is_difference else unit
        return None


def base_period(metric, span):
    if "against" in metric:
        return period(str(metric["against"]))
    count, unit = str(metric["offset"]).split()
    if not unit.startswith("year"):
        raise SystemExit(f"offset {metric['offset']} is not known here")
    return span.earlier(int(count))


def change(base, now, is_relative):
    if isinstance(base, State) or isinstance(now, State):
        return combined(base, now)
    if not is_relative:
        return now - base
    return State("z") if base == 0 else (now - base) / abs(base)


def aggregated(kind, values, scale):
    if kind == "count":
        return Fraction(len(values))
    if kind == "count_distinct":
        return Fraction(len(set(values)))
    present = [value for value in values if value is not None]
    if not present:
        return None
    if kind in ("sum", "last"):
        return Fraction(sum(present)) / scale
    return Fraction(min(present) if kind == "min" else max(present)) / scale


def holds(value, condition):
    value = value[0] if isinstance(value, tuple) else value
    if isinstance(condition, dict):
        if "not" in condition:
            return not holds(value, condition["not"])
        if "known" in condition:
            return (value is not None) == (condition["known"] == "true")
        number = None if value is None else Fraction(value)
        return number is not None and all(
            number >= Fraction(limit) if side == "from" else number <= Fraction(limit) for side, limit in condition.items())
    return str(value) in [str(word) for word in (condition if isinstance(condition, list) else [condition])]
